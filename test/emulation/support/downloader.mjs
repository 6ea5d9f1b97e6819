/**
 * A process that works on the jobs of some state directories at once until it is killed: it completes transferred jobs, resumes the rest, and
 * creates jobs of one file and of two. It prints one line of JSON for each step, with the index of the directory. It is killed when the work on
 * each directory has stopped at a call of its own (see killAtCalls). With `-` in place of these calls it creates no jobs, and exits when no job
 * is left.
 *
 *   node downloader.mjs <URL> <prefix of file names> <JSON of the call in each folder | -> <folder> ...
 *
 * A folder takes the files, and the state directory `state`.
 */
import { createEmulation } from '../../../dist/emulation.js';
import { connect } from '../../../dist/index.js';
import { killAtCalls } from './kill-at-call.mjs';

const [, , url, prefix, killPoints, ...folders] = process.argv;

async function workOnAll() {
  const downloaders = folders.map((folder, index) => new Downloader(folder, index));
  if (killPoints === '-') {
    await Promise.all(downloaders.map(async (downloader) => downloader.finishAll(await downloader.open())));
    return;
  }
  const points = JSON.parse(killPoints);
  await killAtCalls(
    downloaders.map((downloader, index) => async (stopAt) => {
      const found = await downloader.open();
      stopAt(points[index]);
      await downloader.work(found);
    }),
  );
}

/** The emulation of one state directory. */
class Downloader {
  #folder;
  #index;
  #emulation;
  #bits;

  constructor(folder, index) {
    this.#folder = folder;
    this.#index = index;
  }

  /** Returns the jobs that an earlier process has left. */
  async open() {
    this.#emulation = createEmulation({
      clock: 'real',
      transport: 'http',
      administrator: true,
      stateDirectory: `${this.#folder}/state`,
      onStateError: (error) => this.#print('error', error.message),
    });
    ({ bits: this.#bits } = await connect({ backend: this.#emulation }));
    const found = await this.#bits.jobs();
    this.#print(
      'found',
      found.map(({ id }) => id),
    );
    return found;
  }

  async finishAll(jobs) {
    await Promise.all(jobs.map((job) => this.#finish(job)));
    await this.#emulation.close();
    this.#print('end', null);
  }

  /** Works until the process is killed. */
  async work(jobs) {
    await Promise.all(jobs.map((job) => this.#finish(job)));
    for (let index = 0; ; index += 1) await Promise.all([this.#create(`${index}a`, 1), this.#create(`${index}b`, 2)]);
  }

  async #create(name, count) {
    const files = Array.from({ length: count }, (_, index) => ({
      url: `${url}?${prefix}${name}${index}`,
      path: `${this.#folder}/${prefix}${name}${index}`,
    }));
    const job = await this.#bits.createJob({ name: `${prefix}${name}`, priority: 'foreground', files });
    this.#print('created', { id: job.id, paths: files.map(({ path }) => path) });
    await this.#finish(job);
  }

  async #finish(job) {
    if ((await job.files()).length > 0) {
      await job.resume();
      for await (const { state, error } of job.watch({ interval: 50 })) if (state === 'transientError') throw error;
      this.#print('completing', job.id);
      const { outcome } = await job.complete();
      if (outcome !== 'S_OK') this.#print('error', `complete: ${outcome}`);
    } else {
      this.#print('completing', job.id);
      await job.cancel();
    }
    this.#print('completed', job.id);
  }

  #print(step, value) {
    process.stdout.write(`${JSON.stringify([this.#index, step, value])}\n`);
  }
}

workOnAll();
