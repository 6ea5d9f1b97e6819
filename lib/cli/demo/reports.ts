import { setTimeout as delay } from 'node:timers/promises';
import type { WinSync, WinSyncProgress, WinSyncProgressReport } from '../../index.js';
import type { ProgressBoard } from '../progress/board.js';
import { openStages, showStages } from '../progress/stages.js';
import type { SynchronizationVerdict } from './verify.js';

/** Milliseconds between two reports: enough for bars to be seen moving. */
const pause = 25;

const count = 40;
const steps = Array.from({ length: count }, (_, index) => index + 1);

/** What is reported. Of change application a provider tells the work done since its last report, and the work that remains. */
const plan: readonly WinSyncProgressReport[] = [
  ...steps.map(
    (step): WinSyncProgressReport => ({
      provider: 'source',
      stage: 'changeDetection',
      completedWork: step,
      totalWork: count,
    }),
  ),
  ...steps.map(
    (step): WinSyncProgressReport => ({
      provider: 'source',
      stage: 'changeEnumeration',
      completedWork: step,
      totalWork: count,
    }),
  ),
  ...steps.map(
    (step): WinSyncProgressReport => ({
      provider: 'destination',
      stage: 'changeApplication',
      completedWork: 3,
      totalWork: 3 * (count - step),
    }),
  ),
];

/** What the application must have received last of each stage; the session adds up the work of change application. */
const expected: readonly WinSyncProgressReport[] = [
  { provider: 'source', stage: 'changeDetection', completedWork: count, totalWork: count },
  { provider: 'source', stage: 'changeEnumeration', completedWork: count, totalWork: count },
  { provider: 'destination', stage: 'changeApplication', completedWork: 3 * count, totalWork: 3 * count },
];

/** Reports to a session through its `ISyncSessionState`, as a provider does, and compares what the application receives. */
export async function reportToSession(
  winsync: WinSync,
  board: ProgressBoard,
  signal: AbortSignal,
): Promise<SynchronizationVerdict> {
  let received = 0;
  const last = new Map<WinSyncProgress['stage'], WinSyncProgress>();
  await using session = await winsync.createSession({
    onProgress: (report) => {
      received += 1 + report.folded;
      last.set(report.stage, report);
    },
  });
  const shown = showStages(session.progress(), openStages(board, 'sync'));
  await using state = await winsync.attach(session.pointer);
  await session.begin();
  for (const report of plan) {
    await state.onProgress(report);
    await delay(pause, undefined, { signal });
  }
  await session.end();
  await shown;
  const arrived = expected.every((report) => isSame(report, last.get(report.stage)));
  return {
    kind: 'reports',
    verified: arrived && received === plan.length,
    description: `${received} of ${plan.length} reports arrived through ISyncSessionState; no provider is registered here`,
  };
}

function isSame(
  { provider, completedWork, totalWork }: WinSyncProgressReport,
  other: WinSyncProgress | undefined,
): boolean {
  return other?.provider === provider && other.completedWork === completedWork && other.totalWork === totalWork;
}
