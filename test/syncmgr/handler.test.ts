import { beforeEach, describe, expect, it } from 'vitest';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { nullGuid } from '../../lib/syncmgr/constants.js';
import type { SyncManagerHandler } from '../../lib/syncmgr/handler.js';
import { settled } from '../bits/fake-clock.js';
import { caught } from '../support/caught.js';
import { FakeSyncManager } from './fake-verbs.js';
import { errorId, first, second } from './ids.js';
import { all, begin } from './synchronizing.js';

let machine: FakeSyncManager;
let handler: SyncManagerHandler;

beforeEach(async () => {
  machine = new FakeSyncManager();
  handler = await machine.open();
});

describe('cancel()', () => {
  it('calls SetItemStatus for an item only during a synchronisation', async () => {
    await handler.cancelItem(first);
    expect(machine.handler.calls).toEqual([['cancelItem', first]]);
    await begin(machine.handler, handler.synchronize([first]));
    await handler.cancelItem(first);
    expect(machine.handler.calls.slice(-2)).toEqual([
      ['cancelItem', first],
      ['setItemStatus', first, 1],
    ]);
  });

  it('resolves for an item when the handler refuses SetItemStatus', async () => {
    machine.handler.scripted.set(
      'setItemStatus',
      new HResultError(hresults.E_NOTIMPL, 'ISyncMgrSynchronize.SetItemStatus'),
    );
    await begin(machine.handler, handler.synchronize([first]));
    expect(await handler.cancelItem(first)).toBeUndefined();
  });

  it('rejects for an item with an application error that is not a result', async () => {
    const fault = new Error('no result');
    machine.handler.scripted.set('setItemStatus', fault);
    await begin(machine.handler, handler.synchronize([first]));
    expect(await caught(handler.cancelItem(first))).toBe(fault);
  });

  it('rejects for an item when the handler is closed meanwhile', async () => {
    await begin(machine.handler, handler.synchronize([first]));
    machine.handler.scripted.set(
      'setItemStatus',
      new HResultError(hresults.RPC_E_DISCONNECTED, 'ISyncMgrSynchronize.SetItemStatus'),
    );
    expect(await caught(handler.cancelItem(first))).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
  });

  it('for all items is passed to the handler at once', async () => {
    const canceled = handler.cancelAll();
    expect(machine.handler.calls).toEqual([['cancelAll']]);
    await canceled;
  });

  it('rejects when the handler is closed', async () => {
    await handler.close();
    expect(await caught(handler.cancelItem(first))).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    expect(await caught(handler.cancelAll())).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    expect(machine.handler.names()).toEqual(['close']);
  });
});

describe('closing a handler', () => {
  it('is done once', async () => {
    await Promise.all([handler.close(), handler.close(), handler[Symbol.asyncDispose]()]);
    expect(machine.handler.names()).toEqual(['close']);
  });

  it('rejects a pending synchronisation and a pending dialog', async () => {
    const events = handler.synchronize([first]);
    await begin(machine.handler, events);
    const waiting = caught(all(events));
    const shown = caught(handler.showProperties());
    await settled();
    await handler.close();
    expect(await waiting).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    expect(await shown).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    expect(machine.handler.alive).toBe(false);
  });

  it('by closing its connection has the same effect, and close() resolves after that', async () => {
    const shown = caught(handler.showError(first));
    await settled();
    machine.gate.close();
    expect(await shown).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    expect(await handler.close()).toBeUndefined();
  });

  it('leaves no timer of a question', async () => {
    const asking = await machine.open({ userInterface: () => new Promise(() => {}) });
    machine.handler.deliver({ type: 'enableModeless', answer() {} });
    expect(machine.clock.countTimers()).toBe(1);
    await asking.close();
    expect(machine.clock.countTimers()).toBe(0);
  });
});

describe('a dialog', () => {
  it('that ends with a failure rejects with it', async () => {
    const shown = caught(handler.showProperties(first));
    await settled();
    machine.handler.complete('showProperties', hresults.E_FAIL);
    expect(await shown).toMatchObject({
      code: 'E_FAIL',
      operation: 'ISyncMgrSynchronizeCallback.ShowPropertiesCompleted',
    });
  });

  it('is refused while another of its kind is open', async () => {
    const shown = handler.showError(first);
    await settled();
    expect(await caught(handler.showError(first))).toMatchObject({ code: 'E_UNEXPECTED' });
    machine.handler.complete('showError');
    expect(await shown).toEqual({ retryItemIds: null });
  });

  it('of an item passes its id in one form', async () => {
    const shown = handler.showProperties(first.toLowerCase());
    await settled();
    machine.handler.complete('showProperties', hresults.S_SYNCMGR_ITEMDELETED);
    expect(await shown).toBe('itemDeleted');
    expect(machine.handler.calls).toEqual([['showProperties', first]]);
  });

  it('of the handler itself passes the null GUID', async () => {
    const shown = handler.showProperties();
    await settled();
    machine.handler.complete('showProperties', hresults.S_SYNCMGR_ENUMITEMS);
    expect(await shown).toBe('enumerateItems');
    expect(machine.handler.calls).toEqual([['showProperties', nullGuid]]);
  });

  it('of an error resolves with the items to synchronise again', async () => {
    const shown = handler.showError(errorId);
    await settled();
    const hresult = hresults.S_SYNCMGR_RETRYSYNC;
    machine.handler.deliver({ type: 'completed', call: 'showError', hresult, itemIds: [second] });
    expect(await shown).toEqual({ retryItemIds: [second] });
  });

  it('of an error that ends with a failure rejects with it', async () => {
    const shown = caught(handler.showError(errorId));
    await settled();
    machine.handler.complete('showError', hresults.E_FAIL);
    expect(await shown).toMatchObject({
      code: 'E_FAIL',
      operation: 'ISyncMgrSynchronizeCallback.ShowErrorCompleted',
    });
  });

  it('rejects with the result of the call unless it is S_OK, and does not keep the process running', async () => {
    machine.handler.scripted.set('showProperties', hresults.S_FALSE);
    const shown = caught(handler.showProperties());
    expect(machine.handler.alive).toBe(true);
    expect(await shown).toMatchObject({ hresult: 1, operation: 'ISyncMgrSynchronize.ShowProperties' });
    expect(machine.handler.alive).toBe(false);
  });

  it('can be opened again after one that was refused', async () => {
    machine.handler.scripted.set('showError', hresults.S_FALSE);
    await caught(handler.showError(errorId));
    machine.handler.scripted.delete('showError');
    const shown = handler.showError(errorId);
    await settled();
    machine.handler.complete('showError');
    expect(await shown).toEqual({ retryItemIds: null });
  });
});

describe('a handler of a closed connection', () => {
  const calls: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['ISyncMgrSynchronize.GetHandlerInfo', () => handler.info()],
    ['ISyncMgrSynchronize.EnumSyncMgrItems', () => handler.items()],
    ['ISyncMgrSynchronize.EnumSyncMgrItems', () => all(handler.synchronize())],
    ['ISyncMgrSynchronize.PrepareForSync', () => all(handler.synchronize([first]))],
    ['ISyncMgrSynchronize.SetItemStatus', () => handler.setItemStatus(first, 'paused')],
    ['ISyncMgrSynchronize.SetItemStatus', () => handler.cancelItem(first)],
    ['ISyncMgrSynchronizeCallback.Progress', () => handler.cancelAll()],
    ['ISyncMgrSynchronize.ShowProperties', () => handler.showProperties()],
    ['ISyncMgrSynchronize.ShowError', () => handler.showError(errorId)],
  ];

  it.each(calls)('rejects: %s', async (operation, call) => {
    machine.gate.close();
    expect(await caught(call())).toMatchObject({ code: 'RPC_E_DISCONNECTED', operation });
    expect(machine.handler.calls).toEqual([]);
    expect(machine.handler.alive).toBe(false);
  });
});
