import type { Emulation } from '../../emulation.js';

/** CLSID of the provider that the command line registers in the emulation. */
export const exampleProvider = '{8D0A4C57-6E1B-4F0C-9B53-2A7C61D0E4F8}';

const itemCount = 40;
const itemMilliseconds = 25;

/** Registers a provider that synchronises two replicas in memory, with one conflict. */
export async function registerExampleProvider({ winsync }: Emulation): Promise<void> {
  // Loaded late: neither the native backend nor the help needs it.
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
