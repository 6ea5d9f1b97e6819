import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { createReplica, type Emulation, type Replica, runReplicas } from '../../emulation.js';
import type { WinSync, WinSyncProgress, WinSyncProgressReport } from '../../index.js';
import type { Session } from '../backend.js';
import type { ProgressBoard } from '../progress/board.js';
import { openStages, showStages } from '../progress/stages.js';

/** The result of the synchronisation. */
export interface SynchronizationResult {
  /** Two synchronised replicas, or reports to a session: Windows itself has no provider to run. */
  readonly kind: 'replicas' | 'reports';
  readonly verified: boolean;
  /** Text for people. */
  readonly description: string;
}

/** Runs the synchronisation of the demo: two replicas with the emulation, reports to a session with the native backend. */
export function synchronize(
  { connection, emulation }: Session,
  board: ProgressBoard,
  signal: AbortSignal,
): Promise<SynchronizationResult> {
  return emulation === null
    ? reportToSession(connection.winsync, board, signal)
    : synchronizeReplicas(connection.winsync, emulation, board, signal);
}

/** Milliseconds per item and stage: long enough to see the bars move. */
const itemMilliseconds = 25;

interface Direction {
  readonly name: string;
  readonly source: Replica;
  readonly destination: Replica;
}

/** Synchronises two replicas: one session in each direction, with one conflict that is merged. */
async function synchronizeReplicas(
  winsync: WinSync,
  emulation: Emulation,
  board: ProgressBoard,
  signal: AbortSignal,
): Promise<SynchronizationResult> {
  const desk = createReplica({ items: { ...notes('desk', 30), shared: 'desk version' } });
  const pocket = createReplica({ items: { ...notes('pocket', 20), shared: 'pocket version' } });
  let conflicts = 0;
  const directions: readonly Direction[] = [
    { name: 'sync out', source: desk, destination: pocket },
    { name: 'sync back', source: pocket, destination: desk },
  ];
  for (const direction of directions) conflicts += await runDirection(winsync, emulation, direction, board, signal);
  const items = Object.keys(desk.contents).length;
  const equal = items === 51 && isDeepStrictEqual(sorted(desk), sorted(pocket));
  const merged = desk.get('shared')?.includes('desk') === true && desk.get('shared')?.includes('pocket') === true;
  return {
    kind: 'replicas',
    verified: equal && merged && conflicts === 1,
    description: `two replicas of ${items} items, ${conflicts} conflict merged`,
  };
}

function notes(place: string, count: number): Record<string, string> {
  const entries = Array.from({ length: count }, (_, index) => [`${place} ${index + 1}`, `note ${index + 1}`] as const);
  return Object.fromEntries(entries);
}

function sorted({ contents }: Replica): [string, string][] {
  return Object.entries(contents).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Runs one session. @returns the number of conflicts */
async function runDirection(
  winsync: WinSync,
  emulation: Emulation,
  { name, source, destination }: Direction,
  board: ProgressBoard,
  signal: AbortSignal,
): Promise<number> {
  signal.throwIfAborted();
  let conflicts = 0;
  const registered = emulation.winsync.registerProvider({
    clsid: crypto.randomUUID(),
    name,
    run: runReplicas({ source, destination, itemMilliseconds, merge: (_, one, other) => `${other}, ${one}` }),
  });
  await using session = await winsync.createSession({
    onConflict: () => {
      conflicts += 1;
      return 'merge';
    },
  });
  const shown = showStages(session.progress(), openStages(board, name));
  const cancel = () => {
    // The session may already be closed.
    session.cancel().catch(() => {});
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await using provider = await session.openProvider(registered.clsid, 'destination');
    await registered.settled();
    await provider.close();
  } finally {
    signal.removeEventListener('abort', cancel);
  }
  await shown;
  return conflicts;
}

/** Milliseconds between two reports: long enough to see the bars move. */
const reportInterval = 25;

const reportCount = 40;
const steps = Array.from({ length: reportCount }, (_, index) => index + 1);

/** The reports. For change application, a provider reports the work since its last report and the remaining work. */
const plannedReports: readonly WinSyncProgressReport[] = [
  ...steps.map(
    (step): WinSyncProgressReport => ({
      provider: 'source',
      stage: 'changeDetection',
      completedWork: step,
      totalWork: reportCount,
    }),
  ),
  ...steps.map(
    (step): WinSyncProgressReport => ({
      provider: 'source',
      stage: 'changeEnumeration',
      completedWork: step,
      totalWork: reportCount,
    }),
  ),
  ...steps.map(
    (step): WinSyncProgressReport => ({
      provider: 'destination',
      stage: 'changeApplication',
      completedWork: 3,
      totalWork: 3 * (reportCount - step),
    }),
  ),
];

/** The expected last report of each stage. The session adds up the work of change application. */
const expectedReports: readonly WinSyncProgressReport[] = [
  { provider: 'source', stage: 'changeDetection', completedWork: reportCount, totalWork: reportCount },
  { provider: 'source', stage: 'changeEnumeration', completedWork: reportCount, totalWork: reportCount },
  { provider: 'destination', stage: 'changeApplication', completedWork: 3 * reportCount, totalWork: 3 * reportCount },
];

/** Reports to a session through its `ISyncSessionState`, as a provider does, and verifies the reports that the application receives. */
async function reportToSession(
  winsync: WinSync,
  board: ProgressBoard,
  signal: AbortSignal,
): Promise<SynchronizationResult> {
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
  for (const report of plannedReports) {
    await state.onProgress(report);
    await delay(reportInterval, undefined, { signal });
  }
  await session.end();
  await shown;
  const complete = expectedReports.every((report) => isSame(report, last.get(report.stage)));
  return {
    kind: 'reports',
    verified: complete && received === plannedReports.length,
    description: `${received} of ${plannedReports.length} reports arrived through ISyncSessionState; there is no provider to run`,
  };
}

function isSame(
  { provider, completedWork, totalWork }: WinSyncProgressReport,
  other: WinSyncProgress | undefined,
): boolean {
  return other?.provider === provider && other.completedWork === completedWork && other.totalWork === totalWork;
}
