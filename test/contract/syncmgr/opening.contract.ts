import { expect } from 'vitest';
import { hresults } from '../../../lib/index.js';
import { numberedItem, referenceHandler } from '../../native/syncmgr-ids.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { callsOf, methodsOf, stranger } from './helpers.js';
import { defaultSettings, openRecordingHandler } from './recording-handler.js';
import type { SyncManagerWorld } from './world.js';

const openingCalls: readonly [string][] = [
  ['ISyncMgrSynchronize.Initialize'],
  ['ISyncMgrSynchronize.EnumSyncMgrItems'],
  ['ISyncMgrSynchronize.SetProgressCallback'],
];

const failures: readonly [string, number][] = [
  ['E_FAIL', hresults.E_FAIL],
  ['E_OUTOFMEMORY', hresults.E_OUTOFMEMORY],
  ['E_UNEXPECTED', hresults.E_UNEXPECTED],
];

const iconHeader = Uint8Array.of(0, 0, 1, 0);

/** Activating a handler, querying it and its items, and releasing it. */
export function openingContract({ group, test, each }: FamilyContract<SyncManagerWorld>): void {
  group('openHandler()', () => {
    test('initialises the handler, queries its items and sets the callback, in this order', async (world) => {
      await openRecordingHandler(world.verbs);
      expect(methodsOf(world.machine, 'ISyncMgrSynchronize')).toEqual([
        'Initialize',
        'EnumSyncMgrItems',
        'SetProgressCallback',
      ]);
    });

    test('passes an object as callback', async (world) => {
      const { verbs } = await openRecordingHandler(world.verbs);
      expect(callsOf(world.machine, 'ISyncMgrSynchronize').at(-1)).toMatchObject({ arguments: [true], result: 0 });
      expect(verbs.callbackPointer).not.toBe(0n);
    });

    test('passes the flags without a cookie', async (world) => {
      await openRecordingHandler(world.verbs, { flags: 0x306 });
      expect(callsOf(world.machine, 'ISyncMgrSynchronize')[0]?.arguments).toEqual([0, 0x306, null]);
    });

    test('passes the cookie', async (world) => {
      await openRecordingHandler(world.verbs, { flags: 0x5, cookie: Uint8Array.of(0, 1, 255) });
      expect(callsOf(world.machine, 'ISyncMgrSynchronize')[0]?.arguments).toEqual([0, 0x5, [0, 1, 255]]);
    });

    test('passes a cookie without bytes as none', async ({ connection, machine }) => {
      await connection.syncmgr.openHandler(referenceHandler, { cookie: new Uint8Array() });
      expect(callsOf(machine, 'ISyncMgrSynchronize')[0]?.arguments).toEqual([0, 0x3, null]);
    });

    test('rejects with S_FALSE when the handler does not handle the event', async (world) => {
      world.machine.scriptResult('ISyncMgrSynchronize.Initialize', hresults.S_FALSE);
      expect(await caught(openRecordingHandler(world.verbs))).toMatchObject({
        name: 'HResultError',
        hresult: hresults.S_FALSE,
        operation: 'ISyncMgrSynchronize.Initialize',
      });
      expect(methodsOf(world.machine, 'ISyncMgrSynchronize')).toEqual(['Initialize']);
    });

    each(openingCalls, 'rejects with the failure of %s and releases the handler', async (world, operation) => {
      for (const [code, hresult] of failures) {
        world.machine.scriptResult(operation, hresult);
        expect(await caught(openRecordingHandler(world.verbs))).toMatchObject({ code, operation });
      }
      expect(world.machine.countReferences()).toBe(0);
    });

    test('rejects with REGDB_E_CLASSNOTREG for a class that is not registered', async ({ verbs }) => {
      expect(await caught(verbs.openHandler(stranger, defaultSettings, () => {}))).toMatchObject({
        code: 'REGDB_E_CLASSNOTREG',
        operation: 'CoCreateInstance',
      });
    });

    test('accepts a handler that misses items', async (world) => {
      world.machine.scriptResult('ISyncMgrSynchronize.EnumSyncMgrItems', hresults.S_SYNCMGR_MISSINGITEMS);
      const { verbs } = await openRecordingHandler(world.verbs);
      expect(await verbs.enumerateItems(false)).toMatchObject({ hresult: hresults.S_SYNCMGR_MISSINGITEMS });
    });

    test('accepts a handler without items', async (world) => {
      world.machine.scriptItemCount(0);
      const { verbs } = await openRecordingHandler(world.verbs);
      expect(await verbs.enumerateItems(false)).toEqual({ hresult: hresults.S_OK, items: [] });
    });

    test('creates a handler for each call', async (world) => {
      const handlers = [await openRecordingHandler(world.verbs), await openRecordingHandler(world.verbs)];
      expect(new Set(handlers.map(({ verbs }) => verbs.callbackPointer)).size).toBe(2);
      expect(
        callsOf(world.machine, 'ISyncMgrSynchronize').filter(({ call }) => call.endsWith('Initialize')),
      ).toHaveLength(2);
    });
  });

  group('the information of a handler', () => {
    test('has its name and its flags', async (world) => {
      world.machine.scriptHandler({ name: 'Grüße an 世界', flags: 0xb });
      const { verbs } = await openRecordingHandler(world.verbs);
      expect(await verbs.getHandlerInfo(false)).toEqual({ name: 'Grüße an 世界', flags: 0xb, icon: null });
    });

    test('accepts a name that fills its array', async (world) => {
      const name = 'n'.repeat(31);
      world.machine.scriptHandler({ name });
      const { verbs } = await openRecordingHandler(world.verbs);
      expect(await verbs.getHandlerInfo(false)).toMatchObject({ name });
    });

    test('has its icon only when it is requested', async (world) => {
      world.machine.scriptHandler({ icon: true });
      const { verbs } = await openRecordingHandler(world.verbs);
      expect((await verbs.getHandlerInfo(false)).icon).toBeNull();
      const { icon } = await verbs.getHandlerInfo(true);
      expect(icon?.subarray(0, iconHeader.length)).toEqual(iconHeader);
    });

    test('has no icon when the handler has none', async (world) => {
      const { verbs } = await openRecordingHandler(world.verbs);
      expect((await verbs.getHandlerInfo(true)).icon).toBeNull();
    });

    each(failures, 'rejects with %s as GetHandlerInfo does', async (world, code, hresult) => {
      const { verbs } = await openRecordingHandler(world.verbs);
      world.machine.scriptResult('ISyncMgrSynchronize.GetHandlerInfo', hresult);
      const refused = { code, operation: 'ISyncMgrSynchronize.GetHandlerInfo' };
      expect(await caught(verbs.getHandlerInfo(false))).toMatchObject(refused);
    });

    test('has names in place of numbers in the public API', async (world) => {
      world.machine.scriptHandler({ name: 'Words', flags: 0x9, icon: true });
      const handler = await world.connection.syncmgr.openHandler(referenceHandler);
      const { icon, ...info } = await handler.info({ icon: true });
      expect(info).toEqual({
        name: 'Words',
        hasProperties: true,
        mayEstablishConnection: false,
        alwaysListHandler: false,
        hidden: true,
      });
      expect(icon?.subarray(0, iconHeader.length)).toEqual(iconHeader);
    });
  });

  group('the items of a handler', () => {
    const lastUpdate = 133_000_000_000_000_000n;

    test('have id, name, flags, state and time', async (world) => {
      world.machine.scriptItems([
        { itemId: numberedItem(1), name: 'Größe', flags: 0x3f, checked: true, lastUpdate },
        { itemId: numberedItem(2), name: '', flags: 0, checked: false },
      ]);
      const { verbs } = await openRecordingHandler(world.verbs);
      expect(await verbs.enumerateItems(false)).toEqual({
        hresult: hresults.S_OK,
        items: [
          { itemId: numberedItem(1), name: 'Größe', flags: 0x3f, checked: true, lastUpdate, icon: null },
          { itemId: numberedItem(2), name: '', flags: 0, checked: false, lastUpdate: 0n, icon: null },
        ],
      });
    });

    test('are enumerated again for each call', async (world) => {
      const { verbs } = await openRecordingHandler(world.verbs);
      world.machine.scriptItems([{ itemId: stranger, name: 'New' }]);
      expect((await verbs.enumerateItems(false)).items).toMatchObject([{ itemId: stranger, name: 'New' }]);
    });

    test('may be a thousand', async (world) => {
      world.machine.scriptItemCount(1000);
      const { verbs } = await openRecordingHandler(world.verbs);
      const { items } = await verbs.enumerateItems(false);
      expect(items).toHaveLength(1000);
      expect(items.at(-1)).toMatchObject({ itemId: numberedItem(1000), name: 'Item 1000' });
    });

    test('accept a name that fills its array', async (world) => {
      const name = 'n'.repeat(127);
      world.machine.scriptItems([{ itemId: numberedItem(1), name }]);
      const { verbs } = await openRecordingHandler(world.verbs);
      expect((await verbs.enumerateItems(false)).items).toMatchObject([{ name }]);
    });

    test('have icons only when they are requested', async (world) => {
      world.machine.scriptItems([
        { itemId: numberedItem(1), name: 'With', icon: true },
        { itemId: numberedItem(2), name: 'Without' },
      ]);
      const { verbs } = await openRecordingHandler(world.verbs);
      expect((await verbs.enumerateItems(false)).items.map(({ icon }) => icon)).toEqual([null, null]);
      const [withIcon, without] = (await verbs.enumerateItems(true)).items;
      expect(withIcon?.icon?.subarray(0, iconHeader.length)).toEqual(iconHeader);
      expect(without?.icon).toBeNull();
    });

    each(failures, 'reject with %s as EnumSyncMgrItems does', async (world, code, hresult) => {
      const { verbs } = await openRecordingHandler(world.verbs);
      world.machine.scriptResult('ISyncMgrSynchronize.EnumSyncMgrItems', hresult);
      const refused = { code, operation: 'ISyncMgrSynchronize.EnumSyncMgrItems' };
      expect(await caught(verbs.enumerateItems(false))).toMatchObject(refused);
    });

    each(failures, 'reject with %s as the enumeration does', async (world, code, hresult) => {
      const { verbs } = await openRecordingHandler(world.verbs);
      world.machine.scriptResult('ISyncMgrEnumItems.Next', hresult);
      const refused = { code, operation: 'ISyncMgrEnumItems.Next' };
      expect(await caught(verbs.enumerateItems(false))).toMatchObject(refused);
    });

    test('have names in place of numbers in the public API', async (world) => {
      world.machine.scriptResult('ISyncMgrSynchronize.EnumSyncMgrItems', hresults.S_SYNCMGR_MISSINGITEMS);
      world.machine.scriptItems([
        { itemId: numberedItem(1), name: 'One', flags: 0xb, lastUpdate },
        { itemId: numberedItem(2), name: 'Two', flags: 0x34, checked: false, lastUpdate },
      ]);
      const handler = await world.connection.syncmgr.openHandler(referenceHandler);
      expect(await handler.items()).toEqual({
        missing: true,
        items: [
          {
            id: numberedItem(1),
            name: 'One',
            checked: true,
            hasProperties: true,
            temporary: true,
            roamingUser: false,
            mayDelete: false,
            hidden: false,
            lastUpdate: new Date(Number(lastUpdate / 10_000n) - 11_644_473_600_000),
            icon: null,
          },
          {
            id: numberedItem(2),
            name: 'Two',
            checked: false,
            hasProperties: false,
            temporary: false,
            roamingUser: true,
            mayDelete: true,
            hidden: true,
            lastUpdate: null,
            icon: null,
          },
        ],
      });
    });
  });

  group('closing a handler', () => {
    test('removes the callback and releases the handler', async (world) => {
      const { verbs } = await openRecordingHandler(world.verbs);
      await verbs.close();
      expect(callsOf(world.machine, 'ISyncMgrSynchronize').at(-1)).toMatchObject({
        call: 'ISyncMgrSynchronize.SetProgressCallback',
        arguments: [null],
      });
      expect(world.machine.countReferences()).toBe(0);
    });

    test('releases the handler when removing the callback fails', async (world) => {
      const { verbs } = await openRecordingHandler(world.verbs);
      world.machine.scriptResult('ISyncMgrSynchronize.SetProgressCallback', hresults.E_FAIL);
      await caughtOrNot(verbs.close());
      expect(world.machine.countReferences()).toBe(0);
    });

    test('leaves the other handlers of the connection open', async (world) => {
      const [handler, other] = [await openRecordingHandler(world.verbs), await openRecordingHandler(world.verbs)];
      await handler.verbs.close();
      expect(await other.verbs.getHandlerInfo(false)).toMatchObject({ name: 'Reference handler' });
    });
  });
}

/** It is not documented whether closing a handler that fails is a failure. */
async function caughtOrNot(promise: Promise<void>): Promise<void> {
  await promise.catch(() => {});
}
