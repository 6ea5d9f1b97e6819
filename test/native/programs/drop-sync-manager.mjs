// Drops connections to Sync Manager without closing them, and prints how many references to objects of the reference library are left:
// drop-sync-manager.mjs collected | terminated | ended. The first leaves connections to the garbage collection, the second terminates
// worker threads with a pending call that the library blocks, and the third exits the process with such a call.
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { importBuilt } from '../../support/built-library.mjs';

const { connect } = await importBuilt('index');

const referenceHandler = workerData?.clsid ?? process.argv[3];
const item = '{00000001-0000-4000-8000-000000000000}';
const library = createRequire(import.meta.url)('koffi').load(process.env.WINPROGRESS_TEST_SYNCMGR);
const createCallback = library.func('uint64_t CreateCallback()');
const releaseObject = library.func('void ReleaseObject(uint64_t pointer)');
const countReferences = library.func('int32_t CountReferences()');

if (isMainThread) await main(process.argv[2]);
else await hang();

async function main(how) {
  if (how === 'collected') {
    let most = 0;
    for (let each = 0; each < 5; each += 1) {
      await useAll();
      most = Math.max(most, countReferences());
    }
    console.log(JSON.stringify({ marker: how, most, left: await collect() }));
    return;
  }
  library.func('void ScriptSteps(const char *call, const char16_t *steps)')('showProperties', 'gate\u001ereturn');
  library.func('void CloseGate()')();
  if (how === 'ended') {
    await hang();
    console.log(JSON.stringify({ marker: how, left: countReferences() }));
    process.exit(0);
  }
  for (let each = 0; each < 3; each += 1) {
    const worker = new Worker(new URL(import.meta.url), { workerData: { clsid: referenceHandler } });
    await once(worker, 'message');
    await worker.terminate();
  }
  const most = countReferences();
  library.func('void OpenGate()')();
  console.log(JSON.stringify({ marker: how, most, left: await collect() }));
}

/** A separate function, so that no local variable references its objects after it has returned. */
async function useAll() {
  const { syncmgr } = await connect({ backend: 'native' });
  const handler = await syncmgr.openHandler(referenceHandler, { onMessage: () => handler });
  for await (const event of handler.synchronize()) if (event.type === 'completed') break;
  const pointer = createCallback();
  const callback = await syncmgr.attachCallback(BigInt(pointer));
  releaseObject(pointer);
  await callback.progress(item, { value: 1 });
  const report = await syncmgr.openReport(referenceHandler, ['one']);
  await report.reportProgress('one', { status: 'updating' });
  await syncmgr.control.stopSyncAll();
}

/** Resolves when a call of the handler has reached the library, which does not return until the gate opens. */
async function hang() {
  const { syncmgr } = await connect({ backend: 'native' });
  const handler = await syncmgr.openHandler(referenceHandler);
  const logText = library.func('const char *LogText()');
  const shown = () => logText().split('ISyncMgrSynchronize.ShowProperties').length;
  const before = shown();
  handler.showProperties().catch(() => {});
  while (shown() === before) await new Promise((resolve) => setImmediate(resolve));
  parentPort?.postMessage('hanging');
}

/** Collects garbage in every turn until no reference is left, or up to a time limit. */
async function collect() {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc');
  for (let turn = 0; turn < 2000 && countReferences() > 0; turn += 1) {
    if (turn % 10 === 0) collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return countReferences();
}
