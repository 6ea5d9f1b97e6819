/**
 * A process that completes every job of some state directories until it is killed: in the first directory at the nth call that may change the
 * disk, in the next one at the call after it, and so on. It prints the index of each directory in which there were fewer calls, and exits with 0
 * if that is so in all.
 *
 *   node completer.mjs <n> <state directory> ...
 */
import { createEmulation } from '../../../dist/emulation.js';
import { connect } from '../../../dist/index.js';
import { killAtCalls } from './kill-at-call.mjs';

const [, , n, ...stateDirectories] = process.argv;
killAtCalls(stateDirectories.map((path, index) => (stopAt) => complete(path, index, stopAt)));

async function complete(stateDirectory, index, stopAt) {
  const emulation = createEmulation({ clock: 'real', transport: 'http', stateDirectory });
  const connection = await connect({ backend: emulation });
  const jobs = await connection.bits.jobs();

  stopAt({ n: Number(n) + index });

  for (const job of jobs) await job.complete();
  await emulation.close();
  process.stdout.write(`${index}\n`);
}
