import { HResultError, type SyncProgress, type SyncProvider, type SyncSession } from '../../index.js';
import { type BackendChoice, openSession } from '../backend.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Interrupt, inGoodTime } from '../interrupt.js';
import type { Output } from '../output.js';
import { openBoard } from '../progress/board.js';
import { isComplete, openStages } from '../progress/stages.js';
import { registerExampleProvider } from './example-provider.js';
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

/** How following a session ended: all changes were applied, the provider fell silent, or Ctrl-C. */
type Outcome = 'complete' | 'silent' | 'interrupted';

/**
 * `winprogress sync`: runs the session of one provider and shows its stages. The interfaces have no sign of a provider that is done, so
 * the session is ended when change application is complete, or when nothing has been reported for a while.
 */
export async function synchronize(clsid: string, options: SyncOptions, output: Output): Promise<ExitCode> {
  const { role, json } = options;
  using interrupt = new Interrupt();
  await using opened = await openSession(options.backend);
  const { connection, emulation } = opened;
  if (emulation !== null) registerExampleProvider(emulation);
  using silence = new Silence(options.idle);
  const errors = new RecoverableErrors(output, json);
  const tally = new Tally(silence.broken, errors.take);
  await using session = await connection.winsync.createSession({ callbacks: tally.callbacks });
  const signals = { interrupted: interrupt.signal, silent: silence.signal };
  const reports = session.progress({ signal: AbortSignal.any(Object.values(signals)) });
  const provider = await orInterrupted(session.openProvider(clsid, role), interrupt.signal);
  silence.broken();
  const outcome = provider === null ? 'interrupted' : await follow(reports, signals, json, output);
  if (outcome === 'interrupted') await inGoodTime(session.cancel());
  await inGoodTime(Promise.resolve(provider?.close()));
  errors.tell();
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

/** A provider may take its time for `BeginSession`. @returns null after Ctrl-C */
async function orInterrupted(opening: Promise<SyncProvider>, signal: AbortSignal): Promise<SyncProvider | null> {
  const interrupted = new Promise<null>((resolve) => {
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  return await Promise.race([opening, interrupted]);
}

interface Signals {
  readonly interrupted: AbortSignal;
  readonly silent: AbortSignal;
}

async function follow(
  reports: AsyncIterable<SyncProgress>,
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
async function throwIfFailed(session: SyncSession): Promise<void> {
  const status = await session.getSessionErrorStatus();
  if (status !== 0) throw new HResultError(status, 'ISyncSessionState2.GetSessionErrorStatus');
}

function describeEnd(outcome: Outcome, { idle }: SyncOptions, backend: string, counts: TallyCounts): string {
  const { changesApplied, changesFailed, conflicts, recoverableErrors } = counts;
  const parts = [
    outcome === 'complete'
      ? 'All changes have been applied'
      : `Nothing was reported for ${idle} ms, the session is ended`,
    changesApplied === null ? null : `${changesApplied} applied`,
    changesFailed === null ? null : `${changesFailed} failed`,
    conflicts === 0 ? null : `${conflicts} in conflict, deferred`,
    recoverableErrors === 0 ? null : `${recoverableErrors} recoverable errors`,
  ];
  return `${parts.filter((part) => part !== null).join(', ')} (${backend})`;
}
