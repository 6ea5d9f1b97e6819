// Terminates worker threads that have calls, a watch and callbacks in flight, one after the other, and says so at the end.
//
//   node terminate-workers.mjs BACKEND JOB-NAME ROUNDS

import { once } from 'node:events';
import { argv, stdout } from 'node:process';
import { Worker } from 'node:worker_threads';
import { connect } from '../../../dist/index.js';

const [, , backend, name, rounds] = argv;
const connection = await connect({ backend });
const job = await connection.bits.createJob({ name });

for (let round = 0; round < Number(rounds); round += 1) {
  const worker = new Worker(new URL('./busy-worker.mjs', import.meta.url), {
    workerData: { backend, name, id: job.id },
  });
  const [busy] = await once(worker, 'message');
  if (busy !== 'busy') throw new Error(`the worker says ${busy}`);
  await worker.terminate();
}

// The main thread has to go on as if nothing had happened.
const state = await job.getState();
await job.cancel();
await connection.close();
stdout.write(`${JSON.stringify({ marker: 'terminated', rounds: Number(rounds), state })}\n`);
