// Terminates worker threads that have sessions with calls and questions in flight, one after the other, and says so at the end.
//
//   node terminate-sync-workers.mjs BACKEND ROUNDS

import { once } from 'node:events';
import { argv, stdout } from 'node:process';
import { Worker } from 'node:worker_threads';
import { openSyncBackend, settings } from './sync-backend.mjs';

const [, , kind, rounds] = argv;
const { backend } = await openSyncBackend(kind);
const session = await backend.winsync.createSession(settings, () => {});

for (let round = 0; round < Number(rounds); round += 1) {
  const worker = new Worker(new URL('./busy-sync-worker.mjs', import.meta.url), { workerData: { backend: kind } });
  const [busy] = await once(worker, 'message');
  if (busy !== 'busy') throw new Error(`the worker says ${busy}`);
  await worker.terminate();
}

// The main thread has to go on as if nothing had happened.
await session.onProgress(0, 0, 1, 2);
const canceled = await session.isCanceled();
await backend.close();
stdout.write(`${JSON.stringify({ marker: 'terminated', rounds: Number(rounds), canceled })}\n`);
