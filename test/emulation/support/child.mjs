/**
 * A process with an emulation: begins a download (`begin`), continues the one job of an ended process (`finish`),
 * or only lists the jobs (`list`). It prints one line of JSON for each event.
 */
import { createEmulation } from '../../../dist/emulation.js';
import { connect } from '../../../dist/index.js';

const [, , verb, stateDirectory, url, path, ending] = process.argv;
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const emulation = createEmulation({
  clock: 'real',
  transport: 'http',
  ...(stateDirectory === '-' ? {} : { stateDirectory }),
});
const connection = await connect({ backend: emulation });

if (verb === 'begin') {
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
} else if (verb === 'finish') {
  const [job] = await connection.bits.jobs();
  const { bytesTransferred, state } = await job.snapshot();
  say({ id: job.id, bytes: String(bytesTransferred), state, priority: await job.getPriority() });
  await job.resume();
  for await (const snapshot of job.watch({ interval: 20 })) {
    if (snapshot.state === 'transientError') throw snapshot.error;
  }
  say(await job.complete());
  await connection.close();
} else {
  say((await connection.bits.jobs()).length);
  await connection.close();
}
say('end');
