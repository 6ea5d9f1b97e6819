// A worker thread that uses a session until it is terminated.

import { parentPort, workerData } from 'node:worker_threads';
import { openBusySession, openSyncBackend } from './sync-backend.mjs';

const { session } = await openBusySession(await openSyncBackend(workerData.backend));
let recorded = false;
for (;;) {
  const calls = Array.from({ length: 50 }, () => session.onProgress(0, 1, 1, 2));
  await calls[0];
  if (!recorded) parentPort.postMessage('busy');
  recorded = true;
  await Promise.all(calls);
  await new Promise((resolve) => setImmediate(resolve));
}
