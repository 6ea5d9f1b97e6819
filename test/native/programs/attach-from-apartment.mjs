// Attaches objects of native code to a connection whose JavaScript thread is in an apartment, and prints the result of each.
//
//   node attach-from-apartment.mjs single-threaded | multi-threaded SYNC_PROVIDER_LIBRARY

import { createRequire } from 'node:module';
import { argv, stdout } from 'node:process';
import { importBuilt } from '../../support/built-library.mjs';

const { connect } = await importBuilt('index');

const apartments = { 'multi-threaded': 0, 'single-threaded': 2 };
const [, , apartment, libraryPath] = argv;
const koffi = createRequire(import.meta.url)('koffi');
const initialize = koffi.load('ole32.dll').func('int32_t __stdcall CoInitializeEx(void *reserved, uint32_t flags)');
const initialized = initialize(null, apartments[apartment]);
if (initialized !== 0) throw new Error(`CoInitializeEx returned ${initialized}`);
const library = koffi.load(libraryPath);
const foreign = {
  state: BigInt(library.func('uint64_t CreateState(int second)')(1)),
  callback: BigInt(library.func('uint64_t CreateCallback(int second)')(1)),
};

const connection = await connect({ backend: 'native' });
const { winsync } = connection;
const session = await winsync.createSession();
const outcomes = {
  ownState: await outcomeOf(winsync.attach(session.pointer)),
  ownCallback: await outcomeOf(winsync.attachCallback(session.callbackPointer)),
  foreignState: await outcomeOf(winsync.attach(foreign.state)),
  foreignCallback: await outcomeOf(winsync.attachCallback(foreign.callback)),
};
await connection.close();
stdout.write(`${JSON.stringify(outcomes)}\n`);

async function outcomeOf(attaching) {
  try {
    const attached = await attaching;
    await attached.onProgress({ provider: 'source', stage: 'changeDetection', completedWork: 1, totalWork: 2 });
    await attached.close();
    return 'called';
  } catch ({ code, operation, message }) {
    return { code, operation, message };
  }
}
