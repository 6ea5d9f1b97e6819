import { describe, expect, it } from 'vitest';
import { hresults } from '../../../lib/com/hresult.js';
import type { SynchronizeCallbackObject } from '../../../lib/emulation.js';
import { logErrorSize, progressItemSize } from '../../../lib/emulation.js';
import { connect, HResultError, type SyncManagerMessageEvent } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import { all, clsid, definition, errorId, first, openMachine, rawHandler, second } from './support.js';

describe('a registered handler', () => {
  it('can be opened by every connection and is listed by Sync Manager', async () => {
    const { emulation, connection } = await openMachine();
    const served = await emulation.syncmgr.registerHandler(definition({ clsid: clsid.toLowerCase() }));
    expect(served.clsid).toBe(clsid);
    expect(await connection.syncmgr.handlers()).toEqual([{ clsid, description: 'Emulated' }]);
    const other = await connect({ backend: emulation });
    for (const { syncmgr } of [connection, other]) {
      const handler = await syncmgr.openHandler(clsid);
      expect(await handler.info()).toMatchObject({ name: 'Emulated' });
    }
    await other.close();
  });

  it('can be one that a connection serves, which Sync Manager does not list by itself', async () => {
    const { emulation, connection } = await openMachine();
    const server = await connect({ backend: emulation });
    await server.syncmgr.serveHandler(definition());
    expect(await connection.syncmgr.handlers()).toEqual([]);
    expect(await (await connection.syncmgr.openHandler(clsid)).info()).toMatchObject({ name: 'Emulated' });
    await server.close();
  });

  it('is served by the first of two and then by the second', async () => {
    const { emulation, connection } = await openMachine();
    const [one, two] = [await connect({ backend: emulation }), await connect({ backend: emulation })];
    const served = await one.syncmgr.serveHandler(definition({ name: 'One' }));
    await two.syncmgr.serveHandler(definition({ name: 'Two' }));
    expect(await (await connection.syncmgr.openHandler(clsid)).info()).toMatchObject({ name: 'One' });
    await served.close();
    expect(await (await connection.syncmgr.openHandler(clsid)).info()).toMatchObject({ name: 'Two' });
    await one.close();
    await two.close();
  });

  it('that is only installed cannot be started: CO_E_SERVER_EXEC_FAILURE', async () => {
    const { emulation, connection } = await openMachine();
    const { registration } = connection.syncmgr;
    await registration.installClass({ clsid, description: 'Installed', executable: 'C:\\handler.exe' });
    expect(emulation.syncmgr.localServer(clsid, 'user')).toEqual({
      description: 'Installed',
      command: '"C:\\handler.exe"',
    });
    expect(emulation.syncmgr.localServer(clsid, 'machine')).toBeNull();
    expect(await caught(connection.syncmgr.openHandler(clsid))).toMatchObject({
      code: 'CO_E_SERVER_EXEC_FAILURE',
      operation: 'CoCreateInstance',
    });
  });
});

describe('a handler class at the level of COM', () => {
  it('keeps the operation of an HResultError, and everything else is E_FAIL of the method', async () => {
    const { emulation, connection } = await openMachine();
    const failures: readonly [() => never, unknown][] = [
      [
        () => {
          throw new HResultError(hresults.E_ACCESSDENIED, 'ISyncMgrEnumItems.Next');
        },
        { code: 'E_ACCESSDENIED', operation: 'ISyncMgrEnumItems.Next' },
      ],
      [
        () => {
          throw new Error('broken');
        },
        { code: 'E_FAIL', operation: 'ISyncMgrSynchronize.EnumSyncMgrItems' },
      ],
    ];
    for (const [enumerateItems, expected] of failures) {
      emulation.syncmgr.registerClass({
        clsid: crypto.randomUUID(),
        description: 'Raw',
        create: () => rawHandler({ enumerateItems }),
      });
      const listed = (await connection.syncmgr.handlers()).at(-1);
      expect(await caught(connection.syncmgr.openHandler(listed?.clsid ?? ''))).toMatchObject(expected as object);
    }
  });

  it('receives the callback with its structures and HRESULTs as results', async () => {
    const { emulation, connection } = await openMachine();
    const answers: unknown[] = [];
    let callback: SynchronizeCallbackObject | null = null;
    emulation.syncmgr.registerClass({
      clsid,
      description: 'Raw',
      create: () =>
        rawHandler({
          setProgressCallback(given) {
            callback = given;
            return hresults.S_OK;
          },
          async synchronize() {
            const item = { mask: 4, statusText: null, statusType: 0, progressValue: 1, maximumValue: 0 };
            const information = { mask: 0, errorFlags: 0, errorId: first, itemId: first };
            answers.push(await callback?.progress(first, { ...item, size: progressItemSize }));
            answers.push(await callback?.progress(first, { ...item, size: 28 }));
            answers.push(await callback?.progress(null, { ...item, size: progressItemSize }));
            answers.push(await callback?.progress(first, null));
            answers.push(await callback?.logError(1, null, null));
            answers.push(await callback?.logError(1, '', { ...information, size: logErrorSize - 4 }));
            answers.push(await callback?.deleteLogError(null));
            answers.push(await callback?.synchronizeCompleted(hresults.S_OK));
            return hresults.S_OK;
          },
          prepareForSync: () => callback?.prepareForSyncCompleted(hresults.S_OK) ?? hresults.E_UNEXPECTED,
        }),
    });
    const handler = await connection.syncmgr.openHandler(clsid);
    const recorded = await all(handler.synchronize());
    expect(recorded.map(({ type }) => type)).toEqual(['progress', 'completed']);
    const { S_OK, E_INVALIDARG, E_POINTER } = hresults;
    expect(answers).toEqual([S_OK, E_INVALIDARG, E_POINTER, E_POINTER, E_INVALIDARG, E_INVALIDARG, E_POINTER, S_OK]);
  });

  it('is released when it is refused, when it is closed, and when the connection is closed', async () => {
    const { emulation } = await openMachine();
    let open = 0;
    let initialize: number = hresults.S_FALSE;
    emulation.syncmgr.registerClass({
      clsid,
      description: 'Raw',
      create() {
        open += 1;
        return rawHandler({
          initialize: () => initialize,
          release() {
            open -= 1;
          },
        });
      },
    });
    const connection = await connect({ backend: emulation });
    await caught(connection.syncmgr.openHandler(clsid));
    expect(open).toBe(0);
    initialize = hresults.S_OK;
    const handler = await connection.syncmgr.openHandler(clsid);
    await connection.syncmgr.openHandler(clsid);
    expect(open).toBe(2);
    await handler.close();
    expect(open).toBe(1);
    await connection.close();
    expect(open).toBe(0);
  });

  it('is rejected with TypeError and RangeError when it is invalid', async () => {
    const { emulation } = await openMachine();
    const register = (given: unknown) => () =>
      Reflect.apply(emulation.syncmgr.registerClass, emulation.syncmgr, [given]);
    expect(register({ clsid: 'no guid', description: '', create: () => rawHandler() })).toThrow(RangeError);
    expect(register({ clsid, description: 5, create: () => rawHandler() })).toThrow(TypeError);
    expect(register({ clsid, description: '' })).toThrow(TypeError);
    expect(register(null)).toThrow(TypeError);
  });
});

describe('the policy of unknown items', () => {
  it('rejects their progress, or accepts it like any other', async () => {
    for (const unknownItems of ['refuse', 'accept'] as const) {
      const { emulation, connection } = await openMachine({ unknownItems });
      const stranger = '{99999999-9999-4999-8999-999999999999}';
      const failures: unknown[] = [];
      await emulation.syncmgr.registerHandler(
        definition({
          async synchronize(_itemIds, session) {
            failures.push(await session.progress(stranger, { value: 1 }).catch((error: HResultError) => error.code));
          },
        }),
      );
      const handler = await connection.syncmgr.openHandler(clsid);
      const recorded = await all(handler.synchronize([first]));
      expect(failures).toEqual([unknownItems === 'accept' ? 'continue' : 'E_INVALIDARG']);
      expect(recorded.some((event) => event.type === 'progress')).toBe(unknownItems === 'accept');
    }
  });
});

describe('the policy of completions', () => {
  it('rejects a completion without a call, or ignores it', async () => {
    for (const unexpectedCompletions of ['refuse', 'accept'] as const) {
      const { emulation, connection } = await openMachine({ unexpectedCompletions });
      await emulation.syncmgr.registerHandler(definition());
      const handler = await connection.syncmgr.openHandler(clsid);
      const callback = await connection.syncmgr.attachCallback(handler.callbackPointer);
      const outcome = await callback.synchronizeCompleted().then(
        () => 'content',
        (error: HResultError) => error.code,
      );
      expect(outcome).toBe(unexpectedCompletions === 'accept' ? 'content' : 'E_UNEXPECTED');
    }
  });
});

describe('merging events', () => {
  it('keeps the latest of each item and counts the others, in the order of the latest', async () => {
    const { emulation, connection } = await openMachine();
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    await emulation.syncmgr.registerHandler(definition({ synchronize: () => ended }));
    const handler = await connection.syncmgr.openHandler(clsid);
    const callback = await connection.syncmgr.attachCallback(handler.callbackPointer);
    const events = handler.synchronize([first, second]);
    const begun = events.next();
    await callback.progress(first, { value: 1, max: 9 });
    await begun;
    for (const value of [2, 3]) await callback.progress(first, { value });
    await callback.progress(second, { value: 7 });
    await callback.progress(first, { value: 4 });
    end();
    expect(await all(events)).toMatchObject([
      { itemId: second, item: { value: 7 }, folded: 0 },
      { itemId: first, item: { value: 4, max: 9 }, folded: 2 },
      { type: 'completed' },
    ]);
  });
});

describe('queued messages', () => {
  it('are the latest 4096, and the first counts the dropped ones of any type', async () => {
    const { emulation, connection } = await openMachine();
    let callback: SynchronizeCallbackObject | null = null;
    const floodedHandler = rawHandler({
      setProgressCallback: (given) => {
        callback = given;
        return hresults.S_OK;
      },
      showProperties() {
        callback?.logError(1, 'dropped', null);
        callback?.establishConnection('dropped');
        for (let count = 0; count < 4096; count += 1) callback?.deleteLogError(errorId);
        callback?.showPropertiesCompleted(hresults.S_OK);
        return hresults.S_OK;
      },
    });
    emulation.syncmgr.registerClass({ clsid, description: 'Floods', create: () => floodedHandler });
    const messages: SyncManagerMessageEvent[] = [];
    const handler = await connection.syncmgr.openHandler(clsid, { onMessage: (message) => messages.push(message) });
    await handler.showProperties();
    expect(messages).toHaveLength(4096);
    expect(messages[0]).toEqual({ type: 'logDeleted', errorId, dropped: 2 });
    expect(messages[1]).toEqual({ type: 'logDeleted', errorId, dropped: 0 });
  });
});

describe('a process that serves two classes', () => {
  const otherClass = '{3D6B5E10-8C1F-4B7E-9A21-77D0C4E1C002}';

  it('is unused when the last object of both is released, and one that is closed then leaves the other served', async () => {
    const { emulation, connection } = await openMachine();
    const server = await connect({ backend: emulation });
    const reports: string[] = [];
    const closing = await server.syncmgr.serveHandler(
      definition({
        onUnused() {
          reports.push('one');
          return closing.close();
        },
      }),
    );
    await server.syncmgr.serveHandler(definition({ clsid: otherClass, onUnused: () => void reports.push('other') }));
    const [one, other] = [
      await connection.syncmgr.openHandler(clsid),
      await connection.syncmgr.openHandler(otherClass),
    ];
    await other.close();
    await one.info();
    expect(reports).toEqual([]);
    await one.close();
    expect(await (await connection.syncmgr.openHandler(otherClass)).info()).toMatchObject({ name: 'Emulated' });
    expect(reports).toEqual(['one']);
    await server.close();
  });

  it('is served again when a client releases an object of a class that has been closed', async () => {
    const { emulation, connection } = await openMachine();
    const server = await connect({ backend: emulation });
    const closed = await server.syncmgr.serveHandler(definition());
    await server.syncmgr.serveHandler(definition({ clsid: otherClass }));
    const handler = await connection.syncmgr.openHandler(clsid);
    await closed.close();
    await handler.close();
    expect(await (await connection.syncmgr.openHandler(otherClass)).info()).toMatchObject({ name: 'Emulated' });
    await server.close();
  });
});

describe('a client that arrives while onUnused runs', () => {
  it('waits until onUnused has ended, since the emulated machine starts no second process', async () => {
    const { emulation, connection } = await openMachine();
    const server = await connect({ backend: emulation });
    let end = () => {};
    let begun = () => {};
    const running = new Promise<void>((resolve) => {
      begun = resolve;
    });
    await server.syncmgr.serveHandler(
      definition({
        onUnused() {
          begun();
          return new Promise<void>((resolve) => {
            end = resolve;
          });
        },
      }),
    );
    await (await connection.syncmgr.openHandler(clsid)).close();
    await running;
    const order: string[] = [];
    const opening = connection.syncmgr.openHandler(clsid).then(() => order.push('opened'));
    await new Promise((resolve) => setImmediate(resolve));
    order.push('ended');
    end();
    await opening;
    expect(order).toEqual(['ended', 'opened']);
    await server.close();
  });
});
