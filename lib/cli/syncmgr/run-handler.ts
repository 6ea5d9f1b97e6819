import type { Connection, SyncManager, SyncManagerCompletedEvent, SyncManagerHandler } from '../../index.js';
import { formatHresult } from '../format.js';
import { untilInterrupted, withinGracePeriod } from '../interrupt.js';
import { type ExitCode, exitCodes, type Output } from '../output.js';
import { openBoard } from '../progress/open-board.js';
import { type NamedItem, openItems } from '../progress/sync-items.js';
import { chooseItems } from './choose-items.js';
import { ItemStatuses } from './item-statuses.js';
import { Messages } from './messages.js';

/** A handler and the items to synchronise. */
export interface HandlerRequest {
  readonly clsid: string;
  /** Ids or names; empty for the checked items. */
  readonly items: readonly string[];
}

/** The part of a connection that a run needs. */
export interface RunConnection extends Pick<Connection, 'backend'> {
  readonly syncmgr: Pick<SyncManager, 'openHandler'>;
}

/** The environment of a run. */
export interface Surroundings {
  readonly json: boolean;
  readonly output: Output;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
}

/** A run of an open handler. */
interface Run extends Surroundings {
  readonly items: readonly NamedItem[];
  readonly messages: Messages;
  readonly statuses: ItemStatuses;
}

/** Synchronises items of one handler and shows their progress until the handler has ended. Ctrl-C cancels the synchronisation. */
export async function runHandler(
  connection: RunConnection,
  { clsid, items: wanted }: HandlerRequest,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { json, output, interrupted } = surroundings;
  const opened = await untilInterrupted(openHandler(connection, clsid, wanted, surroundings), interrupted);
  if (opened === null) return reportInterruption(clsid, null, surroundings);
  const { handler, items, missing, messages } = opened;
  const statuses = new ItemStatuses(items);
  let completed: SyncManagerCompletedEvent | null;
  try {
    completed = await follow(handler, { ...surroundings, items, messages, statuses });
    await withinGracePeriod(handler.close());
  } catch (error) {
    // A handler may end a cancelled synchronisation with an error.
    if (!interrupted.aborted) throw error;
    completed = null;
  } finally {
    messages.print();
  }
  if (interrupted.aborted) return reportInterruption(clsid, statuses, surroundings);
  const succeeded = completed?.succeeded !== false && !statuses.hasFailed;
  if (json) {
    const { code = null, hresult = null } = completed ?? {};
    const end = { succeeded, code, hresult, missing, items: statuses.counts };
    output.writeRecord({ type: 'done', backend: connection.backend, clsid, ...end });
  } else {
    output.print(`${describeEnd(completed, statuses)} (${connection.backend})`);
    if (missing) output.warn('Some items of the handler are not available.');
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
  const handler = await syncmgr.openHandler(clsid, { onMessage: (message) => messages.add(message) });
  const { items: listed, missing } = await handler.items();
  messages.nameItems(listed);
  return { handler, items: chooseItems(listed, wanted), missing, messages };
}

/**
 * Shows the events of the handler until it has ended.
 * @returns the result of the handler; null if there are no items to synchronise
 * @throws the reason of the signal, if the handler has ended after Ctrl-C
 */
async function follow(
  handler: SyncManagerHandler,
  { json, output, interrupted, items, messages, statuses }: Run,
): Promise<SyncManagerCompletedEvent | null> {
  // No items were given, and none is checked.
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
        statuses.update(report);
      } else if (event.type === 'completed') {
        completed = event;
        if (json) output.writeRecord(event);
      } else messages.add(event);
    }
  } finally {
    board.close();
  }
  return completed;
}

function reportInterruption(clsid: string, statuses: ItemStatuses | null, { json, output }: Surroundings): ExitCode {
  if (json) output.writeRecord({ type: 'interrupted', clsid, items: statuses?.counts ?? {} });
  else {
    const items = statuses === null ? '' : ` (${statuses.describe()})`;
    output.warn(`Interrupted: the synchronisation is cancelled${items}.`);
  }
  return exitCodes.interrupted;
}

function describeEnd(completed: SyncManagerCompletedEvent | null, statuses: ItemStatuses): string {
  if (completed === null) return 'No items are checked';
  const { code, hresult, succeeded } = completed;
  const items = statuses.describe();
  if (succeeded) return `${code === 'S_OK' ? 'Completed' : `Completed with ${code}`}: ${items}`;
  const number = formatHresult(hresult);
  return `Failed with ${code === number ? code : `${code} (${number})`}: ${items}`;
}
