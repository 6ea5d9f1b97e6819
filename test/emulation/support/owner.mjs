/**
 * A process that owns jobs of a state directory: it prints `ready`, waits for a line on standard input, opens the directory, and prints
 * the GUIDs of the jobs that it owns, in one line of JSON. It runs until standard input ends.
 *
 *   node owner.mjs <state directory> <number of jobs to create>
 */
import { createInterface } from 'node:readline';
import { createEmulation } from '../../../dist/emulation.js';
import { connect } from '../../../dist/index.js';

const [, , stateDirectory, create] = process.argv;
const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

own();

async function own() {
  print('ready');
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  await lines.next();
  const emulation = createEmulation({
    clock: 'real',
    transport: 'http',
    administrator: true,
    stateDirectory,
    onStateError: (error) => print({ error: error.message }),
  });
  const connection = await connect({ backend: emulation });
  await Promise.all(
    Array.from({ length: Number(create) }, (_, index) => connection.bits.createJob({ name: `job ${index}` })),
  );
  print((await connection.bits.jobs()).map(({ id }) => id));
  await lines.next();
  await connection.close();
}
