import { describe, expect, it, vi } from 'vitest';
import { hresults } from '../../lib/com/hresult.js';
import {
  createEmulation,
  Emulation,
  type SynchronizeCallbackObject,
  type SynchronizeObject,
} from '../../lib/emulation.js';
import {
  AddonLoadError,
  AnswerTimeoutError,
  ContentTransferJobEndedError,
  connect,
  HResultError,
  type SyncManagerEvent,
} from '../../lib/index.js';
import { caught } from '../support/caught.js';
import { uncaughtDuring } from '../support/uncaught.js';
import { all, clsid, definition, first, openMachine } from './syncmgr/support.js';

const successes: readonly (readonly [string, () => unknown])[] = [
  ['an HResultError of S_FALSE', () => new HResultError(hresults.S_FALSE, 'CreateFile')],
  ['an HResultError of S_OK', () => new HResultError(hresults.S_OK, 'CreateFile')],
  ['an object without a prototype', () => Object.create(null)],
];

/** A handler at the level of COM: it prepares at once, and runs a function of the test when it synchronises. */
function handlerOf(
  fields: Partial<SynchronizeObject>,
  onCallback: (callback: SynchronizeCallbackObject) => void = () => {},
): SynchronizeObject {
  let callback: SynchronizeCallbackObject | null = null;
  return {
    initialize: () => hresults.S_OK,
    getHandlerInfo: () => ({ hresult: hresults.S_OK, info: { name: 'Handler', flags: 0, icon: null } }),
    enumerateItems: () => ({
      hresult: hresults.S_OK,
      items: [{ itemId: first, name: 'One', flags: 0, checked: true, lastUpdate: 0n, icon: null }],
    }),
    showProperties: () => hresults.E_NOTIMPL,
    setProgressCallback: (given) => {
      callback = given;
      if (given !== null) onCallback(given);
      return hresults.S_OK;
    },
    async prepareForSync() {
      await callback?.prepareForSyncCompleted(hresults.S_OK);
      return hresults.S_OK;
    },
    async synchronize() {
      await callback?.synchronizeCompleted(hresults.S_OK);
      return hresults.S_OK;
    },
    setItemStatus: () => hresults.S_OK,
    showError: () => hresults.E_NOTIMPL,
    ...fields,
  };
}

describe('a failure of a Windows Sync provider', () => {
  it.each(successes)('sets the error status to E_FAIL when its run throws %s', async (_, thrown) => {
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const emulation = createEmulation();
    await using connection = await connect({ backend: emulation });
    const registered = emulation.winsync.registerProvider({
      clsid,
      run: () => {
        throw thrown();
      },
    });
    await using session = await connection.winsync.createSession();
    await session.openProvider(clsid, 'source');
    await registered.settled();
    expect(await session.getSessionErrorStatus()).toBe(hresults.E_FAIL);
    expect(warning).toHaveBeenCalledTimes(1);
    warning.mockRestore();
  });

  it.each(successes)('rejects BeginSession with E_FAIL when it throws %s', async (_, thrown) => {
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const emulation = createEmulation();
    await using connection = await connect({ backend: emulation });
    emulation.winsync.registerProvider({
      clsid,
      beginSession: () => {
        throw thrown();
      },
    });
    await using session = await connection.winsync.createSession();
    expect(await caught(session.openProvider(clsid, 'source'))).toMatchObject({ code: 'E_FAIL' });
    warning.mockRestore();
  });

  it.each(successes)('answers a conflict by default when onConflict throws %s', async (_, thrown) => {
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const emulation = createEmulation();
    await using connection = await connect({ backend: emulation });
    await using session = await connection.winsync.createSession({
      conflict: 'acceptSourceProvider',
      onConflict: () => {
        throw thrown();
      },
    });
    await using callback = await connection.winsync.attachCallback(session.callbackPointer);
    expect(await callback.onConflict({})).toBe('acceptSourceProvider');
    expect(warning).toHaveBeenCalledTimes(1);
    warning.mockRestore();
  });
});

describe('a failure of a Sync Manager handler', () => {
  it.each(successes)('rejects the iterator with E_FAIL when Synchronize throws %s', async (_, thrown) => {
    const { emulation, connection } = await openMachine();
    const synchronize = () => {
      throw thrown();
    };
    emulation.syncmgr.registerClass({ clsid, description: 'Handler', create: () => handlerOf({ synchronize }) });
    const handler = await connection.syncmgr.openHandler(clsid);
    expect(await caught(all(handler.synchronize([first])))).toMatchObject({
      code: 'E_FAIL',
      operation: 'ISyncMgrSynchronize.Synchronize',
    });
  });

  it.each([
    ['a string', 'S_OK'],
    ['a bigint', 0n],
    ['undefined', undefined],
  ])('has the result E_FAIL when Synchronize returns %s', async (_, value) => {
    const { emulation, connection } = await openMachine();
    const synchronize = vi.fn();
    synchronize.mockReturnValue(value);
    emulation.syncmgr.registerClass({ clsid, description: 'Handler', create: () => handlerOf({ synchronize }) });
    const handler = await connection.syncmgr.openHandler(clsid);
    expect(await caught(all(handler.synchronize([first])))).toMatchObject({ code: 'E_FAIL' });
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('release');
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('release');
      },
    ],
  ])('leaves connection and emulation closed when its release() %s', async (_, release) => {
    const emulation = createEmulation();
    const connection = await connect({ backend: emulation });
    const released: string[] = [];
    emulation.syncmgr.registerClass({
      clsid,
      description: 'Handler',
      create: () =>
        handlerOf({
          release: () => {
            released.push('released');
            return release();
          },
        }),
    });
    await connection.syncmgr.openHandler(clsid);
    await connection.syncmgr.openHandler(clsid);
    const errors = await uncaughtDuring(async () => {
      await connection.close();
      await emulation.close();
    });
    expect(released).toEqual(['released', 'released']);
    expect(errors).toMatchObject([{ message: 'release' }, { message: 'release' }]);
  });

  const item = { size: 32, mask: 4, statusText: null, statusType: 0, progressValue: 1, maximumValue: 2 };
  it.each<readonly [string, (callback: SynchronizeCallbackObject) => unknown]>([
    [
      'progressValue 0n',
      (callback) => Reflect.apply(callback.progress, callback, [first, { ...item, progressValue: 0n }]),
    ],
    [
      'a status that is a string',
      (callback) => Reflect.apply(callback.progress, callback, [first, { ...item, statusType: 'updating' }]),
    ],
    ['an item id that is a number', (callback) => Reflect.apply(callback.progress, callback, [5, item])],
    ['a result that is a string', (callback) => Reflect.apply(callback.synchronizeCompleted, callback, ['S_OK'])],
    ['a result 0n', (callback) => Reflect.apply(callback.prepareForSyncCompleted, callback, [0n])],
    ['a level that is a string', (callback) => Reflect.apply(callback.logError, callback, ['error', 'text', null])],
  ])('throws a TypeError to the caller of its callback with %s', async (_, call) => {
    const { emulation, connection } = await openMachine();
    const callbacks: SynchronizeCallbackObject[] = [];
    const create = () => handlerOf({}, (callback) => callbacks.push(callback));
    emulation.syncmgr.registerClass({ clsid, description: 'Handler', create });
    const handler = await connection.syncmgr.openHandler(clsid);
    const [callback] = callbacks;
    expect(() => callback && call(callback)).toThrow(TypeError);
    // The iterator does not hang, and nothing was reported.
    expect((await all(handler.synchronize([first]))).map(({ type }: SyncManagerEvent) => type)).toEqual(['completed']);
  });
});

describe('a handler whose process ends', () => {
  it('ends the iterator with RPC_S_SERVER_UNAVAILABLE in the middle of a synchronisation', async () => {
    const { emulation, connection } = await openMachine();
    const synchronize = () => hresults.S_OK;
    emulation.syncmgr.registerClass({ clsid, description: 'Handler', create: () => handlerOf({ synchronize }) });
    const handler = await connection.syncmgr.openHandler(clsid);
    const ending = caught(all(handler.synchronize([first])));
    await new Promise((resolve) => setImmediate(resolve));
    expect(emulation.syncmgr.terminateServer(clsid)).toBe(true);
    expect(await ending).toMatchObject({
      code: 'RPC_S_SERVER_UNAVAILABLE',
      operation: 'ISyncMgrSynchronize.Synchronize',
    });
    expect(await caught(handler.items())).toMatchObject({ code: 'RPC_S_SERVER_UNAVAILABLE' });
    expect(await caught(all(handler.synchronize([first])))).toMatchObject({ code: 'RPC_S_SERVER_UNAVAILABLE' });
    await handler.close();
    expect(emulation.syncmgr.terminateServer(clsid)).toBe(false);
    expect(await caught(connection.syncmgr.openHandler(clsid))).toMatchObject({ code: 'REGDB_E_CLASSNOTREG' });
  });

  it('ends a pending call and the open dialogs', async () => {
    const { emulation, connection } = await openMachine();
    const create = () =>
      handlerOf({ getHandlerInfo: () => new Promise(() => {}), showProperties: () => hresults.S_OK });
    emulation.syncmgr.registerClass({ clsid, description: 'Handler', create });
    const handler = await connection.syncmgr.openHandler(clsid);
    const dialog = caught(handler.showProperties());
    await new Promise((resolve) => setImmediate(resolve));
    const info = caught(handler.info());
    await new Promise((resolve) => setImmediate(resolve));
    emulation.syncmgr.terminateServer(clsid);
    for (const failure of [await dialog, await info])
      expect(failure).toMatchObject({ code: 'RPC_S_SERVER_UNAVAILABLE' });
  });

  it('ends the operations of its clients when the connection that serves it closes', async () => {
    const { emulation, connection } = await openMachine();
    const server = await connect({ backend: emulation });
    await server.syncmgr.serveHandler(definition({ synchronize: () => new Promise(() => {}) }));
    const handler = await connection.syncmgr.openHandler(clsid);
    const ending = caught(all(handler.synchronize([first])));
    await new Promise((resolve) => setImmediate(resolve));
    await server.close();
    expect(await ending).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
  });
});

describe('a report to Sync Center that cannot be opened', () => {
  it('fails its run and does not affect the next one of the handler', async () => {
    const { emulation, connection } = await openMachine();
    let runs = 0;
    emulation.syncmgr.center.registerHandler({
      id: 'Contoso',
      items: ['inbox'],
      async synchronize({ openReport }) {
        runs += 1;
        await openReport();
        return undefined;
      },
    });
    const { control } = connection.syncmgr;
    emulation.syncmgr.calls.script('ISyncMgrSessionCreator.CreateSession', hresults.E_ACCESSDENIED);
    const errors = await uncaughtDuring(async () => {
      expect(await control.startHandlerSync('Contoso')).toMatchObject({ status: 'failed' });
      emulation.syncmgr.calls.script('ISyncMgrSessionCreator.CreateSession', null);
      expect(await control.startHandlerSync('Contoso')).toMatchObject({ status: 'succeeded' });
    });
    expect(runs).toBe(2);
    expect(errors).toEqual([]);
  });

  it('is a failed run when a handler resolves to an invalid outcome', async () => {
    const { emulation, connection } = await openMachine();
    const synchronize = vi.fn();
    synchronize.mockResolvedValue({ status: 'sometimes', errors: 0n });
    emulation.syncmgr.center.registerHandler({ id: 'Contoso', synchronize });
    expect(await connection.syncmgr.control.startHandlerSync('Contoso')).toMatchObject({ status: 'failed' });
  });
});

describe('the log of calls', () => {
  it('keeps the latest 10 000 calls', async () => {
    const { emulation, connection } = await openMachine();
    emulation.syncmgr.center.registerHandler({ id: 'Contoso' });
    const report = await connection.syncmgr.openReport('Contoso', ['inbox']);
    for (let step = 0; step < 20_500; step += 1) await report.canContinue('inbox');
    const calls = emulation.syncmgr.calls.list();
    expect(calls).toHaveLength(10_000);
    expect(calls.at(-1)).toMatchObject({ call: 'ISyncMgrSyncCallback.CanContinue', result: hresults.S_OK });
  });
});

describe('new Emulation()', () => {
  it('works like createEmulation() and checks its options', async () => {
    await using emulation = new Emulation();
    await using connection = await connect({ backend: emulation });
    expect(await connection.bits.jobs()).toEqual([]);
    expect(() => new Emulation({ transport: 'http', clock: 'virtual' })).toThrow(TypeError);
  });
});

describe('the error classes of the package', () => {
  it('have names', () => {
    const classes = { AddonLoadError, AnswerTimeoutError, HResultError, ContentTransferJobEndedError };
    for (const [name, { prototype }] of Object.entries(classes)) {
      expect(prototype).toBeInstanceOf(Error);
      expect(prototype.name).toBe(name);
    }
  });
});
