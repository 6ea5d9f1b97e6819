import { onTestFinished } from 'vitest';
import { createEmulation, type EmulationOptions } from '../../../lib/emulation.js';
import { connect } from '../../../lib/index.js';
import { CollectedOutput } from './collected-output.js';

/** An emulated machine with virtual time and a scripted network, a connection to it, and the output of a command with `--json`. */
export async function machine(options?: EmulationOptions) {
  const emulation = createEmulation(options);
  const connection = await connect({ backend: emulation });
  onTestFinished(async () => {
    await connection.close();
    await emulation.close();
  });
  const output = new CollectedOutput();
  return { bits: connection.bits, emulation, output, surroundings: { json: true, output } };
}
