// Uses connections for transfers and notifications without closing them, and prints the remaining references to the jobs in this process.
//
//   node leave-transfers.mjs collected | terminated | hanging | exit IN_PROCESS_GROUP_LIBRARY CONTENT_TRANSFER_LIBRARY

import { once } from 'node:events';
import { createRequire } from 'node:module';
import { argv, exit, stdout } from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { importBuilt } from '../../support/built-library.mjs';

const { createNativeBackend } = await importBuilt('native');

const functionNames = {
  progress: 'SendNotifyProgressToCTM',
  success: 'SendNotifySuccessToCTM',
  error: 'SendNotifyErrorToCTM',
};

if (isMainThread) await main();
else await work(workerData);

async function main() {
  const [, , how, groupPath, contentTransferPath] = argv;
  const koffi = createRequire(import.meta.url)('koffi');
  const group = koffi.load(groupPath);
  const contentTransfer = koffi.load(contentTransferPath);
  const countReferences = group.func('unsigned long CountReferences()');
  group.func('unsigned long ServeManager()')();
  contentTransfer.func('void Block()')();
  const countRecorded = contentTransfer.func('uint32_t CountRecorded()');
  const before = countReferences();
  if (how === 'collected') await leaveToCollection(() => countReferences() === before);
  else if (how === 'exit') await exitInTheMiddle(contentTransferPath, () => countRecorded() === 1);
  else await terminateWorkers(how, contentTransferPath, countRecorded);
  // A hanging call keeps its references; the others are released by threads that are joined.
  const left = countReferences() - before;
  group.func('void RevokeManager()')();
  stdout.write(`${JSON.stringify({ marker: how, left })}\n`);
}

async function leaveToCollection(areReleased) {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc');
  for (let each = 0; each < 20; each += 1) await leaveConnection();
  // Finalizers need turns of the event loop after a collection. The process is killed if this does not end.
  while (!areReleased()) {
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A separate function, so that no local variable references its objects after it has returned. */
async function leaveConnection() {
  const { bits } = createNativeBackend();
  const manager = await bits.openManager();
  const job = await manager.createJob('left', 0);
  await job.setNotifyInterface(() => {});
  await job.setNotifyInterface(null);
  await job.snapshot();
}

async function terminateWorkers(how, path, countRecorded) {
  for (let each = 1; each <= 5; each += 1) {
    const worker = new Worker(new URL(import.meta.url), { workerData: { how, path } });
    await once(worker, 'message');
    // The call of each worker has reached the library.
    while (how === 'hanging' && countRecorded() < each) await new Promise((resolve) => setImmediate(resolve));
    await worker.terminate();
  }
}

async function work({ how, path }) {
  if (how === 'hanging') {
    startHangingCall(await createNativeBackend().ctm.openLibrary(path, functionNames));
    parentPort.postMessage('busy');
    return;
  }
  const job = await openJob();
  for (;;) {
    const calls = Array.from({ length: 50 }, () => job.snapshot());
    await calls[0];
    parentPort.postMessage('busy');
    await Promise.all(calls);
  }
}

async function openJob() {
  const manager = await createNativeBackend().bits.openManager();
  const job = await manager.createJob('left', 0);
  await job.setNotifyInterface(() => {});
  return job;
}

function startHangingCall(notifier) {
  notifier.sendSuccess('endpoint', '{0F8FAD5B-D9CB-469F-A165-70867728950E}', 'data', '1', '1', 1, 1);
}

async function exitInTheMiddle(path, hangs) {
  startHangingCall(await createNativeBackend().ctm.openLibrary(path, functionNames));
  const job = await openJob();
  for (let each = 0; each < 50; each += 1) job.snapshot();
  while (!hangs()) await new Promise((resolve) => setImmediate(resolve));
  stdout.write(`${JSON.stringify({ marker: 'exit' })}\n`);
  exit(7);
}
