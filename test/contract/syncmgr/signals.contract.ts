import { expect } from 'vitest';
import type { SignalOptions, SyncManagerHandler } from '../../../lib/index.js';
import { numberedItem, referenceHandler, servedHandler } from '../../native/syncmgr-ids.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { expectSignalOfEveryMethod } from '../kit/signal-methods.js';
import { openDrivenHandler } from './driven-handler.js';
import { all, callsOf, errorId, methodsOf, until } from './helpers.js';
import { openServed } from './serving.js';
import type { SyncManagerWorld } from './world.js';

const item = numberedItem(1);
const reason = new Error('the user has left');

type Call = (world: SyncManagerWorld, options: SignalOptions) => Promise<unknown>;

/** Every public call that may wait and that needs no other object. */
const calls: readonly [string, Call][] = [
  ['openHandler()', ({ connection }, options) => connection.syncmgr.openHandler(referenceHandler, options)],
  ['openReport()', ({ connection }, options) => connection.syncmgr.openReport(referenceHandler, ['one'], options)],
  [
    'serveHandler()',
    ({ connection }, options) =>
      connection.syncmgr.serveHandler({ clsid: servedHandler, name: 'late', items: [], synchronize() {} }, options),
  ],
  ['handlers()', ({ connection }, options) => connection.syncmgr.handlers(options)],
  ['startHandlerSync()', ({ connection }, options) => connection.syncmgr.control.startHandlerSync('h', options)],
  ['startItemSync()', ({ connection }, options) => connection.syncmgr.control.startItemSync('h', ['a'], options)],
  ['startSyncAll()', ({ connection }, options) => connection.syncmgr.control.startSyncAll(options)],
  ['stopHandlerSync()', ({ connection }, options) => connection.syncmgr.control.stopHandlerSync('h', options)],
  ['stopItemSync()', ({ connection }, options) => connection.syncmgr.control.stopItemSync('h', ['a'], options)],
  ['stopSyncAll()', ({ connection }, options) => connection.syncmgr.control.stopSyncAll(options)],
  ['updateHandler()', ({ connection }, options) => connection.syncmgr.control.updateHandler('h', options)],
  ['updateItem()', ({ connection }, options) => connection.syncmgr.control.updateItem('h', 'a', options)],
  ['updateEvents()', ({ connection }, options) => connection.syncmgr.control.updateEvents('h', null, options)],
  ['updateConflicts()', ({ connection }, options) => connection.syncmgr.control.updateConflicts('h', null, options)],
  [
    'updateHandlerCollection()',
    ({ connection }, options) => connection.syncmgr.control.updateHandlerCollection(item, options),
  ],
  ['setHandlerActive()', ({ connection }, options) => connection.syncmgr.control.setHandlerActive('h', true, options)],
  [
    'setHandlerEnabled()',
    ({ connection }, options) => connection.syncmgr.control.setHandlerEnabled('h', true, options),
  ],
  ['setItemEnabled()', ({ connection }, options) => connection.syncmgr.control.setItemEnabled('h', 'a', true, options)],
  ['updateItems()', ({ connection }, options) => connection.syncmgr.invoke.updateItems(referenceHandler, options)],
  ['updateAll()', ({ connection }, options) => connection.syncmgr.invoke.updateAll(options)],
  ['register()', ({ connection }, options) => connection.syncmgr.registration.register(item, options)],
  ['unregister()', ({ connection }, options) => connection.syncmgr.registration.unregister(item, options)],
  ['get()', ({ connection }, options) => connection.syncmgr.registration.get(item, options)],
];

type HandlerCall = (handler: SyncManagerHandler, options: SignalOptions) => Promise<unknown>;

const handlerCalls: readonly [string, HandlerCall][] = [
  ['info()', (handler, options) => handler.info(options)],
  ['items()', (handler, options) => handler.items(options)],
  ['setItemStatus()', (handler, options) => handler.setItemStatus(item, 'skipped', options)],
  ['showProperties()', (handler, options) => handler.showProperties(item, options)],
  ['showError()', (handler, options) => handler.showError(errorId, options)],
];

/** Of the methods that a callback and the session of a served handler share. */
const sessionArguments = {
  progress: [item, { status: 'updating', value: 1, max: 2 }],
  enableModeless: [true],
  logError: [{ level: 'warning', text: 'careful' }],
  deleteLogError: [errorId],
  establishConnection: ['office'],
};

/** Calls that may wait, and what becomes of them when their signal is aborted. */
export function signalsContract(contract: FamilyContract<SyncManagerWorld>): void {
  beforehand(contract);
  opening(contract);
  dialogs(contract);
  synchronizations(contract);
}

function beforehand({ group, test, each }: FamilyContract<SyncManagerWorld>): void {
  group('a signal that is aborted already', () => {
    each(calls, 'makes %s reject with its reason, and nothing happens', async (world, _name, call) => {
      const signal = AbortSignal.abort(reason);
      expect(await caught(call(world, { signal }))).toBe(reason);
      expect(world.machine.log()).toEqual([]);
      expect(world.machine.countReferences()).toBe(0);
    });

    test('makes every method of Sync Manager and Sync Center reject with its reason', async (world) => {
      const { syncmgr } = world.connection;
      const clsid = [item];
      const handlerItem = ['h', 'a'];
      await expectSignalOfEveryMethod(syncmgr, {
        openHandler: [referenceHandler],
        openReport: [referenceHandler, ['one']],
        attachCallback: [1n],
        serveHandler: [{ clsid: servedHandler, name: 'late', items: [], synchronize() {} }],
      });
      await expectSignalOfEveryMethod(syncmgr.control, {
        startHandlerSync: ['h'],
        startItemSync: ['h', ['a']],
        stopHandlerSync: ['h'],
        stopItemSync: ['h', ['a']],
        updateHandlerCollection: clsid,
        updateHandler: ['h'],
        updateItem: handlerItem,
        updateEvents: handlerItem,
        updateConflict: ['h', 'a', 1n, 'added'],
        updateConflicts: handlerItem,
        setHandlerActive: ['h', true],
        setHandlerEnabled: ['h', true],
        setItemEnabled: ['h', 'a', true],
      });
      await expectSignalOfEveryMethod(syncmgr.invoke, { updateItems: [referenceHandler] });
      await expectSignalOfEveryMethod(syncmgr.registration, {
        register: clsid,
        unregister: clsid,
        get: clsid,
        installClass: (options) => [{ clsid: item, description: 'd', executable: 'C:\\a.exe', ...options }],
        uninstallClass: clsid,
      });
      expect(world.machine.log()).toEqual([]);
    });

    test('makes every method of a handler reject with its reason, without a call', async (world) => {
      const { handler } = await openDrivenHandler(world);
      const before = world.machine.log().length;
      await expectSignalOfEveryMethod(handler, {
        cancelItem: [item],
        setItemStatus: [item, 'skipped'],
        showProperties: [item],
        showError: [errorId],
      });
      expect(world.machine.log()).toHaveLength(before);
    });

    test('makes every method of a report reject with its reason, without a call', async (world) => {
      await using report = await world.connection.syncmgr.openReport(referenceHandler, ['one']);
      const before = world.machine.log().length;
      await expectSignalOfEveryMethod(report, {
        reportProgress: ['one', { status: 'updating', currentStep: 1, maximumStep: 2 }],
        setHandlerProgressText: ['text'],
        reportEvent: [{ level: 'information', name: 'n', description: 'd' }],
        canContinue: ['one'],
        addItemToSession: ['two'],
        addIUnknownToSession: [1n],
        proposeItem: [1n],
        commitItem: ['one'],
      });
      expect(world.machine.log()).toHaveLength(before);
      expect(report.progress('one')).toBeNull();
    });

    test('makes every method of a callback reject with its reason, without a call', async (world) => {
      const pointer = world.machine.createCallback();
      const callback = await world.connection.syncmgr.attachCallback(pointer);
      const before = world.machine.log().length;
      await expectSignalOfEveryMethod(callback, {
        ...sessionArguments,
        prepareForSyncCompleted: [0],
        synchronizeCompleted: [0],
        showPropertiesCompleted: ['done'],
        showErrorCompleted: [0, []],
      });
      expect(world.machine.log()).toHaveLength(before);
      await callback.close();
      world.machine.release(pointer);
    });

    test('makes every method of the session of a served handler reject with its reason', async (world) => {
      let called = false;
      const handler = await openServed(world, {
        async synchronize(_itemIds, session) {
          await expectSignalOfEveryMethod(session, sessionArguments);
          called = true;
        },
      });
      const events = await all(handler.synchronize([item]));
      expect(called).toBe(true);
      expect(events.map(({ type }) => type)).toEqual(['completed']);
    });

    each(handlerCalls, 'makes %s of a handler reject with its reason, without a call', async (world, _name, call) => {
      const { handler } = await openDrivenHandler(world);
      const before = world.machine.log().length;
      expect(await caught(call(handler, { signal: AbortSignal.abort(reason) }))).toBe(reason);
      expect(world.machine.log()).toHaveLength(before);
    });
  });

  group('an abort while a call is under way', () => {
    each(handlerCalls, 'makes %s reject at once with the reason', async (world, _name, call) => {
      const { handler } = await openDrivenHandler(world);
      const controller = new AbortController();
      const waiting = call(handler, { signal: controller.signal });
      controller.abort(reason);
      expect(await caught(waiting)).toBe(reason);
    });
  });
}

function opening({ group, test }: FamilyContract<SyncManagerWorld>): void {
  group('an abort while something is being opened', () => {
    test('releases a handler that opens later', async (world) => {
      const controller = new AbortController();
      const call = world.connection.syncmgr.openHandler(referenceHandler, { signal: controller.signal });
      controller.abort(reason);
      expect(await caught(call)).toBe(reason);
      const released = () =>
        methodsOf(world.machine, 'ISyncMgrSynchronize').filter((name) => name === 'SetProgressCallback');
      await until(() => released().length === 2 && world.machine.countReferences() === 0);
      expect(callsOf(world.machine, 'ISyncMgrSynchronize').at(-1)).toMatchObject({ arguments: [null] });
    });

    test('releases a report that opens later', async (world) => {
      const controller = new AbortController();
      const call = world.connection.syncmgr.openReport(referenceHandler, ['one'], { signal: controller.signal });
      controller.abort(reason);
      expect(await caught(call)).toBe(reason);
      await until(() => methodsOf(world.machine, 'ISyncMgrSessionCreator').length === 1);
      await until(() => world.machine.countReferences() === 0);
    });

    test('releases a callback that is attached later', async (world) => {
      const pointer = world.machine.createCallback();
      const held = world.machine.countReferences();
      const controller = new AbortController();
      const call = world.connection.syncmgr.attachCallback(pointer, { signal: controller.signal });
      controller.abort(reason);
      expect(await caught(call)).toBe(reason);
      // In turn after the release of the first.
      await (await world.connection.syncmgr.attachCallback(pointer)).close();
      await until(() => world.machine.countReferences() === held);
      world.machine.release(pointer);
    });
  });
}

function dialogs({ group, test }: FamilyContract<SyncManagerWorld>): void {
  group('an abort while a dialog is open', () => {
    test('leaves it open: another is refused until it has ended', async (world) => {
      const { handler, callback } = await openDrivenHandler(world);
      const controller = new AbortController();
      const first = handler.showProperties(item, { signal: controller.signal });
      await until(() => methodsOf(world.machine, 'ISyncMgrSynchronize').includes('ShowProperties'));
      controller.abort(reason);
      expect(await caught(first)).toBe(reason);
      expect(await caught(handler.showProperties(item))).toMatchObject({ code: 'E_UNEXPECTED' });
      await callback.showPropertiesCompleted('itemDeleted');
      world.machine.scriptSteps('showProperties', [{ do: 'completed', call: 'showProperties' }]);
      let result = await Promise.allSettled([handler.showProperties(item)]);
      while (result[0]?.status === 'rejected') {
        expect(result[0].reason).toMatchObject({ code: 'E_UNEXPECTED' });
        result = await Promise.allSettled([handler.showProperties(item)]);
      }
      expect(result).toMatchObject([{ value: 'done' }]);
    });
  });
}

function synchronizations({ group, test, each }: FamilyContract<SyncManagerWorld>): void {
  const starts: readonly [string, string, readonly unknown[]][] = [
    ['StartHandlerSync', 'StopHandlerSync', []],
    ['StartItemSync', 'StopItemSync', [['a']]],
  ];

  const start = (
    world: SyncManagerWorld,
    method: string,
    options: { signal: AbortSignal; onAbort?: 'stop' | 'leave' },
  ) => {
    const { control } = world.connection.syncmgr;
    world.machine.scriptSyncResult('gate');
    world.machine.closeGate();
    return method === 'StartHandlerSync'
      ? control.startHandlerSync(referenceHandler, options)
      : control.startItemSync(referenceHandler, ['a'], options);
  };

  group('an abort of a synchronisation that Sync Center was asked for', () => {
    each(starts, 'stops it after it has been started: %s', async (world, method, stop, rest) => {
      const controller = new AbortController();
      const call = start(world, method, { signal: controller.signal });
      controller.abort(reason);
      expect(await caught(call)).toBe(reason);
      await until(() => callsOf(world.machine, 'ISyncMgrControl').length === 2);
      expect(methodsOf(world.machine, 'ISyncMgrControl')).toEqual([method, stop]);
      expect(callsOf(world.machine, 'ISyncMgrControl')[1]).toMatchObject({ arguments: [referenceHandler, ...rest] });
      world.machine.openGate();
    });

    each(starts, 'leaves it alone with onAbort: leave: %s', async (world, method, _stop, _rest) => {
      const controller = new AbortController();
      const call = start(world, method, { signal: controller.signal, onAbort: 'leave' });
      await until(() => methodsOf(world.machine, 'ISyncMgrControl').includes(method));
      controller.abort(reason);
      expect(await caught(call)).toBe(reason);
      // In turn after all that was called before.
      await world.connection.syncmgr.control.updateHandler(referenceHandler);
      expect(methodsOf(world.machine, 'ISyncMgrControl')).toEqual([method, 'UpdateHandler']);
      world.machine.openGate();
    });

    test('refuses another word for onAbort before anything happens', async (world) => {
      const onAbort = 'cancel' as 'stop';
      const call = world.connection.syncmgr.control.startHandlerSync(referenceHandler, { onAbort });
      expect(await caught(call)).toMatchObject({ name: 'RangeError', code: 'ERR_INVALID_ARG_VALUE' });
      expect(world.machine.log()).toEqual([]);
    });
  });
}
