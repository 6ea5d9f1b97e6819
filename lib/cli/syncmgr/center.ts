import type { Connection, SyncCenterControl, SyncCenterResult } from '../../index.js';
import { describeError } from '../errors.js';
import { untilInterrupted, withinGracePeriod } from '../interrupt.js';
import { type ExitCode, exitCodes } from '../output.js';
import type { Surroundings } from './run-handler.js';

/** A handler of Sync Center and its items. */
export interface CenterRequest {
  readonly handlerId: string;
  /** Empty for the whole handler. */
  readonly itemIds: readonly string[];
}

/** The part of a connection that a request needs. */
export interface CenterConnection extends Pick<Connection, 'backend'> {
  readonly syncmgr: {
    readonly control: Pick<
      SyncCenterControl,
      'startHandlerSync' | 'startItemSync' | 'stopHandlerSync' | 'stopItemSync'
    >;
  };
}

/** Starts the synchronisation of a handler or some of its items in Sync Center and reports its result. Ctrl-C stops it. */
export async function startInCenter(
  connection: CenterConnection,
  request: CenterRequest,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { json, output, interrupted } = surroundings;
  const { control } = connection.syncmgr;
  const { handlerId, itemIds } = request;
  const ended = itemIds.length === 0 ? control.startHandlerSync(handlerId) : control.startItemSync(handlerId, itemIds);
  const result = await untilInterrupted(ended, interrupted);
  if (result === null) return await stopAfterInterrupt(connection, request, ended, surroundings);
  if (json) output.writeRecord({ type: 'done', backend: connection.backend, handlerId, ...result });
  else output.print(`${describeResult(result)} (${connection.backend})`);
  return result.status === 'succeeded' ? exitCodes.done : exitCodes.failed;
}

/** Requests Sync Center to stop a handler or some of its items. The result is reported to the program that started the synchronisation. */
export async function stopInCenter(
  connection: CenterConnection,
  request: CenterRequest,
  { json, output }: Omit<Surroundings, 'interrupted'>,
): Promise<ExitCode> {
  await requestStop(connection, request);
  const { backend } = connection;
  if (json) output.writeRecord({ type: 'done', backend, handlerId: request.handlerId });
  else output.print(`Sync Center accepted the request to stop ${request.handlerId} (${backend}).`);
  return exitCodes.done;
}

function requestStop({ syncmgr }: CenterConnection, { handlerId, itemIds }: CenterRequest): Promise<void> {
  const { control } = syncmgr;
  return itemIds.length === 0 ? control.stopHandlerSync(handlerId) : control.stopItemSync(handlerId, itemIds);
}

/** Stops the synchronisation and waits for its result for a limited time: the handler may run in another process and not respond. */
async function stopAfterInterrupt(
  connection: CenterConnection,
  request: CenterRequest,
  ended: Promise<SyncCenterResult>,
  { json, output }: Surroundings,
): Promise<ExitCode> {
  // Avoids an unhandled rejection if the request to stop fails first.
  ended.catch(() => {});
  const outcome = await withinGracePeriod(requestStop(connection, request).then(() => ended)).catch(
    (error: unknown) => ({
      failure: describeError(error),
    }),
  );
  if (json) output.writeRecord({ type: 'interrupted', handlerId: request.handlerId, ...toInterruption(outcome) });
  else if ('failure' in outcome) output.warn(`Interrupted; the synchronisation may continue: ${outcome.failure}`);
  else output.warn(`Interrupted: ${describeResult(outcome)}.`);
  return exitCodes.interrupted;
}

function toInterruption(outcome: SyncCenterResult | { readonly failure: string }): object {
  if (!('failure' in outcome)) return { ...outcome, message: null };
  return { status: null, errors: null, conflicts: null, message: outcome.failure };
}

function describeResult({ status, errors, conflicts }: SyncCenterResult): string {
  const name = typeof status === 'number' ? `status ${status}` : status;
  return `${name}, ${count(errors, 'error')}, ${count(conflicts, 'conflict')}`;
}

function count(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : `${noun}s`}`;
}
