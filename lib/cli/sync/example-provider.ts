import type { Emulation } from '../../emulation.js';

/** The provider that the command line's emulation has registered; real Windows knows nothing of it. */
export const exampleProvider = '{8D0A4C57-6E1B-4F0C-9B53-2A7C61D0E4F8}';

const itemCount = 40;
const itemMilliseconds = 25;

/** Registers a provider that carries the items of one replica in memory to another, and meets one conflict on the way. */
export async function registerExampleProvider({ winsync }: Emulation): Promise<void> {
  // Real COM needs no emulation, and neither does the help.
  const { createReplica, runReplicas } = await import('../../emulation.js');
  const items = Array.from({ length: itemCount }, (_, index) => [`note ${index + 1}`, `text ${index + 1}`] as const);
  const source = createReplica({ items: Object.fromEntries(items) });
  const destination = createReplica({ items: { 'note 1': 'another text' } });
  winsync.registerProvider({
    clsid: exampleProvider,
    name: 'Two replicas in memory',
    description: 'The example of the command line',
    run: runReplicas({ source, destination, itemMilliseconds, workOf: (key) => key.length }),
  });
}
