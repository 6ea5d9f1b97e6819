import { beforeEach, describe, expect, it } from 'vitest';
import type { SyncCenterReport } from '../../lib/syncmgr/report.js';
import { caught } from '../support/caught.js';
import { FakeSyncManager } from './fake-verbs.js';
import { errorId } from './ids.js';

let machine: FakeSyncManager;
let report: SyncCenterReport;

beforeEach(async () => {
  machine = new FakeSyncManager();
  report = await machine.syncmgr.openReport('handler', ['one', 'two']);
  machine.calls.length = 0;
});

describe('openReport()', () => {
  it('accepts ids of 63 UTF-16 units', async () => {
    const id = 'i'.repeat(63);
    await machine.syncmgr.openReport(id, [id]);
    expect(machine.calls).toEqual([['createSession', id, [id]]]);
  });

  it('copies its list of ids', async () => {
    const itemIds = ['one'];
    const opened = await machine.syncmgr.openReport('handler', itemIds);
    itemIds.push('two');
    expect([opened.handlerId, opened.itemIds]).toEqual(['handler', ['one']]);
  });
});

describe('a report', () => {
  it('passes on the progress of an item and returns a request', async () => {
    const progress = { text: 't'.repeat(259), status: 'updating', currentStep: 1, maximumStep: 2 ** 32 - 1 } as const;
    expect(await report.reportProgress('one', { ...progress, request: 'cancelItem' })).toBe(7);
    expect(machine.calls).toEqual([['reportProgress', 'one', 't'.repeat(259), 1, 1, 2 ** 32 - 1, 1]]);
  });

  it('returns no request and passes no steps by default', async () => {
    await report.reportProgress('one', { status: 'disconnected' });
    await report.setHandlerProgressText('');
    expect(machine.calls).toEqual([
      ['reportProgress', 'one', null, 6, 0, 0, 0],
      ['setHandlerProgressText', '', 0],
    ]);
  });

  it('passes on a text of the handler and returns a request by name', async () => {
    expect(await report.setHandlerProgressText('half', { request: 'cancelAll' })).toBe('continue');
    expect(machine.calls).toEqual([['setHandlerProgressText', 'half', 2]]);
  });

  it('passes on an event, with null for omitted fields', async () => {
    expect(await report.reportEvent({ level: 'information', name: 'n', description: 'd' })).toBe(errorId);
    const nothing = { itemId: null, linkText: null, linkReference: null, context: null };
    expect(machine.calls).toEqual([['reportEvent', { ...nothing, level: 1, flags: 0, name: 'n', description: 'd' }]]);
  });

  it('passes on all fields of an event', async () => {
    const texts = { name: 'n', description: 'd', linkText: 'l', linkReference: 'r', context: '' };
    await report.reportEvent({ itemId: 'one', level: 'error', ...texts });
    expect(machine.calls).toEqual([['reportEvent', { itemId: 'one', level: 3, flags: 0, ...texts }]]);
  });

  it('queries the whole handler with an empty id', async () => {
    expect(await report.canContinue()).toBe(true);
    await report.canContinue('one');
    expect(machine.calls).toEqual([
      ['canContinue', ''],
      ['canContinue', 'one'],
    ]);
  });

  it('passes on all other values unchanged', async () => {
    expect(await report.queryForAdditionalItems()).toEqual({ itemIds: [], objects: 0 });
    await report.addItemToSession('three');
    await report.addIUnknownToSession(1n);
    await report.proposeItem(2n ** 64n - 1n);
    await report.commitItem('three');
    await report.reportManualSync();
    expect(machine.calls).toEqual([
      ['queryForAdditionalItems'],
      ['addItemToSession', 'three'],
      ['addIUnknownToSession', 1n],
      ['proposeItem', 2n ** 64n - 1n],
      ['commitItem', 'three'],
      ['reportManualSync'],
    ]);
  });
});

describe('closing a report', () => {
  it('is done once', async () => {
    await Promise.all([report.close(), report[Symbol.asyncDispose]()]);
    expect(machine.calls).toEqual([['close']]);
  });

  it('resolves after the connection was closed', async () => {
    machine.gate.close();
    expect(await report.close()).toBeUndefined();
    expect(machine.calls).toEqual([]);
  });
});

describe('a report of a closed connection', () => {
  const calls: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['ReportProgress', () => report.reportProgress('one', { status: 'updating' })],
    ['SetHandlerProgressText', () => report.setHandlerProgressText('')],
    ['ReportEvent', () => report.reportEvent({ level: 'error', name: '', description: '' })],
    ['CanContinue', () => report.canContinue()],
    ['QueryForAdditionalItems', () => report.queryForAdditionalItems()],
    ['AddItemToSession', () => report.addItemToSession('three')],
    ['AddIUnknownToSession', () => report.addIUnknownToSession(1n)],
    ['ProposeItem', () => report.proposeItem(1n)],
    ['CommitItem', () => report.commitItem('three')],
    ['ReportManualSync', () => report.reportManualSync()],
  ];

  it.each(calls)('rejects: %s', async (method, call) => {
    machine.gate.close();
    const operation = `ISyncMgrSyncCallback.${method}`;
    expect(await caught(call())).toMatchObject({ code: 'RPC_E_DISCONNECTED', operation });
    expect(machine.calls).toEqual([]);
  });
});
