import type { Connection, SyncManager, SyncManagerCompletedEvent, SyncManagerHandler } from '../../index.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { formatHresult } from '../format.js';
import { inGoodTime, orInterrupted } from '../interrupt.js';
import type { Output } from '../output.js';
import { openBoard } from '../progress/open-board.js';
import { type NamedItem, openItems } from '../progress/sync-items.js';
import { chooseItems } from './choose-items.js';
import { ItemTally } from './item-tally.js';
import { Messages } from './messages.js';

/** What is to be run. */
export interface HandlerRequest {
  readonly clsid: string;
  /** Ids or names; none for the items that are checked. */
  readonly items: readonly string[];
}

/** What a run needs of its connection. */
export interface RunConnection extends Pick<Connection, 'backend'> {
  readonly syncmgr: Pick<SyncManager, 'openHandler'>;
}

/** What surrounds a run. */
export interface Surroundings {
  readonly json: boolean;
  readonly output: Output;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
}

/** A run of a handler that is open. */
interface Run extends Surroundings {
  readonly items: readonly NamedItem[];
  readonly messages: Messages;
  readonly tally: ItemTally;
}

/** Synchronises items of one handler and shows how far they are, until the handler has ended. Ctrl-C cancels all, and the handler ends in order. */
export async function runHandler(
  connection: RunConnection,
  { clsid, items: wanted }: HandlerRequest,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { json, output, interrupted } = surroundings;
  const opened = await orInterrupted(openHandler(connection, clsid, wanted, surroundings), interrupted);
  if (opened === null) return tellInterrupted(clsid, null, surroundings);
  const { handler, items, missing, messages } = opened;
  const tally = new ItemTally(items);
  let completed: SyncManagerCompletedEvent | null;
  try {
    completed = await follow(handler, { ...surroundings, items, messages, tally });
    await inGoodTime(handler.close());
  } catch (error) {
    // What ends with a failure because it was cancelled has been interrupted all the same.
    if (!interrupted.aborted) throw error;
    completed = null;
  } finally {
    messages.tell();
  }
  if (interrupted.aborted) return tellInterrupted(clsid, tally, surroundings);
  const succeeded = completed?.succeeded !== false && !tally.hasFailed;
  if (json) {
    const { code = null, hresult = null } = completed ?? {};
    const end = { succeeded, code, hresult, missing, items: tally.counts };
    output.writeRecord({ type: 'done', backend: connection.backend, clsid, ...end });
  } else {
    output.say(`${describeEnd(completed, tally)} (${connection.backend})`);
    if (missing) output.warn('The handler has more items, which are not available now.');
  }
  return succeeded ? exitCodes.done : exitCodes.failed;
}

async function openHandler(
  { syncmgr }: RunConnection,
  clsid: string,
  wanted: readonly string[],
  { output, json }: Surroundings,
) {
  const messages = new Messages(output, json);
  const handler = await syncmgr.openHandler(clsid, { onMessage: (message) => messages.take(message) });
  const { items: listed, missing } = await handler.items();
  messages.nameItems(listed);
  return { handler, items: chooseItems(listed, wanted), missing, messages };
}

/**
 * Shows what the handler tells until it has ended.
 * @returns how it has ended; null where there was nothing to do
 * @throws the signal's reason after Ctrl-C, when the handler has ended
 */
async function follow(
  handler: SyncManagerHandler,
  { json, output, interrupted, items, messages, tally }: Run,
): Promise<SyncManagerCompletedEvent | null> {
  // Nobody chose, and the handler has nothing checked.
  if (items.length === 0) return null;
  const board = openBoard(output, json);
  let completed: SyncManagerCompletedEvent | null = null;
  try {
    const views = openItems(board, items);
    const ids = items.map(({ id }) => id);
    for await (const event of handler.synchronize(ids, { signal: interrupted })) {
      if (event.type === 'progress') {
        const { type: _type, ...report } = event;
        views.update(report);
        tally.take(report);
      } else if (event.type === 'completed') {
        completed = event;
        if (json) output.writeRecord(event);
      } else messages.take(event);
    }
  } finally {
    board.close();
  }
  return completed;
}

function tellInterrupted(clsid: string, tally: ItemTally | null, { json, output }: Surroundings): ExitCode {
  if (json) output.writeRecord({ type: 'interrupted', clsid, items: tally?.counts ?? {} });
  else {
    const items = tally === null ? '' : `: ${tally.describe()}`;
    output.warn(`Interrupted, the synchronisation is cancelled${items}.`);
  }
  return exitCodes.interrupted;
}

function describeEnd(completed: SyncManagerCompletedEvent | null, tally: ItemTally): string {
  if (completed === null) return 'No items are checked';
  const { code, hresult, succeeded } = completed;
  const items = tally.describe();
  if (succeeded) return `${code === 'S_OK' ? 'Completed' : `Completed with ${code}`}: ${items}`;
  const number = formatHresult(hresult);
  return `Failed with ${code === number ? code : `${code} (${number})`}: ${items}`;
}
