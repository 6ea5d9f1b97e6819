/**
 * A process that works on the jobs of a state directory until it is killed: it completes transferred jobs, resumes the rest, and
 * creates jobs of one to three files. It prints one line of JSON for each step. It kills itself at a call of the file system (see
 * killAtCall). Without the number of that call it creates no jobs, and exits when no job is left.
 *
 *   node downloader.mjs <state directory> <folder of the files> <URL> <prefix of file names> [<number of the call> <before | after>]
 */
import { createEmulation } from '../../../dist/emulation.js';
import { connect } from '../../../dist/index.js';
import { killAtCall } from './kill-at-call.mjs';

const [, , stateDirectory, folder, url, prefix, killAt, side] = process.argv;
const print = (step, value) => process.stdout.write(`${JSON.stringify([step, value])}\n`);

work();

async function work() {
  const emulation = createEmulation({
    clock: 'real',
    transport: 'http',
    administrator: true,
    stateDirectory,
    onStateError: (error) => print('error', error.message),
  });
  const { bits } = await connect({ backend: emulation });
  const found = await bits.jobs();
  print(
    'found',
    found.map(({ id }) => id),
  );
  if (killAt !== undefined) killAtCall(Number(killAt), side === 'after');
  await Promise.all(found.map(finish));
  if (killAt === undefined) {
    await emulation.dispose();
    print('end', null);
  } else {
    for (let index = 0; ; index += 1) await Promise.all([create(bits, `${index}a`, 1), create(bits, `${index}b`, 3)]);
  }
}

async function create(bits, name, count) {
  const files = Array.from({ length: count }, (_, index) => ({
    url: `${url}?${prefix}${name}${index}`,
    path: `${folder}/${prefix}${name}${index}`,
  }));
  const job = await bits.createJob({ name: `${prefix}${name}`, priority: 'foreground', files });
  print('created', { id: job.id, paths: files.map(({ path }) => path) });
  await finish(job);
}

async function finish(job) {
  if ((await job.files()).length > 0) {
    await job.resume();
    for await (const { state, error } of job.watch({ interval: 5 })) if (state === 'transientError') throw error;
    print('completing', job.id);
    const { outcome } = await job.complete();
    if (outcome !== 'S_OK') print('error', `complete: ${outcome}`);
  } else {
    print('completing', job.id);
    await job.cancel();
  }
  print('completed', job.id);
}
