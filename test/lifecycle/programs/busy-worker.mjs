// A worker thread that uses its connection until it is terminated.

import { parentPort, workerData } from 'node:worker_threads';
import { importBuilt } from '../../support/built-library.mjs';

const { connect } = await importBuilt('index');

const { backend, name } = workerData;
const connection = await connect({ backend });
// A separate job: Wine's BITS fails when several threads register callbacks for one job at the same time.
const job = await connection.bits.createJob({ name });
await job.listen({ onTransferred() {}, onError() {}, onModification() {} });
const watch = job.watch({ interval: 1 });
await watch.next();
watch.next();

let recorded = false;
for (;;) {
  const calls = Array.from({ length: 50 }, () => job.snapshot());
  await calls[0];
  if (!recorded) parentPort.postMessage('busy');
  recorded = true;
  await Promise.all(calls);
  await new Promise((resolve) => setImmediate(resolve));
}
