import { beforeEach, describe, expect, it } from 'vitest';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import type { SyncManagerCallback } from '../../lib/syncmgr/callback.js';
import { nullGuid } from '../../lib/syncmgr/constants.js';
import { caught } from '../support/caught.js';
import { FakeSyncManager } from './fake-verbs.js';
import { errorId, first } from './ids.js';

let machine: FakeSyncManager;
let callback: SyncManagerCallback;

beforeEach(async () => {
  machine = new FakeSyncManager();
  callback = await machine.syncmgr.attachCallback(0x10n);
});

describe('attachCallback()', () => {
  it('accepts a complete 64-bit address', async () => {
    await machine.syncmgr.attachCallback(2n ** 64n - 1n);
    expect(machine.calls.at(-1)).toEqual(['attachCallback', 2n ** 64n - 1n]);
  });

  it('accepts a cookie of the Global Interface Table', async () => {
    await machine.syncmgr.attachCallback({ cookie: 2 ** 32 - 1 });
    expect(machine.calls.at(-1)).toEqual(['attachCallbackFromTable', 2 ** 32 - 1]);
  });
});

describe('a callback', () => {
  it('receives only the given fields of an item, with its id in one form', async () => {
    await callback.progress(first.toLowerCase(), { status: 'deleted' });
    await callback.progress(first, { statusText: 'half', value: -1, max: 2 ** 31 - 1 });
    await callback.progress(first, {});
    expect(machine.callback.calls).toEqual([
      ['progress', first, 0x2, null, 0x100, 0, 0],
      ['progress', first, 0xd, 'half', 0, -1, 2 ** 31 - 1],
      ['progress', first, 0, null, 0, 0, 0],
    ]);
  });

  it.each([
    [hresults.S_OK, 'continue'],
    [hresults.S_SYNCMGR_CANCELITEM, 'cancelItem'],
    [hresults.S_SYNCMGR_CANCELALL, 'cancelAll'],
    [hresults.S_FALSE, 1],
  ])('returns the answer to a report of an item: 0x%s', async (hresult, answer) => {
    machine.callback.scripted.set('progress', hresult);
    expect(await callback.progress(first, {})).toBe(answer);
  });

  it('receives S_OK by default, and a result of either sign unchanged', async () => {
    await callback.prepareForSyncCompleted();
    await callback.synchronizeCompleted(-1);
    await callback.synchronizeCompleted(hresults.E_ABORT);
    expect(machine.callback.calls).toEqual([
      ['prepareForSyncCompleted', hresults.S_OK],
      ['synchronizeCompleted', 0xffff_ffff],
      ['synchronizeCompleted', hresults.E_ABORT],
    ]);
  });

  it('receives the end of a dialog by its name or by a result', async () => {
    await callback.showPropertiesCompleted();
    await callback.showPropertiesCompleted('enumerateItems');
    await callback.showPropertiesCompleted(hresults.E_FAIL);
    expect(machine.callback.calls.map(([, hresult]) => hresult)).toEqual([
      hresults.S_OK,
      hresults.S_SYNCMGR_ENUMITEMS,
      hresults.E_FAIL,
    ]);
  });

  it('receives the items to synchronise again', async () => {
    await callback.showErrorCompleted();
    await callback.showErrorCompleted(hresults.S_SYNCMGR_RETRYSYNC, [first.toLowerCase()]);
    expect(machine.callback.calls).toEqual([
      ['showErrorCompleted', hresults.S_OK, []],
      ['showErrorCompleted', hresults.S_SYNCMGR_RETRYSYNC, [first]],
    ]);
  });

  it.each([
    [hresults.S_OK, true],
    [hresults.S_FALSE, false],
  ])('allows a dialog with S_OK only: 0x%s', async (hresult, allowed) => {
    machine.callback.scripted.set('enableModeless', hresult);
    expect(await callback.enableModeless(true)).toBe(allowed);
  });

  it('receives only the given fields of a log entry', async () => {
    await callback.logError({ level: 'information', text: 'plain' });
    await callback.logError({ level: 'error', text: '', errorId, itemId: first, canShowError: false });
    expect(machine.callback.calls).toEqual([
      ['logError', 1, 'plain', null, null, null],
      ['logError', 3, '', 0, errorId, first],
    ]);
  });

  it('receives the null GUID for all entries and null for the default connection', async () => {
    await callback.deleteLogError();
    await callback.establishConnection();
    expect(machine.callback.calls).toEqual([
      ['deleteLogError', nullGuid],
      ['establishConnection', null],
    ]);
  });

  it('rejects with the error of the seam', async () => {
    const refusal = new HResultError(hresults.E_UNEXPECTED, 'ISyncMgrSynchronizeCallback.SynchronizeCompleted');
    machine.callback.scripted.set('synchronizeCompleted', refusal);
    expect(await caught(callback.synchronizeCompleted())).toBe(refusal);
  });
});

describe('closing a callback', () => {
  it('is done once', async () => {
    await Promise.all([callback.close(), callback[Symbol.asyncDispose]()]);
    expect(machine.callback.names()).toEqual(['close']);
  });

  it('resolves after the connection was closed', async () => {
    machine.gate.close();
    expect(await callback.close()).toBeUndefined();
    expect(machine.callback.calls).toEqual([]);
  });
});

describe('a callback of a closed connection', () => {
  const calls: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['Progress', () => callback.progress(first, {})],
    ['PrepareForSyncCompleted', () => callback.prepareForSyncCompleted()],
    ['SynchronizeCompleted', () => callback.synchronizeCompleted()],
    ['ShowPropertiesCompleted', () => callback.showPropertiesCompleted()],
    ['ShowErrorCompleted', () => callback.showErrorCompleted()],
    ['EnableModeless', () => callback.enableModeless(true)],
    ['LogError', () => callback.logError({ level: 'error', text: '' })],
    ['DeleteLogError', () => callback.deleteLogError()],
    ['EstablishConnection', () => callback.establishConnection()],
  ];

  it.each(calls)('rejects: %s', async (method, call) => {
    machine.gate.close();
    expect(await caught(call())).toMatchObject({
      code: 'RPC_E_DISCONNECTED',
      operation: `ISyncMgrSynchronizeCallback.${method}`,
    });
    expect(machine.callback.calls).toEqual([]);
  });
});
