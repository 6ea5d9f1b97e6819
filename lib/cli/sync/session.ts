import type { Clock } from '../../com/clock.js';
import { type Connection, HResultError, type WinSync, type WinSyncProgress, type WinSyncSession } from '../../index.js';
import type { BackendChoice } from '../backend.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { inGoodTime, orInterrupted } from '../interrupt.js';
import type { Output } from '../output.js';
import { openBoard } from '../progress/open-board.js';
import { isComplete, openStages } from '../progress/stages.js';
import { RecoverableErrors } from './recoverable-errors.js';
import { Silence } from './silence.js';
import { Tally, type TallyCounts } from './tally.js';

export interface SyncOptions {
  readonly role: 'source' | 'destination';
  readonly backend: BackendChoice;
  readonly json: boolean;
  /** Milliseconds without a word of the provider after which it counts as done. */
  readonly idle: number;
}

/** What a session needs of its connection. */
export interface SessionConnection extends Pick<Connection, 'backend'> {
  readonly winsync: Pick<WinSync, 'createSession'>;
}

/** What surrounds a session. */
export interface Surroundings {
  readonly output: Output;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
  /** Measures silence; the machine's clock where it is left out. */
  readonly clock?: Clock;
}

/** How following a session ended: all changes were applied, the provider fell silent, or Ctrl-C. */
type Outcome = 'complete' | 'silent' | 'interrupted';

/**
 * Runs the session of one provider and shows its stages. The interfaces have no sign of a provider that is done, so the session is
 * ended when change application is complete, or when nothing has been reported for a while. It goes with its connection, which does not
 * wait for providers that hang.
 */
export async function runSession(
  connection: SessionConnection,
  clsid: string,
  options: SyncOptions,
  { output, interrupted, clock }: Surroundings,
): Promise<ExitCode> {
  const { role, json } = options;
  using silence = new Silence(options.idle, clock);
  const errors = new RecoverableErrors(output, json);
  const tally = new Tally(silence.broken, errors.take);
  const session = await connection.winsync.createSession(tally.listeners);
  const signals = { interrupted, silent: silence.signal };
  const reports = session.progress({ signal: AbortSignal.any(Object.values(signals)) });
  // A provider may take its time for BeginSession.
  const provider = await orInterrupted(session.openProvider(clsid, role), interrupted);
  let outcome: Outcome = 'interrupted';
  try {
    silence.broken();
    if (provider !== null) outcome = await follow(reports, signals, json, output);
    if (outcome === 'interrupted') await inGoodTime(session.cancel());
    await inGoodTime(Promise.resolve(provider?.close()));
  } finally {
    errors.tell();
  }
  if (outcome === 'interrupted') {
    if (json) output.writeRecord({ type: 'interrupted', clsid, ...tally.counts });
    else output.warn('Interrupted: the session is cancelled.');
    return exitCodes.interrupted;
  }
  await throwIfFailed(session);
  if (json) output.writeRecord({ type: 'done', backend: connection.backend, clsid, role, outcome, ...tally.counts });
  else output.say(describeEnd(outcome, options, connection.backend, tally.counts));
  return exitCodes.done;
}

interface Signals {
  readonly interrupted: AbortSignal;
  readonly silent: AbortSignal;
}

async function follow(
  reports: AsyncIterable<WinSyncProgress>,
  { interrupted, silent }: Signals,
  json: boolean,
  output: Output,
): Promise<Outcome> {
  const board = openBoard(output, json);
  const stages = openStages(board);
  try {
    for await (const report of reports) {
      stages.update(report);
      if (report.stage === 'changeApplication' && isComplete(report)) return 'complete';
    }
  } catch (error) {
    if (!interrupted.aborted && !silent.aborted) throw error;
  } finally {
    board.close();
  }
  return interrupted.aborted ? 'interrupted' : 'silent';
}

/** A session whose provider has failed, or that an answer has cancelled, is no success. */
async function throwIfFailed(session: WinSyncSession): Promise<void> {
  const status = await session.getSessionErrorStatus();
  if (status !== 0) throw new HResultError(status, 'ISyncSessionState2.GetSessionErrorStatus');
}

function describeEnd(outcome: Outcome, { idle }: SyncOptions, backend: string, counts: TallyCounts): string {
  const { changesApplied, changesFailed, conflicts, recoverableErrors } = counts;
  const parts = [
    outcome === 'complete' ? 'All changes have been applied' : `No report for ${idle} ms; the session is ended`,
    changesApplied === null ? null : `${changesApplied} applied`,
    changesFailed === null ? null : `${changesFailed} failed`,
    conflicts === 0 ? null : `${conflicts} in conflict, deferred`,
    recoverableErrors === 0 ? null : `${recoverableErrors} recoverable ${recoverableErrors === 1 ? 'error' : 'errors'}`,
  ];
  return `${parts.filter((part) => part !== null).join(', ')} (${backend})`;
}
