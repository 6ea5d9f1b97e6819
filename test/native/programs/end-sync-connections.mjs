// Ends connections of Windows Sync that were not closed, with a provider in its session, attached foreign objects, and pending
// calls: by garbage collection, with worker threads that are terminated, or with the process. Prints how many references to the
// objects of the library are left.
//
//   node --expose-gc end-sync-connections.mjs collected | terminated | exit SYNC_PROVIDER_LIBRARY

import { once } from 'node:events';
import { createRequire } from 'node:module';
import { argv, exit, stdout } from 'node:process';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { importBuilt } from '../../support/built-library.mjs';

const { connect } = await importBuilt('index');

const reportingProvider = '{5C7A1E01-6B0F-4D7C-9C50-0E1B5A9F1A01}';
const connections = 5;
const report = { provider: 'source', stage: 'changeDetection', completedWork: 1, totalWork: 2 };

const { how, libraryPath } = isMainThread ? { how: argv[2], libraryPath: argv[3] } : workerData;
const koffi = createRequire(import.meta.url)('koffi');
const library = koffi.load(libraryPath);
const createState = library.func('uint64_t CreateState(int second)');
const createCallback = library.func('uint64_t CreateCallback(int second)');
const release = library.func('uint32_t ReleaseObject(uint64_t pointer)');
const countReferences = library.func('int CountReferences()');

if (isMainThread) await main();
else await work();

async function main() {
  for (let each = 0; each < connections; each += 1) {
    if (how === 'terminated') await terminateWorker();
    else await useConnection();
  }
  if (how === 'exit') {
    // The line must be written before the process exits.
    stdout.write(`${JSON.stringify({ marker: how })}\n`, () => exit());
    return;
  }
  // Finalizers need turns of the event loop after a collection.
  for (let turn = 0; turn < 2000 && countReferences() > 0; turn += 1) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  stdout.write(`${JSON.stringify({ marker: how, references: countReferences() })}\n`);
}

async function terminateWorker() {
  const worker = new Worker(new URL(import.meta.url), { workerData: { how, libraryPath } });
  await once(worker, 'message');
  await worker.terminate();
}

async function work() {
  const { session } = await useConnection();
  parentPort.postMessage('busy');
  for (;;) await session.onProgress(report);
}

/** A separate function, so that only its result references its objects. */
async function useConnection() {
  const { winsync } = await connect({ backend: 'native' });
  const session = await winsync.createSession({ onProgress() {} });
  await session.openProvider(reportingProvider, 'destination');
  const state = await attach(createState(1), (pointer) => winsync.attach(pointer));
  const callback = await attach(createCallback(1), (pointer) => winsync.attachCallback(pointer));
  const inFlight = [session, state, callback].flatMap((each) =>
    Array.from({ length: 20 }, () => each.onProgress(report)),
  );
  Promise.allSettled(inFlight);
  return { session };
}

async function attach(pointer, attaching) {
  const attached = await attaching(BigInt(pointer));
  release(pointer);
  return attached;
}
