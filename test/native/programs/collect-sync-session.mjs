// Drops sessions of Windows Sync without closing them: by garbage collection, and with worker threads that are terminated while
// the library references their session state. Prints the final reference count of each state, including that of this program.
//
//   node --expose-gc collect-sync-session.mjs collected | terminated SYNC_PROVIDER_LIBRARY

import { once } from 'node:events';
import { createRequire } from 'node:module';
import { argv, stdout } from 'node:process';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { importBuilt } from '../../support/built-library.mjs';

const settings = {
  passThrough: false,
  itemIdFormat: { variable: false, size: 16 },
  wanted: [],
  fullEnumerationAction: 2,
  resolveAction: 0,
  answerTimeout: 30_000,
};

if (isMainThread) await main();
else await work();

async function main() {
  const [, , how, libraryPath] = argv;
  const koffi = createRequire(import.meta.url)('koffi');
  const library = koffi.load(libraryPath);
  const hold = library.func('uint32_t HoldObject(uint64_t pointer)');
  const releaseObject = library.func('uint32_t ReleaseObject(uint64_t pointer)');
  const count = library.func('uint32_t CountHolders(uint64_t pointer)');
  const { createNativeBackend } = await importBuilt('native');
  const backend = createNativeBackend();
  const pointers = how === 'collected' ? await openSessions() : await openWorkers(hold);
  if (how === 'collected') for (const pointer of pointers) hold(pointer);
  let left;
  // Finalizers need turns of the event loop after a collection.
  for (let turn = 0; turn < 500; turn += 1) {
    globalThis.gc();
    await new Promise((resolve) => setImmediate(resolve));
    left = pointers.map((pointer) => count(pointer));
    if (left.every((each) => each === 1)) break;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const last = pointers.map((pointer) => releaseObject(pointer));
  await backend.close();
  stdout.write(`${JSON.stringify({ marker: how, left, last })}\n`);

  /** A separate function, so that no local variable references its objects after it has returned. */
  async function openSessions() {
    const found = [];
    for (let each = 0; each < 20; each += 1) {
      const session = await backend.winsync.createSession(settings, () => {});
      await session.onProgress(0, 0, 1, 2);
      found.push(session.pointer);
    }
    return found;
  }
}

async function openWorkers(hold) {
  const pointers = [];
  for (let each = 0; each < 5; each += 1) {
    const worker = new Worker(new URL(import.meta.url));
    const [pointer] = await once(worker, 'message');
    hold(pointer);
    await worker.terminate();
    pointers.push(pointer);
  }
  return pointers;
}

async function work() {
  const { createNativeBackend } = await importBuilt('native');
  const session = await createNativeBackend().winsync.createSession(settings, () => {});
  parentPort.postMessage(session.pointer);
  for (;;) await session.onProgress(0, 1, 1, 2);
}
