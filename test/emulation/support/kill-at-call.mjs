import { AsyncLocalStorage } from 'node:async_hooks';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const names = ['rename', 'unlink', 'rm', 'open', 'write', 'writeFile', 'fsync', 'close', 'chmod', 'utimes'];

/** @type {AsyncLocalStorage<InterruptedWork>} */
const current = new AsyncLocalStorage();

const never = new Promise(() => {});

/** Results that nothing received. A file that a call has opened would be closed when it is collected. */
const undelivered = [];

/**
 * A call of the file system that may change the disk.
 *
 * @typedef {object} KillPoint
 * @property {number} n the number of the call, from 1
 * @property {boolean} [after] stops after the call was issued, so that the system may have executed it; by default right before it
 */

/** Work of this process that stops at a call: neither its calls after that are made, nor do they return. */
class InterruptedWork {
  /** Resolves to true when the work has stopped, and to false when it has ended before. */
  stopped;
  #left = Number.POSITIVE_INFINITY;
  #after = false;
  #stop;

  /** @param {(stopAt: (point: KillPoint) => void) => Promise<void>} work */
  constructor(work) {
    this.stopped = new Promise((resolve, reject) => {
      this.#stop = () => resolve(true);
      const stopAt = ({ n, after = false }) => {
        this.#left = n;
        this.#after = after;
      };
      current.run(this, () => work(stopAt).then(() => resolve(false), reject));
    });
  }

  call(make, given) {
    this.#left -= 1;
    if (this.#left > 0) return make(...given);
    if (this.#left === 0) {
      if (this.#after) void issue(make, given);
      this.#stop();
    }
    return never;
  }
}

/**
 * Does several works at the same time until each of them has ended, or has stopped at a call of its own; then kills this process if one has
 * stopped. So one process interrupts each of them at another point. A work calls `stopAt` when its calls are to be counted.
 *
 * @param {readonly ((stopAt: (point: KillPoint) => void) => Promise<void>)[]} works
 */
export async function killAtCalls(works) {
  for (const module of [fs, fs.promises]) {
    for (const name of names) {
      const make = module[name];
      if (make === undefined) continue;
      module[name] = (...given) => {
        const work = current.getStore();
        return work === undefined ? make(...given) : work.call(make, given);
      };
    }
  }
  syncBuiltinESMExports();
  const stopped = await Promise.all(works.map((work) => new InterruptedWork(work).stopped));
  if (stopped.includes(true)) process.kill(process.pid, 'SIGKILL');
}

/** Makes a call without delivering its result. */
async function issue(make, given) {
  try {
    undelivered.push(await make(...given.map((value) => (typeof value === 'function' ? () => {} : value))));
  } catch {
    // The error belongs to the result.
  }
}
