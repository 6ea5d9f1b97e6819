import { isDeepStrictEqual } from 'node:util';
import { createGuid } from '../../com/guid.js';
import { createReplica, type Emulation, type Replica, runReplicas } from '../../emulation.js';
import type { WinSync } from '../../index.js';
import type { ProgressBoard } from '../progress/board.js';
import { openStages, showStages } from '../progress/stages.js';
import type { SynchronizationVerdict } from './verify.js';

/** Each item takes so long in each stage: enough for bars to be seen moving. */
const itemMilliseconds = 25;

interface Direction {
  readonly name: string;
  readonly source: Replica;
  readonly destination: Replica;
}

/** Makes two replicas equal: one session in each direction, and a conflict that the application has merged. */
export async function synchronizeReplicas(
  winsync: WinSync,
  emulation: Emulation,
  board: ProgressBoard,
  signal: AbortSignal,
): Promise<SynchronizationVerdict> {
  const desk = createReplica({ items: { ...notes('desk', 30), shared: 'as the desk has it' } });
  const pocket = createReplica({ items: { ...notes('pocket', 20), shared: 'as the pocket has it' } });
  let conflicts = 0;
  const directions: readonly Direction[] = [
    { name: 'sync out', source: desk, destination: pocket },
    { name: 'sync back', source: pocket, destination: desk },
  ];
  for (const direction of directions) conflicts += await carry(winsync, emulation, direction, board, signal);
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

/** One session, in one direction. @returns how many conflicts there were */
async function carry(
  winsync: WinSync,
  emulation: Emulation,
  { name, source, destination }: Direction,
  board: ProgressBoard,
  signal: AbortSignal,
): Promise<number> {
  signal.throwIfAborted();
  let conflicts = 0;
  const registered = emulation.winsync.registerProvider({
    clsid: createGuid(),
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
    // The session may have been closed meanwhile.
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
