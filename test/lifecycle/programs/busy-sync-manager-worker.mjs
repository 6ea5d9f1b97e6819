// A worker thread that uses a handler until it is terminated.

import { parentPort, workerData } from 'node:worker_threads';
import { openBusyHandler, openConnections } from './sync-manager-connections.mjs';

const { open } = await openConnections(workerData.backend);
const { handler, events } = await openBusyHandler(await open(), await open());
parentPort.postMessage('busy');
for (;;) {
  const calls = Array.from({ length: 50 }, () => handler.info());
  await Promise.all([...calls, events.next()]);
  await new Promise((resolve) => setImmediate(resolve));
}
