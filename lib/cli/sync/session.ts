import type { Clock } from '../../emulation.js';
import { type Connection, HResultError, type WinSync, type WinSyncProgress, type WinSyncSession } from '../../index.js';
import type { BackendChoice } from '../backend.js';
import { untilInterrupted, withinGracePeriod } from '../interrupt.js';
import { type ExitCode, exitCodes, type Output } from '../output.js';
import { openBoard } from '../progress/open-board.js';
import { isComplete, openStages } from '../progress/stages.js';
import { InactivityTimer } from './inactivity-timer.js';
import { RecoverableErrors } from './recoverable-errors.js';
import { SessionCounter, type SessionCounts } from './session-counts.js';

export interface SyncOptions {
  readonly role: 'source' | 'destination';
  readonly backend: BackendChoice;
  readonly json: boolean;
  /** Milliseconds without a report after which the session is ended. */
  readonly idle: number;
}

/** The part of a connection that a session needs. */
export interface SessionConnection extends Pick<Connection, 'backend'> {
  readonly winsync: Pick<WinSync, 'createSession'>;
}

/** The environment of a session. */
export interface Surroundings {
  readonly output: Output;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
  /** Measures the time without a report; real time by default. */
  readonly clock?: Pick<Clock, 'schedule'>;
}

/** The reason for which a session was ended: all changes were applied, the provider did not report anything for some time, or Ctrl-C. */
type Outcome = 'complete' | 'idle' | 'interrupted';

/**
 * Runs the session of one provider and shows its stages. Windows Sync has no notification for the end of a session, so the session is ended when
 * change application is complete, or when the provider has not reported anything for some time. The session is closed with its connection,
 * which does not wait for a provider that hangs.
 */
export async function runSession(
  connection: SessionConnection,
  clsid: string,
  options: SyncOptions,
  { output, interrupted, clock }: Surroundings,
): Promise<ExitCode> {
  const { role, json } = options;
  using inactivity = new InactivityTimer(options.idle, clock);
  const errors = new RecoverableErrors(output, json);
  const counter = new SessionCounter(inactivity.restart, errors.add);
  const session = await connection.winsync.createSession(counter.listeners);
  const signals = { interrupted, idle: inactivity.signal };
  const reports = session.progress({ signal: AbortSignal.any(Object.values(signals)) });
  // BeginSession may take a long time.
  const provider = await untilInterrupted(session.openProvider(clsid, role), interrupted);
  let outcome: Outcome = 'interrupted';
  try {
    inactivity.restart();
    if (provider !== null) outcome = await follow(reports, signals, json, output);
    if (outcome === 'interrupted') await withinGracePeriod(session.cancel());
    await withinGracePeriod(Promise.resolve(provider?.close()));
  } finally {
    errors.print();
  }
  if (outcome === 'interrupted') {
    if (json) output.writeRecord({ type: 'interrupted', clsid, ...counter.counts });
    else output.warn('Interrupted: the session is cancelled.');
    return exitCodes.interrupted;
  }
  await throwIfFailed(session);
  if (json) output.writeRecord({ type: 'done', backend: connection.backend, clsid, role, outcome, ...counter.counts });
  else output.print(describeEnd(outcome, options, connection.backend, counter.counts));
  return exitCodes.done;
}

interface Signals {
  readonly interrupted: AbortSignal;
  readonly idle: AbortSignal;
}

async function follow(
  reports: AsyncIterable<WinSyncProgress>,
  { interrupted, idle }: Signals,
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
    if (!interrupted.aborted && !idle.aborted) throw error;
  } finally {
    board.close();
  }
  return interrupted.aborted ? 'interrupted' : 'idle';
}

/** Throws the error status of a session whose provider has failed, or that a callback has cancelled. */
async function throwIfFailed(session: WinSyncSession): Promise<void> {
  const status = await session.getSessionErrorStatus();
  if (status !== 0) throw new HResultError(status, 'ISyncSessionState2.GetSessionErrorStatus');
}

function describeEnd(outcome: Outcome, { idle }: SyncOptions, backend: string, counts: SessionCounts): string {
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
