import { describe, expect, it } from 'vitest';
import { hresults } from '../../../lib/com/hresult.js';
import { createEmulation } from '../../../lib/emulation.js';
import { winsyncClasses } from '../../../lib/winsync/constants.js';
import { caught } from '../../support/caught.js';
import { application, clsid, destination, detection, eventsOf, host, source } from './support.js';

const lower = Uint8Array.from({ length: 16 }, (_, index) => index);
const upper = lower.map((byte) => byte + 100);

describe('reports to the emulated session state', () => {
  it('of change application have one sum of both providers, which wraps around at 2^32', async () => {
    const hosted = await host();
    await hosted.session.onProgress(source, application, 0xfffffff0, 4);
    await hosted.session.onProgress(destination, application, 0x20, 0xfffffff0);
    expect(eventsOf(hosted, 'progress').map((e) => [e.provider, e.completedWork, e.totalWork])).toEqual([
      [source, 0xfffffff0, 0xfffffff4],
      [destination, 0x10, 0],
    ]);
  });

  it('are passed unchanged if the session is set so', async () => {
    const hosted = await host({ passThrough: true });
    await hosted.session.onProgress(source, application, 2, 8);
    await hosted.session.onProgress(source, application, 3, 5);
    expect(eventsOf(hosted, 'progress').map((e) => [e.completedWork, e.totalWork])).toEqual([
      [2, 8],
      [3, 5],
    ]);
  });

  it.each([
    [2, detection],
    [-1, detection],
    [source, 3],
    [source, -1],
  ])('of role %i and stage %i are rejected with E_INVALIDARG and cause no event', async (role, stage) => {
    const hosted = await host();
    expect(await caught(hosted.session.onProgress(role, stage, 1, 1))).toMatchObject({ code: 'E_INVALIDARG' });
    expect(hosted.batches).toEqual([]);
  });

  it('are rejected with E_ABORT once it is cancelled, except for invalid arguments', async () => {
    const hosted = await host();
    await hosted.session.cancel();
    await hosted.session.cancel();
    expect(await caught(hosted.session.onProgress(source, application, 1, 1))).toMatchObject({ code: 'E_ABORT' });
    expect(await caught(hosted.session.onProgress(9, application, 1, 1))).toMatchObject({ code: 'E_INVALIDARG' });
    expect(await hosted.session.getInfoForChangeApplication(32)).toMatchObject({ hresult: hresults.S_OK });
    expect(hosted.batches).toEqual([]);
  });
});

describe('the information of the change applier', () => {
  it('transfers sum and range to another session', async () => {
    const one = await host();
    await one.session.onProgress(source, application, 7, 0);
    await one.session.setForgottenKnowledgeRecoveryRange(lower, upper);
    const { bytes, count } = await one.session.getInfoForChangeApplication(64);
    expect(count).toBe(64);
    const other = await host();
    await other.session.loadInfoFromChangeApplication(bytes);
    await other.session.onProgress(source, application, 1, 2);
    expect(eventsOf(other, 'progress')).toMatchObject([{ completedWork: 8, totalWork: 10 }]);
    expect((await other.session.getForgottenKnowledgeRecoveryRangeStart(16)).bytes).toEqual(lower);
    expect((await other.session.getForgottenKnowledgeRecoveryRangeEnd(16)).bytes).toEqual(upper);
  });

  it('returns the required size if the buffer is too small or null', async () => {
    const { session } = await host();
    const tooSmall = { hresult: hresults.ERROR_MORE_DATA, count: 32, bytes: null };
    expect(await session.getInfoForChangeApplication(null)).toEqual(tooSmall);
    expect(await session.getInfoForChangeApplication(31)).toEqual(tooSmall);
    expect(await session.getInfoForChangeApplication(33)).toMatchObject({ hresult: hresults.S_OK, count: 32 });
  });

  it.each([
    ['a byte too few', (bytes: Uint8Array) => bytes.subarray(0, -1)],
    ['a byte too many', (bytes: Uint8Array) => Uint8Array.from([...bytes, 0])],
    ['another tag', (bytes: Uint8Array) => bytes.with(0, 0)],
    ['another version', (bytes: Uint8Array) => bytes.with(16, 2)],
    ['one length alone', (bytes: Uint8Array) => bytes.with(24, 0)],
  ])('with %s is rejected with SYNC_E_DESERIALIZATION and changes nothing', async (_what, spoil) => {
    const { session } = await host();
    await session.onProgress(source, application, 5, 0);
    const before = await session.getInfoForChangeApplication(32);
    const spoilt = spoil(before.bytes ?? new Uint8Array());
    expect(await caught(session.loadInfoFromChangeApplication(spoilt))).toMatchObject({
      code: 'SYNC_E_DESERIALIZATION',
    });
    expect(await session.getInfoForChangeApplication(32)).toEqual(before);
  });

  it('of a range in another format of ids is rejected with SYNC_E_DESERIALIZATION', async () => {
    const one = await host({ itemIdFormat: { variable: false, size: 4 } });
    await one.session.setForgottenKnowledgeRecoveryRange(lower.subarray(0, 4), upper.subarray(0, 4));
    const { bytes } = await one.session.getInfoForChangeApplication(40);
    const other = await host();
    expect(await caught(other.session.loadInfoFromChangeApplication(bytes))).toMatchObject({
      code: 'SYNC_E_DESERIALIZATION',
    });
  });

  it('is rejected with E_POINTER without a pointer and with E_INVALIDARG without a byte', async () => {
    const { session } = await host();
    expect(await caught(session.loadInfoFromChangeApplication(null))).toMatchObject({ code: 'E_POINTER' });
    expect(await caught(session.loadInfoFromChangeApplication(new Uint8Array()))).toMatchObject({
      code: 'E_INVALIDARG',
    });
  });
});

describe('the recovery range', () => {
  it('needs no buffer if none is set', async () => {
    const { session } = await host();
    const empty = { hresult: hresults.S_OK, count: 0, bytes: new Uint8Array() };
    expect(await session.getForgottenKnowledgeRecoveryRangeStart(null)).toEqual(empty);
    expect(await session.getForgottenKnowledgeRecoveryRangeEnd(0)).toEqual(empty);
  });

  it('is copied', async () => {
    const { session } = await host();
    const bound = Uint8Array.from(lower);
    await session.setForgottenKnowledgeRecoveryRange(bound, upper);
    bound.fill(255);
    expect((await session.getForgottenKnowledgeRecoveryRangeStart(16)).bytes).toEqual(lower);
  });

  it.each([
    ['a fixed id of 15 bytes', { variable: false, size: 16 }, lower.subarray(1)],
    ['a variable id without its length', { variable: true, size: 4 }, Uint8Array.of(1)],
    ['a variable id shorter than its length', { variable: true, size: 4 }, Uint8Array.of(2, 0, 1)],
    ['a variable id that is too long', { variable: true, size: 1 }, Uint8Array.of(2, 0, 1, 1)],
  ])('rejects %s', async (_what, itemIdFormat, bound) => {
    const { session } = await host({ itemIdFormat });
    expect(await caught(session.setForgottenKnowledgeRecoveryRange(bound, bound))).toMatchObject({
      code: 'SYNC_E_ID_FORMAT_MISMATCH',
    });
  });

  it('accepts a variable id up to its size', async () => {
    const { session } = await host({ itemIdFormat: { variable: true, size: 2 } });
    const bound = Uint8Array.of(2, 0, 8, 9);
    await session.setForgottenKnowledgeRecoveryRange(bound, bound);
    expect((await session.getForgottenKnowledgeRecoveryRangeEnd(4)).bytes).toEqual(bound);
  });
});

describe('the running of a session', () => {
  it('begins and ends once', async () => {
    const { session } = await host();
    const invalid = { code: 'SYNC_E_INVALID_OPERATION' };
    expect(await caught(session.end())).toMatchObject(invalid);
    await session.begin();
    expect(await caught(session.begin())).toMatchObject(invalid);
    await session.end();
    expect(await caught(session.end())).toMatchObject(invalid);
  });

  it('allows reporting a provider at fault: itself is the destination, the other the source', async () => {
    const { session } = await host();
    expect(await caught(session.setProviderWithError(true))).toMatchObject({ code: 'SYNC_E_INVALID_OPERATION' });
    await session.begin();
    expect(await session.getProviderWithError()).toBeNull();
    await session.setProviderWithError(true);
    expect(await session.getProviderWithError()).toBe(destination);
    await session.setProviderWithError(false);
    expect(await session.getProviderWithError()).toBe(source);
  });

  it('is that of a provider between BeginSession and EndSession', async () => {
    const { session, winsync } = await host();
    winsync.registerProvider({ clsid });
    const provider = await session.openProvider(clsid, source);
    await provider.beginSession();
    await session.setProviderWithError(false);
    await provider.endSession();
    expect(await caught(session.setProviderWithError(false))).toMatchObject({ code: 'SYNC_E_INVALID_OPERATION' });
  });

  it('keeps an error from before the cancellation', async () => {
    const { session } = await host();
    expect(await session.getSessionErrorStatus()).toBe(hresults.S_OK);
    await session.setSessionErrorStatus(hresults.SYNC_E_REPLICA_NOT_FOUND);
    await session.cancel();
    expect(await session.getSessionErrorStatus()).toBe(hresults.SYNC_E_REPLICA_NOT_FOUND);
  });
});

describe('activation in the process', () => {
  it('finds the class of registration and registered providers, but no class of a local server', async () => {
    const emulation = createEmulation();
    emulation.winsync.registerProvider({ clsid });
    const backend = emulation.openBackend();
    expect(await backend.activate(winsyncClasses.SyncProviderRegistration, 'inProcess')).toBe(hresults.S_OK);
    expect(await backend.activate(clsid, 'inProcess')).toBe(hresults.S_OK);
    expect(await backend.activate(clsid, 'local')).toBe(hresults.REGDB_E_CLASSNOTREG);
  });

  it('does not find the class of registration on a machine without it', async () => {
    const backend = createEmulation({ winsync: { registration: false } }).openBackend();
    expect(await backend.activate(winsyncClasses.SyncProviderRegistration, 'inProcess')).toBe(
      hresults.REGDB_E_CLASSNOTREG,
    );
  });
});
