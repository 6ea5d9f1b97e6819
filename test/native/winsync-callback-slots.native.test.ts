import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hresults } from '../../lib/index.js';
import type { NativeConnection } from '../../lib/native.js';
import {
  application,
  createRecordingSession,
  destination,
  detection,
  source,
} from '../contract/winsync/recording-session.js';
import { addRef, callSlot, callSlotInThread, queryInterface, release } from './koffi-com.js';
import {
  hasSyncProviderLibrary,
  openNativeConnection,
  openSyncProviderLibrary,
  type SyncProviderLibrary,
} from './winsync-library.js';

const unknown = '{00000000-0000-0000-C000-000000000046}';
const syncCallback = '{0599797F-5ED9-485C-AE36-0C5D1BF2E7A5}';
const syncCallback2 = '{47CE84AF-7442-4EAD-8630-12015E030AD7}';
const sessionState = '{B8A940FE-9F01-483B-9434-C37D361225D9}';

/** The slots of `ISyncCallback2`, by the order in winsync.h. */
const slots = {
  onProgress: 3,
  onChange: 4,
  onConflict: 5,
  onFullEnumerationNeeded: 6,
  onRecoverableError: 7,
  onChangeApplied: 8,
  onChangeFailed: 9,
};

const object = 'uint64_t object';
const merge = 3;
const transferAndDefer = 4;
const partialSync = 1;
const abort = 2;

/** Change `seed` of the library as JavaScript receives it. */
function changeOf(seed: number) {
  return {
    ownerReplicaId: new Uint8Array(16).fill(seed),
    rootItemId: new Uint8Array(16).fill(0x80 + seed),
    changeVersion: { replicaKey: seed, tickCount: 0xffff_ffff_0000_0000n + BigInt(seed) },
    creationVersion: { replicaKey: seed, tickCount: BigInt(seed) },
    flags: 1,
    workEstimate: 100 + seed,
  };
}

describe.runIf(hasSyncProviderLibrary)('the vtable of a callback, called by its slots', () => {
  let library: SyncProviderLibrary;
  let connection: NativeConnection;
  const objects: bigint[] = [];

  beforeEach(() => {
    library = openSyncProviderLibrary();
    connection = openNativeConnection();
  });

  afterEach(async () => {
    await connection.close();
    for (const pointer of objects.splice(0)) release(pointer);
    await expect.poll(() => library.countReferences()).toBe(0);
  });

  function keep(pointer: bigint): bigint {
    objects.push(pointer);
    return pointer;
  }

  it.each([
    ['IUnknown', unknown],
    ['ISyncCallback', syncCallback],
    ['ISyncCallback2', syncCallback2],
  ])('slot 0 returns %s, with a reference to the same object', async (_name, interfaceId) => {
    const { verbs } = await createRecordingSession(connection.winsync);
    const before = addRef(verbs.callbackPointer) - 1;
    release(verbs.callbackPointer);
    expect(queryInterface(verbs.callbackPointer, interfaceId)).toEqual({
      hresult: hresults.S_OK,
      pointer: verbs.callbackPointer,
    });
    expect(release(verbs.callbackPointer)).toBe(before);
  });

  it('slot 0 does not return a session state', async () => {
    const { verbs } = await createRecordingSession(connection.winsync);
    const refused = { hresult: hresults.E_NOINTERFACE, pointer: 0n };
    expect(queryInterface(verbs.callbackPointer, sessionState)).toEqual(refused);
  });

  it('slot 3 reports the numbers unchanged', async () => {
    const session = await createRecordingSession(connection.winsync);
    const numbers = 'int provider, int stage, uint32_t completed, uint32_t total';
    const report = (...values: number[]) =>
      callSlot(session.verbs.callbackPointer, slots.onProgress, numbers, ...values);
    expect(report(destination, application, 2, 8)).toBe(hresults.S_OK);
    expect(await session.take('progress')).toMatchObject({ completedWork: 2, totalWork: 8 });
    expect(report(2, detection, 1, 1)).toBe(hresults.E_INVALIDARG);
    expect(report(source, 3, 1, 1)).toBe(hresults.E_INVALIDARG);
  });

  it('QueryInterface returns E_POINTER for a null interface id', async () => {
    const { verbs } = await createRecordingSession(connection.winsync);
    const out = new BigUint64Array([0xdeadn]);
    const parameters = 'const uint8_t *iid, uint64_t *out';
    expect(callSlot(verbs.callbackPointer, 0, parameters, null, out)).toBe(hresults.E_POINTER);
    expect(out[0]).toBe(0n);
  });

  it.each([
    ['OnChange', slots.onChange],
    ['OnConflict', slots.onConflict],
    ['OnFullEnumerationNeeded', slots.onFullEnumerationNeeded],
    ['OnRecoverableError', slots.onRecoverableError],
  ])('%s returns E_POINTER for a null pointer', async (_name, slot) => {
    const { verbs } = await createRecordingSession(connection.winsync);
    expect(callSlot(verbs.callbackPointer, slot, object, 0n)).toBe(hresults.E_POINTER);
  });

  it('slot 4 reports the values of the change and keeps no reference to it', async () => {
    const session = await createRecordingSession(connection.winsync);
    const change = keep(library.createChange(7));
    expect(callSlot(session.verbs.callbackPointer, slots.onChange, object, change)).toBe(hresults.S_OK);
    expect((await session.take('change')).change).toEqual(changeOf(7));
    expect(library.countReferences()).toBe(1);
  });

  it('slot 5 waits in the calling thread for the decision of JavaScript and sets it in the conflict', async () => {
    const session = await createRecordingSession(connection.winsync);
    const conflict = keep(library.createConflict());
    const answered = callSlotInThread(session.verbs.callbackPointer, slots.onConflict, object, conflict);
    const event = await session.take('conflict');
    expect(event.conflict).toEqual({ destinationChange: changeOf(2), sourceChange: changeOf(1) });
    // Still waiting.
    expect(library.conflictAction(conflict)).toBe(0);
    event.answer(merge);
    expect(await answered).toBe(hresults.S_OK);
    expect(library.conflictAction(conflict)).toBe(merge);
  });

  it('slot 5 sets the default at once when JavaScript itself calls it', async () => {
    const { verbs } = await createRecordingSession(connection.winsync, { resolveAction: transferAndDefer });
    const conflict = keep(library.createConflict());
    expect(callSlot(verbs.callbackPointer, slots.onConflict, object, conflict)).toBe(hresults.S_OK);
    expect(library.conflictAction(conflict)).toBe(transferAndDefer);
  });

  it('slot 6 waits in the same way, and an abort cancels the session', async () => {
    const session = await createRecordingSession(connection.winsync);
    const action = Uint32Array.of(77);
    const asking = () =>
      callSlotInThread(session.verbs.callbackPointer, slots.onFullEnumerationNeeded, 'uint32_t *action', action);
    const first = asking();
    (await session.take('fullEnumeration')).answer(partialSync);
    expect(await first).toBe(hresults.S_OK);
    expect(action[0]).toBe(partialSync);
    expect(await session.verbs.isCanceled()).toBe(false);
    const second = asking();
    (await session.take('fullEnumeration')).answer(abort);
    expect(await second).toBe(hresults.S_OK);
    expect(action[0]).toBe(abort);
    expect(await session.verbs.isCanceled()).toBe(true);
  });

  it('slot 6 returns the default at once when JavaScript itself calls it', async () => {
    const { verbs } = await createRecordingSession(connection.winsync, { fullEnumerationAction: partialSync });
    const action = Uint32Array.of(77);
    const call = callSlot(verbs.callbackPointer, slots.onFullEnumerationNeeded, 'uint32_t *action', action);
    expect(call).toBe(hresults.S_OK);
    expect(action[0]).toBe(partialSync);
  });

  it('slot 7 reports the values of the error', async () => {
    const session = await createRecordingSession(connection.winsync);
    const error = keep(library.createRecoverableError());
    expect(callSlot(session.verbs.callbackPointer, slots.onRecoverableError, object, error)).toBe(hresults.S_OK);
    expect((await session.take('recoverableError')).error).toEqual({
      stage: application,
      provider: destination,
      change: changeOf(3),
      hresult: hresults.E_ACCESSDENIED,
      itemDisplayName: 'item',
      errorDescription: 'reason',
    });
    expect(library.countReferences()).toBe(1);
  });

  it('slots 8 and 9 report the totals', async () => {
    const session = await createRecordingSession(connection.winsync);
    const totals = 'uint32_t applied, uint32_t failed';
    expect(callSlot(session.verbs.callbackPointer, slots.onChangeApplied, totals, 5, 0xffff_ffff)).toBe(hresults.S_OK);
    expect(await session.take('changeApplied')).toMatchObject({ changesApplied: 5, changesFailed: 0xffff_ffff });
    expect(callSlot(session.verbs.callbackPointer, slots.onChangeFailed, totals, 5, 1)).toBe(hresults.S_OK);
    expect(await session.take('changeFailed')).toMatchObject({ changesApplied: 5, changesFailed: 1 });
  });
});
