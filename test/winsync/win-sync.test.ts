import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Calls } from '../../lib/com/calls.js';
import type { ProviderRecord } from '../../lib/winsync/verbs.js';
import { WinSync } from '../../lib/winsync/win-sync.js';
import { FakeClock, settled } from '../bits/fake-clock.js';
import { caught } from '../support/caught.js';
import { FakeWinSync, guidFormat, refusal } from './fake-session.js';

let calls: Calls;
let clock: FakeClock;
let backend: FakeWinSync;
let winsync: WinSync;

beforeEach(() => {
  calls = new Calls();
  clock = new FakeClock();
  backend = new FakeWinSync();
  winsync = new WinSync(calls, clock, backend);
});

describe('createSession()', () => {
  it('sums reports, has GUIDs, aborts full enumeration and defers conflicts by default', async () => {
    await winsync.createSession();
    expect(backend.settings).toMatchObject({
      passThrough: false,
      itemIdFormat: guidFormat,
      wanted: [],
      fullEnumerationAction: 2,
      resolveAction: 0,
      answerTimeout: 30_000,
    });
  });

  it('passes on its options', async () => {
    await winsync.createSession({
      onChange() {},
      onConflict: () => 'merge',
      workAccounting: 'passThrough',
      itemIdFormat: { variable: true, size: 65535 },
      fullEnumeration: 'partialSync',
      conflict: 'acceptSourceProvider',
      answerTimeout: 600_000,
    });
    expect(backend.settings).toMatchObject({
      passThrough: true,
      itemIdFormat: { variable: true, size: 65535 },
      wanted: ['change', 'conflict'],
      fullEnumerationAction: 1,
      resolveAction: 2,
      answerTimeout: 600_000,
    });
  });

  it('waits 30 seconds for an answer by default', async () => {
    const answer = vi.fn();
    await winsync.createSession({ onConflict: () => new Promise(() => {}), onError() {} });
    backend.listener?.([{ type: 'conflict', conflict: { destinationChange: null, sourceChange: null }, answer }]);
    await clock.advance(29_999);
    expect(answer).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(answer.mock.calls).toEqual([[0]]);
  });

  it('uses the default answers of its options', async () => {
    const answer = vi.fn();
    const fail = () => Promise.reject(new Error('mine'));
    await winsync.createSession({
      onFullEnumerationNeeded: fail,
      onError() {},
      fullEnumeration: 'fullEnumeration',
    });
    backend.listener?.([{ type: 'fullEnumeration', answer }]);
    await settled();
    expect(answer.mock.calls).toEqual([[0]]);
  });

  it.each([
    [null, TypeError],
    ['options', TypeError],
    [{ onProgress: 1 }, TypeError],
    [{ workAccounting: 'sum' }, RangeError],
    [{ workAccounting: true }, TypeError],
    [{ itemIdFormat: null }, TypeError],
    [{ itemIdFormat: {} }, TypeError],
    [{ itemIdFormat: { variable: 0, size: 16 } }, TypeError],
    [{ itemIdFormat: { variable: false, size: 0 } }, RangeError],
    [{ itemIdFormat: { variable: true, size: 65536 } }, RangeError],
    [{ fullEnumeration: 'merge' }, RangeError],
    [{ fullEnumeration: 2 }, TypeError],
    [{ conflict: 'abort' }, RangeError],
    [{ answerTimeout: 0 }, RangeError],
    [{ answerTimeout: 2 ** 31 }, RangeError],
    [{ answerTimeout: '1000' }, TypeError],
  ])('rejects %o before a session is created', async (options, kind) => {
    expect(await caught(Reflect.apply(winsync.createSession, winsync, [options]))).toBeInstanceOf(kind);
    expect(backend.called).toEqual([]);
  });
});

describe('attach()', () => {
  it('accepts an address without an id format', async () => {
    await winsync.attach(0xffff_ffff_ffff_ffffn);
    expect(backend.called).toEqual([{ verb: 'attachState', values: [0xffff_ffff_ffff_ffffn, null] }]);
  });

  it('passes on the format of ids', async () => {
    await winsync.attach(1n, { itemIdFormat: { variable: false, size: 8 } });
    expect(backend.called).toEqual([{ verb: 'attachState', values: [1n, { variable: false, size: 8 }] }]);
  });

  it('returns the state at the address', async () => {
    backend.state.canceled = true;
    expect(await (await winsync.attach(1n)).isCanceled()).toBe(true);
  });

  it('rejects for an address without an object', async () => {
    const error = refusal('E_POINTER', 'ISyncSessionState.QueryInterface');
    backend.refusals.set('attachState', error);
    expect(await caught(winsync.attach(1n))).toBe(error);
  });

  it.each([
    [[1n, null], TypeError],
    [[1n, { itemIdFormat: { variable: false, size: 0 } }], RangeError],
  ])('rejects %o', async (values, kind) => {
    expect(await caught(Reflect.apply(winsync.attach, winsync, values))).toBeInstanceOf(kind);
    expect(backend.called).toEqual([]);
  });
});

describe('attachCallback()', () => {
  it('returns the callback at the address', async () => {
    backend.callback.fullEnumerationAction = 1;
    expect(await (await winsync.attachCallback(2n)).onFullEnumerationNeeded()).toBe('partialSync');
    expect(backend.called).toEqual([{ verb: 'attachCallback', values: [2n] }]);
  });
});

describe.each(['attach', 'attachCallback'] as const)('%s()', (method) => {
  it.each([
    [undefined, TypeError],
    [null, TypeError],
    [4096, TypeError],
    ['0x1000', TypeError],
    [0n, RangeError],
    [-1n, RangeError],
    [2n ** 64n, RangeError],
  ])('rejects %o, which is not an address', async (pointer, kind) => {
    expect(await caught(Reflect.apply(winsync[method], winsync, [pointer]))).toBeInstanceOf(kind);
    expect(backend.called).toEqual([]);
  });
});

describe('providers()', () => {
  const record: ProviderRecord = {
    instanceId: '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1F0}',
    clsid: '{1F1E2D3C-4B5A-4978-8796-A5B4C3D2E1F0}',
    configUiId: null,
    contentType: 'Notes',
    capabilities: 0xffffffff,
    supportedArchitecture: 2,
    name: 'Notes',
    description: '',
    tooltip: null,
    icon: null,
    state: 3,
  };

  it('returns the properties of each provider, with flags by name', async () => {
    backend.registered = [record];
    const { supportedArchitecture, state, ...rest } = record;
    expect(await winsync.providers()).toEqual([
      { ...rest, supports32Bit: false, supports64Bit: true, enabled: true, dirty: true },
    ]);
  });

  it('returns null for missing values', async () => {
    backend.registered = [{ ...record, supportedArchitecture: null, state: null }];
    expect(await winsync.providers()).toMatchObject([
      { supports32Bit: null, supports64Bit: null, enabled: null, dirty: null },
    ]);
  });

  it('rejects on a machine without the class', async () => {
    const error = refusal('REGDB_E_CLASSNOTREG', 'CoCreateInstance');
    backend.refusals.set('enumerateProviders', error);
    expect(await caught(winsync.providers())).toBe(error);
  });
});

describe('once the connection is closed', () => {
  it.each<readonly [string, () => Promise<unknown>]>([
    ['WinSyncSession.create', () => winsync.createSession()],
    ['ISyncSessionState.QueryInterface', () => winsync.attach(1n)],
    ['ISyncCallback.QueryInterface', () => winsync.attachCallback(1n)],
    ['ISyncProviderRegistration.EnumerateSyncProviders', () => winsync.providers()],
  ])('%s rejects', async (operation, call) => {
    calls.close();
    expect(await caught(call())).toMatchObject({ code: 'RPC_E_DISCONNECTED', operation });
    expect(backend.called).toEqual([]);
  });
});
