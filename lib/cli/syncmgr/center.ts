import { describeThrown } from '../../com/thrown.js';
import type { Connection, SyncCenterControl, SyncCenterResult } from '../../index.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { inGoodTime, orInterrupted } from '../interrupt.js';
import type { Surroundings } from './run-handler.js';

/** What Sync Center is asked for. */
export interface CenterRequest {
  readonly handlerId: string;
  /** None for the handler as a whole. */
  readonly itemIds: readonly string[];
}

/** What a request needs of its connection. */
export interface CenterConnection extends Pick<Connection, 'backend'> {
  readonly syncmgr: {
    readonly control: Pick<
      SyncCenterControl,
      'startHandlerSync' | 'startItemSync' | 'stopHandlerSync' | 'stopItemSync'
    >;
  };
}

/** Has Sync Center synchronise a handler or some of its items, and tells how that ended. Ctrl-C has it stopped. */
export async function startInCenter(
  connection: CenterConnection,
  request: CenterRequest,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { json, output, interrupted } = surroundings;
  const { control } = connection.syncmgr;
  const { handlerId, itemIds } = request;
  const ended = itemIds.length === 0 ? control.startHandlerSync(handlerId) : control.startItemSync(handlerId, itemIds);
  const result = await orInterrupted(ended, interrupted);
  if (result === null) return await stopAfterInterrupt(connection, request, ended, surroundings);
  if (json) output.writeRecord({ type: 'done', backend: connection.backend, handlerId, ...result });
  else output.say(`${describeResult(result)} (${connection.backend})`);
  return result.status === 'succeeded' ? exitCodes.done : exitCodes.failed;
}

/** Asks Sync Center to stop a handler or some of its items. How that ends is told to who started it. */
export async function stopInCenter(
  connection: CenterConnection,
  request: CenterRequest,
  { json, output }: Omit<Surroundings, 'interrupted'>,
): Promise<ExitCode> {
  await requestStop(connection, request);
  const { backend } = connection;
  if (json) output.writeRecord({ type: 'done', backend, handlerId: request.handlerId });
  else output.say(`Sync Center accepted the request to stop ${request.handlerId} (${backend}).`);
  return exitCodes.done;
}

function requestStop({ syncmgr }: CenterConnection, { handlerId, itemIds }: CenterRequest): Promise<void> {
  const { control } = syncmgr;
  return itemIds.length === 0 ? control.stopHandlerSync(handlerId) : control.stopItemSync(handlerId, itemIds);
}

/** The handler runs in a process of its own: what does not end in good time goes on without anybody here. */
async function stopAfterInterrupt(
  connection: CenterConnection,
  request: CenterRequest,
  ended: Promise<SyncCenterResult>,
  { json, output }: Surroundings,
): Promise<ExitCode> {
  // A start that fails meanwhile is told to nobody any more.
  ended.catch(() => {});
  const outcome = await inGoodTime(requestStop(connection, request).then(() => ended)).catch((error: unknown) => ({
    failure: describeThrown(error),
  }));
  if (json) output.writeRecord({ type: 'interrupted', handlerId: request.handlerId, ...toInterruption(outcome) });
  else if ('failure' in outcome) output.warn(`Interrupted; the synchronisation may go on: ${outcome.failure}`);
  else output.warn(`Interrupted: ${describeResult(outcome)}.`);
  return exitCodes.interrupted;
}

function toInterruption(outcome: SyncCenterResult | { readonly failure: string }): object {
  if (!('failure' in outcome)) return { ...outcome, message: null };
  return { status: null, errors: null, conflicts: null, message: outcome.failure };
}

function describeResult({ status, errors, conflicts }: SyncCenterResult): string {
  const word = typeof status === 'number' ? `status ${status}` : status;
  return `${word}, ${count(errors, 'error')}, ${count(conflicts, 'conflict')}`;
}

function count(number: number, word: string): string {
  return `${number} ${number === 1 ? word : `${word}s`}`;
}
