// Works with groups of the queue manager and leaves them open, in connections that are collected, or in workers that are terminated.
//
//   node leave-group.mjs collected | terminated

import { once } from 'node:events';
import { argv, stdout } from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { importBuilt } from '../../support/built-library.mjs';

const { createNativeBackend } = await importBuilt('native');

const how = argv[2];
const collected = new Set();
const registry = new FinalizationRegistry((each) => collected.delete(each));

if (!isMainThread) await work();
else if (how === 'collected') await leaveToCollection();
else await terminateWorkers();

/** A cancelled group has ended: only references keep the server running. */
async function openGroup() {
  const backend = createNativeBackend();
  const queueManager = await backend.bits.openQueueManager();
  const group = await queueManager.createGroup(`{${crypto.randomUUID().toUpperCase()}}`);
  await group.cancelGroup();
  return { backend, group };
}

async function leaveToCollection() {
  for (let each = 0; each < 3; each += 1) {
    collected.add(each);
    await leaveGroup(each);
  }
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc');
  while (collected.size > 0) {
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
  report();
}

/** A separate function, so that no local variable references its objects after it has returned. */
async function leaveGroup(each) {
  const { backend, group } = await openGroup();
  await group.getGroupId();
  registry.register(backend, each);
}

async function terminateWorkers() {
  for (let each = 0; each < 3; each += 1) {
    const worker = new Worker(new URL(import.meta.url));
    await once(worker, 'message');
    await worker.terminate();
  }
  report();
}

async function work() {
  const { group } = await openGroup();
  for (;;) {
    const calls = Array.from({ length: 20 }, () => group.getGroupId());
    await calls[0];
    parentPort.postMessage('busy');
    await Promise.all(calls);
  }
}

function report() {
  stdout.write(`${JSON.stringify({ marker: how })}\n`);
}
