import { beforeEach, describe, expect, it, vi } from 'vitest';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { settled } from '../bits/fake-clock.js';
import { clsid, errorId, first, second } from './ids.js';
import { ServedWorld, started } from './served-world.js';

const gone = new HResultError(hresults.RPC_E_DISCONNECTED, 'ISyncMgrSynchronizeCallback.SynchronizeCompleted');

let world: ServedWorld;

beforeEach(() => {
  world = new ServedWorld();
});

describe('the completion of a served function', () => {
  it('is ignored without an error when the client has released the handler', async () => {
    let end = () => {};
    await world.serve({
      synchronize: () =>
        new Promise<void>((resolve) => {
          end = resolve;
        }),
    });
    const callback = await world.giveCallback();
    await world.deliver(started('prepareForSync', { itemIds: [first] }), started('synchronize'));
    await world.deliver({ type: 'released', instance: 1 });
    end();
    await settled();
    expect(callback.names()).not.toContain('synchronizeCompleted');
    expect(world.errors).toEqual([]);
  });

  it('that the client refuses is reported as an error', async () => {
    await world.serve();
    const callback = await world.giveCallback();
    callback.scripted.set('synchronizeCompleted', gone);
    await world.deliver(started('prepareForSync', { itemIds: [first] }), started('synchronize'));
    expect(world.errors).toEqual([gone]);
  });

  it('emits a warning of the process when it fails without onError', async () => {
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const error = new Error('broken');
    await world.machine.syncmgr.serveHandler({
      clsid,
      name: 'Served',
      items: [],
      synchronize() {
        throw error;
      },
    });
    await world.giveCallback();
    await world.deliver(started('synchronize'));
    expect(warning).toHaveBeenCalledWith(error);
    warning.mockRestore();
  });

  it('of showError passes on the items to retry in one form', async () => {
    await world.serve({ showError: () => ({ retryItemIds: [first.toLowerCase()] }) });
    const callback = await world.giveCallback();
    await world.deliver(started('showError', { id: errorId }));
    expect(callback.calls).toEqual([['showErrorCompleted', hresults.S_SYNCMGR_RETRYSYNC, [first]]]);
  });

  it('of a dialog with an invalid result is E_FAIL and reported as an error', async () => {
    await world.serve({
      showProperties: () => JSON.parse('"nonsense"'),
      showError: () => JSON.parse('{"retryItemIds":[5]}'),
    });
    const callback = await world.giveCallback();
    await world.deliver(started('showProperties'), started('showError', { id: errorId }));
    expect(callback.calls).toEqual([
      ['showPropertiesCompleted', hresults.E_FAIL],
      ['showErrorCompleted', hresults.E_FAIL, []],
    ]);
    expect(world.errors).toHaveLength(2);
  });

  const failures: readonly (readonly [string, unknown, number, number])[] = [
    ['an HResultError', new HResultError(hresults.E_ACCESSDENIED, 'CreateFile'), hresults.E_ACCESSDENIED, 0],
    ['an AbortError', new DOMException('enough', 'AbortError'), hresults.E_ABORT, 0],
    ['an error', new Error('broken'), hresults.E_FAIL, 1],
    ['something else', 'broken', hresults.E_FAIL, 1],
  ];

  it.each(failures)('that rejects with %s has its result', async (_kind, reason, hresult, recorded) => {
    await world.serve({ synchronize: () => Promise.reject(reason) });
    const callback = await world.giveCallback();
    await world.deliver(started('synchronize'));
    expect(callback.calls).toEqual([['synchronizeCompleted', hresult]]);
    expect(world.errors).toEqual(recorded === 0 ? [] : [reason]);
  });

  it('that throws synchronously has its result', async () => {
    await world.serve({
      prepare() {
        throw new HResultError(hresults.E_ACCESSDENIED, 'CreateFile');
      },
    });
    const callback = await world.giveCallback();
    await world.deliver(started('prepareForSync', { itemIds: [first] }));
    expect(callback.calls).toEqual([['prepareForSyncCompleted', hresults.E_ACCESSDENIED]]);
  });

  it('is sent after its promise has resolved', async () => {
    const { callback, end } = await world.synchronizing();
    expect(callback.names()).toEqual(['prepareForSyncCompleted']);
    end();
    await settled();
    expect(callback.calls).toEqual([
      ['prepareForSyncCompleted', hresults.S_OK],
      ['synchronizeCompleted', hresults.S_OK],
    ]);
  });

  it('follows the reports that it has waited for', async () => {
    await world.serve({
      async synchronize(itemIds, session) {
        for (const itemId of itemIds) await session.progress(itemId, { status: 'succeeded' });
      },
    });
    const callback = await world.giveCallback();
    await world.deliver(started('prepareForSync', { itemIds: [first, second] }));
    await world.deliver(started('synchronize'));
    expect(callback.calls.slice(1)).toEqual([
      ['progress', first, 2, null, 4, 0, 0],
      ['progress', second, 2, null, 4, 0, 0],
      ['synchronizeCompleted', hresults.S_OK],
    ]);
  });

  it('is not sent to a later callback, which does not know the call', async () => {
    const { callback, end } = await world.synchronizing();
    const later = await world.giveCallback();
    end();
    await settled();
    expect(callback.names()).toEqual(['prepareForSyncCompleted', 'close']);
    expect(later.names()).toEqual([]);
  });

  it('is not sent without a callback', async () => {
    let synchronized = false;
    await world.serve({
      synchronize() {
        synchronized = true;
      },
    });
    await world.deliver(started('synchronize'));
    expect([synchronized, world.errors]).toEqual([true, []]);
  });

  const results = [
    ['done', hresults.S_OK],
    ['itemDeleted', hresults.S_SYNCMGR_ITEMDELETED],
    ['enumerateItems', hresults.S_SYNCMGR_ENUMITEMS],
    [undefined, hresults.S_OK],
  ] as const;

  it.each(results)('of a dialog with the value %s has its result', async (result, hresult) => {
    await world.serve({ showProperties: () => result });
    const callback = await world.giveCallback();
    await world.deliver(started('showProperties'));
    expect(callback.calls).toEqual([['showPropertiesCompleted', hresult]]);
  });

  it('of showError is S_OK by default', async () => {
    await world.serve({ showError: () => undefined });
    const callback = await world.giveCallback();
    await world.deliver(started('showError', { id: errorId }));
    expect(callback.calls).toEqual([['showErrorCompleted', hresults.S_OK, []]]);
  });
});

describe('a failure with a success code', () => {
  it.each([
    ['S_FALSE', hresults.S_FALSE],
    ['S_OK', hresults.S_OK],
  ])('completes with E_FAIL once and is reported to onError: %s', async (_, code) => {
    const failure = new HResultError(code, 'CreateFile');
    const errors: unknown[] = [];
    await world.serve({ synchronize: () => Promise.reject(failure), onError: (error) => errors.push(error) });
    const callback = await world.giveCallback();
    await world.deliver(started('synchronize'));
    expect(callback.calls).toEqual([['synchronizeCompleted', hresults.E_FAIL]]);
    expect(errors).toEqual([failure]);
  });
});

describe('an onError that throws', () => {
  const fault = new Error('a fault of the listener');

  /** The unhandled rejections of the process. */
  async function unhandled(act: () => Promise<void>): Promise<unknown[]> {
    const listeners = process.listeners('unhandledRejection');
    const recorded: unknown[] = [];
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', (reason) => recorded.push(reason));
    try {
      await act();
    } finally {
      process.removeAllListeners('unhandledRejection');
      for (const listener of listeners) process.on('unhandledRejection', listener);
    }
    return recorded;
  }

  it('does not prevent the completion, and its error is uncaught', async () => {
    await world.serve({
      synchronize: () => Promise.reject(new Error('broken')),
      onError() {
        throw fault;
      },
    });
    const callback = await world.giveCallback();
    expect(await unhandled(() => world.deliver(started('synchronize')))).toEqual([fault]);
    expect(callback.calls).toEqual([['synchronizeCompleted', hresults.E_FAIL]]);
  });

  it('does not prevent the answer to a question, and its error is uncaught', async () => {
    await world.serve({
      initialize: () => Promise.reject(new Error('broken')),
      onError() {
        throw fault;
      },
    });
    const answers: boolean[] = [];
    const answer = (handled: boolean) => answers.push(handled);
    const recorded = await unhandled(() =>
      world.deliver({ type: 'initialize', instance: 1, flags: 3, cookie: null, answer }),
    );
    expect([answers, recorded]).toEqual([[false], [fault]]);
  });
});
