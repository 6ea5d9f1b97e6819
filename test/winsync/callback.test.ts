import { beforeEach, describe, expect, it } from 'vitest';
import { Calls } from '../../lib/com/calls.js';
import { WinSyncCallback } from '../../lib/winsync/callback.js';
import { caught } from '../support/caught.js';
import { FakeCallback, refusal } from './fake-session.js';

const report = { provider: 'destination', stage: 'changeEnumeration', completedWork: 3, totalWork: 9 } as const;
const totals = { changesApplied: 7, changesFailed: 0xffffffff };

const bare = {
  ownerReplicaId: null,
  rootItemId: null,
  changeVersion: null,
  creationVersion: null,
  flags: null,
  workEstimate: null,
};

let calls: Calls;
let verbs: FakeCallback;
let callback: WinSyncCallback;

beforeEach(() => {
  calls = new Calls();
  verbs = new FakeCallback();
  callback = new WinSyncCallback(calls, verbs);
});

describe('a callback', () => {
  it('receives the numbers of COM', async () => {
    await callback.onProgress(report);
    await callback.onChange({ deleted: true });
    await callback.onRecoverableError({ stage: 'changeApplication', hresult: -1 });
    await callback.onChangeApplied(totals);
    await callback.onChangeFailed(totals);
    const error = { provider: null, change: null, itemDisplayName: null, errorDescription: null };
    expect(verbs.called).toEqual([
      { verb: 'onProgress', values: [1, 1, 3, 9] },
      { verb: 'onChange', values: [{ ...bare, flags: 1 }] },
      { verb: 'onRecoverableError', values: [{ ...error, stage: 2, hresult: 0xffffffff }] },
      { verb: 'onChangeApplied', values: [7, 0xffffffff] },
      { verb: 'onChangeFailed', values: [7, 0xffffffff] },
    ]);
  });

  it.each([
    [0, 'defer'],
    [1, 'acceptDestinationProvider'],
    [2, 'acceptSourceProvider'],
    [3, 'merge'],
    [4, 'transferAndDefer'],
    [5, 5],
    [0xffffffff, 0xffffffff],
  ])('returns action %d for a conflict as %s', async (action, word) => {
    verbs.resolveAction = action;
    expect(await callback.onConflict({ sourceChange: {} })).toBe(word);
    expect(verbs.called).toEqual([{ verb: 'onConflict', values: [{ destinationChange: null, sourceChange: bare }] }]);
  });

  it.each([
    [0, 'fullEnumeration'],
    [1, 'partialSync'],
    [2, 'abort'],
    [3, 3],
  ])('returns action %d for full enumeration as %s', async (action, word) => {
    verbs.fullEnumerationAction = action;
    expect(await callback.onFullEnumerationNeeded()).toBe(word);
  });

  it('rejects with the failure of the application', async () => {
    const error = refusal('E_FAIL', 'ISyncCallback.OnChange');
    verbs.refusals.set('onChange', error);
    expect(await caught(callback.onChange({}))).toBe(error);
  });

  it.each([
    ['onProgress', {}, TypeError],
    ['onProgress', { ...report, stage: 'none' }, RangeError],
    ['onChange', { workEstimate: -1 }, RangeError],
    ['onConflict', null, TypeError],
    ['onRecoverableError', { provider: 'both' }, RangeError],
    ['onChangeApplied', { changesApplied: 1 }, TypeError],
    ['onChangeFailed', { ...totals, changesFailed: 2 ** 32 }, RangeError],
  ] as const)('rejects arguments of %s with %o before COM is called', async (method, value, kind) => {
    expect(await caught(Reflect.apply(callback[method], callback, [value]))).toBeInstanceOf(kind);
    expect(verbs.called).toEqual([]);
  });
});

const methods: readonly [string, (callback: WinSyncCallback) => Promise<unknown>][] = [
  ['ISyncCallback.OnProgress', (callback) => callback.onProgress(report)],
  ['ISyncCallback.OnChange', (callback) => callback.onChange({})],
  ['ISyncCallback.OnConflict', (callback) => callback.onConflict({})],
  ['ISyncCallback.OnRecoverableError', (callback) => callback.onRecoverableError({})],
  ['ISyncCallback.OnFullEnumerationNeeded', (callback) => callback.onFullEnumerationNeeded()],
  ['ISyncCallback2.OnChangeApplied', (callback) => callback.onChangeApplied(totals)],
  ['ISyncCallback2.OnChangeFailed', (callback) => callback.onChangeFailed(totals)],
];

describe('a callback that is closed', () => {
  it.each(methods)('rejects %s', async (operation, call) => {
    await callback.close();
    expect(await caught(call(callback))).toMatchObject({ code: 'RPC_E_DISCONNECTED', operation });
    expect(verbs.called.map(({ verb }) => verb)).toEqual(['close']);
  });

  it('was closed once', async () => {
    await Promise.all([callback.close(), callback.close(), callback[Symbol.asyncDispose]()]);
    expect(verbs.count('close')).toBe(1);
  });

  it('can be closed after the connection', async () => {
    calls.close();
    expect(await callback.close()).toBeUndefined();
  });
});
