// Worker threads that are terminated during their work.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** The number of concurrent threads, since starting a thread is mostly waiting. */
const concurrency = 5;

/**
 * Starts worker threads and terminates each as soon as it has posted that it is busy.
 *
 * @param {string} program the file in this folder that a thread runs
 * @param {object} workerData its `workerData`
 * @param {number} count
 */
export async function terminateBusyWorkers(program, workerData, count) {
  let started = 0;
  const terminateOneAfterAnother = async () => {
    while (started < count) {
      started += 1;
      const worker = new Worker(new URL(program, import.meta.url), { workerData });
      const [message] = await once(worker, 'message');
      if (message !== 'busy') throw new Error(`the worker posted ${message}`);
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, terminateOneAfterAnother));
}
