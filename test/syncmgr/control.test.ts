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

describe('a synchronisation that Sync Center is asked to start', () => {
  it('resolves with how it ended, not when it was started', async () => {
    const log: string[] = [];
    const started = machine.syncmgr.control.startHandlerSync('handler');
    started.then(() => log.push('ended'));
    await settled();
    log.push('told');
    deliver(succeeded);
    expect(await started).toEqual({ status: 'succeeded', errors: 1, conflicts: 2 });
    expect(log).toEqual(['told', 'ended']);
  });

  it('may be told its result before it has been started', async () => {
    machine.start = async (listener) => listener(succeeded);
    expect(await machine.syncmgr.control.startItemSync('handler', ['item'])).toMatchObject({ status: 'succeeded' });
  });

  it('keeps a status as a number where there is no word', async () => {
    machine.start = async (listener) => listener({ ...succeeded, status: 9 });
    expect(await machine.syncmgr.control.startHandlerSync('handler')).toMatchObject({ status: 9 });
  });

  it('rejects when Sync Center lets its result go untold', async () => {
    const started = caught(machine.syncmgr.control.startHandlerSync('handler'));
    await settled();
    deliver(null);
    expect(await started).toMatchObject(unreported);
  });

  it('rejects with the refusal, when the result goes untold before that', async () => {
    machine.start = async (listener) => {
      await settled();
      listener(null);
      await settled();
      throw refusal;
    };
    expect(await caught(machine.syncmgr.control.startHandlerSync('handler'))).toBe(refusal);
  });

  it('rejects with the refusal, when the result goes untold within the call', async () => {
    machine.start = async (listener) => {
      listener(null);
      throw refusal;
    };
    expect(await caught(machine.syncmgr.control.startHandlerSync('handler'))).toBe(refusal);
  });

  it('rejects when the connection is closed while it goes on', async () => {
    const started = caught(machine.syncmgr.control.startHandlerSync('handler'));
    await settled();
    machine.gate.close();
    expect(await started).toMatchObject(unreported);
  });

  it('is refused by a connection that is closed, and Sync Center not asked', async () => {
    machine.gate.close();
    const failure = await caught(machine.syncmgr.control.startHandlerSync('handler'));
    expect(failure).toMatchObject({
      code: 'RPC_E_DISCONNECTED',
      operation: 'ISyncMgrControl.StartHandlerSync',
    });
    expect(machine.calls).toEqual([]);
  });
});
