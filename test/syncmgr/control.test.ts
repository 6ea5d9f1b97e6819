import { beforeEach, describe, expect, it } from 'vitest';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import type { SyncResultListener } from '../../lib/syncmgr/verbs.js';
import { settled } from '../bits/fake-clock.js';
import { caught } from '../support/caught.js';
import { FakeSyncManager } from './fake-verbs.js';

const succeeded = { status: 3, errors: 1, conflicts: 2 };
const unreported = { code: 'RPC_E_DISCONNECTED', operation: 'ISyncMgrSyncResult.Result' };
const refusal = new HResultError(hresults.E_ACCESSDENIED, 'ISyncMgrControl.StartHandlerSync');

let machine: FakeSyncManager;
let deliver: SyncResultListener;

beforeEach(() => {
  machine = new FakeSyncManager();
  machine.start = async (listener) => {
    deliver = listener;
  };
});

describe('a synchronisation that Sync Center starts', () => {
  it('resolves with its result, not when it has started', async () => {
    const log: string[] = [];
    const started = machine.syncmgr.control.startHandlerSync('handler');
    started.then(() => log.push('ended'));
    await settled();
    log.push('reported');
    deliver(succeeded);
    expect(await started).toEqual({ status: 'succeeded', errors: 1, conflicts: 2 });
    expect(log).toEqual(['reported', 'ended']);
  });

  it('can receive its result before the call has returned', async () => {
    machine.start = async (listener) => listener(succeeded);
    expect(await machine.syncmgr.control.startItemSync('handler', ['item'])).toMatchObject({ status: 'succeeded' });
  });

  it('keeps a status without a name as a number', async () => {
    machine.start = async (listener) => listener({ ...succeeded, status: 9 });
    expect(await machine.syncmgr.control.startHandlerSync('handler')).toMatchObject({ status: 9 });
  });

  it('rejects when Sync Center releases the callback without a result', async () => {
    const started = caught(machine.syncmgr.control.startHandlerSync('handler'));
    await settled();
    deliver(null);
    expect(await started).toMatchObject(unreported);
  });

  it('rejects with the error of the call when the callback was released without a result before it failed', async () => {
    machine.start = async (listener) => {
      await settled();
      listener(null);
      await settled();
      throw refusal;
    };
    expect(await caught(machine.syncmgr.control.startHandlerSync('handler'))).toBe(refusal);
  });

  it('rejects with the error of the call when the callback was released without a result within it', async () => {
    machine.start = async (listener) => {
      listener(null);
      throw refusal;
    };
    expect(await caught(machine.syncmgr.control.startHandlerSync('handler'))).toBe(refusal);
  });

  it('rejects when the connection is closed while it runs', async () => {
    const started = caught(machine.syncmgr.control.startHandlerSync('handler'));
    await settled();
    machine.gate.close();
    expect(await started).toMatchObject(unreported);
  });

  it('rejects on a closed connection without a call to Sync Center', async () => {
    machine.gate.close();
    const failure = await caught(machine.syncmgr.control.startHandlerSync('handler'));
    expect(failure).toMatchObject({
      code: 'RPC_E_DISCONNECTED',
      operation: 'ISyncMgrControl.StartHandlerSync',
    });
    expect(machine.calls).toEqual([]);
  });
});
