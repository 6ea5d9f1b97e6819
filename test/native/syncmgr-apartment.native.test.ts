import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, connect } from '../../lib/index.js';
import { caught } from '../support/caught.js';
import { koffi } from './koffi-com.js';
import { useReferenceSyncManager } from './reference-sync-manager.js';
import { hasSyncManagerLibrary, referenceHandler } from './syncmgr-library.js';

const ole = koffi.load('ole32.dll');

describe.runIf(hasSyncManagerLibrary)('a raw pointer from a JavaScript thread in a single-threaded apartment', () => {
  const reference = useReferenceSyncManager();
  let connection: Connection;

  beforeEach(async () => {
    const apartmentThreaded = 2;
    const sOk = 0;
    expect(ole.func('int32_t __stdcall CoInitializeEx(void *reserved, uint32_t flags)')(null, apartmentThreaded)).toBe(
      sOk,
    );
    connection = await connect({ backend: 'native' });
  });

  afterEach(async () => {
    await connection.close();
    ole.func('void __stdcall CoUninitialize()')();
  });

  it('is attached if its object is agile', async () => {
    const handler = await connection.syncmgr.openHandler(referenceHandler, { userInterface: true });
    const callback = await connection.syncmgr.attachCallback(handler.callbackPointer);
    expect(await callback.enableModeless(true)).toBe(true);
    await callback.close();
    await handler.close();
  });

  it('is refused with RPC_E_WRONG_THREAD and not referenced if its object is not agile', async () => {
    const pointer = reference.hold(reference.library.createCallback());
    const before = reference.library.countReferences();
    expect(await caught(connection.syncmgr.attachCallback(pointer))).toMatchObject({
      code: 'RPC_E_WRONG_THREAD',
      operation: 'ISyncMgrSynchronizeCallback.QueryInterface',
    });
    expect(reference.library.countReferences()).toBe(before);
  });
});
