/**
 * A process with an emulation that begins a download, and then suspends it, leaves it, or stays. It prints one line of JSON for each event.
 *
 *   node child.mjs <state directory | -> <URL> <path> <suspend | leave | stay>
 */
import { createEmulation } from '../../../dist/emulation.js';
import { connect } from '../../../dist/index.js';

const [, , stateDirectory, url, path, ending] = process.argv;
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const emulation = createEmulation({
  clock: 'real',
  transport: 'http',
  ...(stateDirectory === '-' ? {} : { stateDirectory }),
});
const connection = await connect({ backend: emulation });
const job = await connection.bits.createJob({ name: 'kept', description: 'of a test', files: [{ url, path }] });
await job.setPriority('foreground');
await job.resume();
for await (const snapshot of job.watch({ interval: 20 })) {
  if (snapshot.bytesTransferred > 0n) break;
}
if (ending === 'suspend') await job.suspend();
say({ id: job.id });
if (ending === 'stay') await new Promise(() => setInterval(() => {}, 1000));
await connection.close();
say('end');
