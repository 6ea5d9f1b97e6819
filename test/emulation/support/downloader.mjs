/**
 * A process that works on the jobs of some state directories at once until it is killed: it completes transferred jobs, resumes the rest, and
 * creates jobs of one to three files. It prints one line of JSON for each step, with the index of the directory. It kills itself at a call of
 * the file system (see killAtCall), so that each directory is left in a state of its own. With `-` in place of the number of that call it
 * creates no jobs, and exits when no job is left.
 *
 *   node downloader.mjs <URL> <prefix of file names> <number of the call | -> <before | after> <folder> ...
 *
 * A folder takes the files, and the state directory `state`.
 */
import { createEmulation } from '../../../dist/emulation.js';
import { connect } from '../../../dist/index.js';
import { killAtCall } from './kill-at-call.mjs';

const [, , url, prefix, killAt, side, ...folders] = process.argv;

async function workOnAll() {
  const downloaders = folders.map((folder, index) => new Downloader(folder, index));
  const found = await Promise.all(downloaders.map((downloader) => downloader.open()));
  if (killAt === '-') {
    await Promise.all(downloaders.map((downloader, index) => downloader.finishAll(found[index])));
  } else {
    killAtCall(Number(killAt), side === 'after');
    await Promise.all(downloaders.map((downloader, index) => downloader.work(found[index])));
  }
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
    await this.#emulation.dispose();
    this.#print('end', null);
  }

  /** Works until the process is killed. */
  async work(jobs) {
    await Promise.all(jobs.map((job) => this.#finish(job)));
    for (let index = 0; ; index += 1) await Promise.all([this.#create(`${index}a`, 1), this.#create(`${index}b`, 3)]);
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
      for await (const { state, error } of job.watch({ interval: 5 })) if (state === 'transientError') throw error;
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
