/**
 * A process that completes every job of a state directory, and kills itself at the nth call that may change the disk. It exits
 * with 0 if there were fewer.
 *
 *   node completer.mjs <state directory> <n>
 */
import { createEmulation } from '../../../dist/emulation.js';
import { connect } from '../../../dist/index.js';
import { killAtCall } from './kill-at-call.mjs';

const [, , stateDirectory, n] = process.argv;
complete();

async function complete() {
  const emulation = createEmulation({ clock: 'real', transport: 'http', stateDirectory });
  const connection = await connect({ backend: emulation });
  const jobs = await connection.bits.jobs();

  killAtCall(Number(n));

  for (const job of jobs) await job.complete();
  await emulation.dispose();
}
