import { expect } from 'vitest';
import { hresults } from '../../../lib/index.js';
import { referenceHandler, servedHandler } from '../../native/syncmgr-ids.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { callsOf, stranger } from './helpers.js';
import type { SyncManagerWorld } from './world.js';

const events = ['connect', 'pendingDisconnect', 'idle'] as const;

/** Sync Manager itself: its list of handlers, and running handlers. */
export function registrationContract({ group, test, each }: FamilyContract<SyncManagerWorld>): void {
  group('the handlers of the machine', () => {
    test('are listed with their descriptions', async ({ connection }) => {
      expect(await connection.syncmgr.handlers()).toContainEqual({
        clsid: referenceHandler,
        description: 'Reference handler',
      });
    });

    test('include a registered one until it is unregistered', async ({ connection }) => {
      const { registration } = connection.syncmgr;
      await registration.register(servedHandler, { description: 'Größe' });
      expect(await connection.syncmgr.handlers()).toContainEqual({ clsid: servedHandler, description: 'Größe' });
      await registration.unregister(servedHandler);
      expect((await connection.syncmgr.handlers()).map(({ clsid }) => clsid)).not.toContain(servedHandler);
    });
  });

  group('the registration of a handler', () => {
    const sets = [[], ['idle'], ['connect', 'pendingDisconnect'], events] as const;

    each(
      sets.map((set): [string, (typeof events)[number][]] => [set.join(' and ') || 'none', [...set]]),
      'keeps its events: %s',
      async ({ connection, machine }, _name, set) => {
        const { registration } = connection.syncmgr;
        await registration.register(servedHandler, { events: set });
        expect(await registration.get(servedHandler)).toEqual({ events: set });
        const flags = set.reduce((sum, event) => sum | (1 << events.indexOf(event)), 0);
        expect(callsOf(machine, 'ISyncMgrRegister')[0]?.arguments).toEqual([servedHandler, null, flags]);
        await registration.unregister(servedHandler);
      },
    );

    test('is null when the handler is not registered', async ({ connection }) => {
      expect(await connection.syncmgr.registration.get(stranger)).toBeNull();
    });

    test('replaces an earlier one', async ({ connection }) => {
      const { registration } = connection.syncmgr;
      await registration.register(servedHandler, { events: ['connect'] });
      await registration.register(servedHandler, { events: ['idle'] });
      expect(await registration.get(servedHandler)).toEqual({ events: ['idle'] });
      await registration.unregister(servedHandler);
      expect(await registration.get(servedHandler)).toBeNull();
    });

    const methods: readonly [string, (world: SyncManagerWorld) => Promise<unknown>][] = [
      ['RegisterSyncMgrHandler', ({ connection }) => connection.syncmgr.registration.register(servedHandler)],
      ['UnregisterSyncMgrHandler', ({ connection }) => connection.syncmgr.registration.unregister(servedHandler)],
      ['GetHandlerRegistrationInfo', ({ connection }) => connection.syncmgr.registration.get(servedHandler)],
    ];

    each(methods, 'rejects with the failure of Sync Manager: %s', async (world, method, call) => {
      world.machine.scriptResult(`ISyncMgrRegister.${method}`, hresults.E_ACCESSDENIED);
      expect(await caught(call(world))).toMatchObject({
        code: 'E_ACCESSDENIED',
        operation: `ISyncMgrRegister.${method}`,
      });
    });
  });

  group('the class of a handler', () => {
    const scopes: readonly [string, 'user' | 'machine'][] = [
      ['the user', 'user'],
      ['the machine', 'machine'],
    ];
    const command = '"C:\\a folder\\handler.exe" --serve "C:\\a folder\\\\" C:\\ "" "a \\"word\\"" größe';
    const program = {
      clsid: servedHandler,
      description: 'A handler',
      executable: 'C:\\a folder\\handler.exe',
      arguments: ['--serve', 'C:\\a folder\\', 'C:\\', '', 'a "word"', 'größe'],
    };
    const foreign = { description: 'Of another program', command: 'C:\\other.exe' };

    each(scopes, 'is installed for %s and removed again', async ({ connection, machine }, _name, scope) => {
      const { registration } = connection.syncmgr;
      const { clsid, description } = program;
      await registration.installClass({ ...program, scope });
      expect(machine.localServer(clsid, scope)).toEqual({ description, command });
      await registration.uninstallClass(clsid, { scope });
      expect(machine.localServer(clsid, scope)).toBeNull();
    });

    test('is installed for the user by default, not for the machine', async (world) => {
      const { registration } = world.connection.syncmgr;
      await registration.installClass(program);
      expect(world.machine.localServer(program.clsid, 'user')).toMatchObject({ command });
      expect(world.machine.localServer(program.clsid, 'machine')).toBeNull();
      await registration.uninstallClass(program.clsid);
      expect(world.machine.localServer(program.clsid, 'user')).toBeNull();
    });

    test('replaces an earlier one', async ({ connection, machine }) => {
      const { registration } = connection.syncmgr;
      await registration.installClass(program);
      await registration.installClass({ clsid: program.clsid, description: 'Other', executable: 'C:\\other.exe' });
      expect(machine.localServer(program.clsid, 'user')).toEqual({ description: 'Other', command: '"C:\\other.exe"' });
      await registration.uninstallClass(program.clsid);
      expect(machine.localServer(program.clsid, 'user')).toBeNull();
    });

    const context = 'the class was registered by another program';
    const refusals = {
      install: { code: 'ERROR_ALREADY_EXISTS', operation: 'RegSetValueEx', context },
      uninstall: { code: 'REGDB_E_INVALIDVALUE', operation: 'RegDeleteTree', context },
    };

    each(scopes, 'of another program is neither replaced nor removed: %s', async (world, _name, scope) => {
      const { registration } = world.connection.syncmgr;
      world.machine.setLocalServer(program.clsid, scope, foreign);
      try {
        expect(await caught(registration.installClass({ ...program, scope }))).toMatchObject(refusals.install);
        expect(await caught(registration.uninstallClass(program.clsid, { scope }))).toMatchObject(refusals.uninstall);
        expect(world.machine.localServer(program.clsid, scope)).toEqual(foreign);
      } finally {
        world.machine.setLocalServer(program.clsid, scope, null);
      }
    });

    test('is not removed when another program has overwritten it', async ({ connection, machine }) => {
      const { registration } = connection.syncmgr;
      await registration.installClass(program);
      machine.setLocalServer(program.clsid, 'user', foreign);
      try {
        expect(await caught(registration.uninstallClass(program.clsid))).toMatchObject(refusals.uninstall);
        expect(await caught(registration.installClass(program))).toMatchObject(refusals.install);
        expect(machine.localServer(program.clsid, 'user')).toEqual(foreign);
      } finally {
        machine.setLocalServer(program.clsid, 'user', null);
      }
    });

    test('that has an in-process server is neither replaced nor removed', async ({ connection }) => {
      const { registration } = connection.syncmgr;
      const scope = 'machine';
      expect(await caught(registration.installClass({ ...program, clsid: referenceHandler, scope }))).toMatchObject(
        refusals.install,
      );
      expect(await caught(registration.uninstallClass(referenceHandler, { scope }))).toMatchObject(refusals.uninstall);
      await (await connection.syncmgr.openHandler(referenceHandler)).close();
    });

    test('can be removed when it is not installed', async ({ connection }) => {
      await connection.syncmgr.registration.uninstallClass(stranger);
      await connection.syncmgr.registration.uninstallClass(stranger, { scope: 'machine' });
    });
  });

  group('Sync Manager', () => {
    test('is asked to run a handler with flags and cookie', async ({ connection, machine }) => {
      const cookie = Uint8Array.of(1, 0, 255);
      await connection.syncmgr.invoke.updateItems(referenceHandler, { startSync: true, minimized: true, cookie });
      expect(callsOf(machine, 'ISyncMgrSynchronizeInvoke')).toMatchObject([
        {
          call: 'ISyncMgrSynchronizeInvoke.UpdateItems',
          arguments: [6, referenceHandler, [1, 0, 255]],
          result: hresults.S_OK,
        },
      ]);
    });

    test('is asked to run a handler without flags and cookie', async ({ connection, machine }) => {
      await connection.syncmgr.invoke.updateItems(referenceHandler);
      expect(callsOf(machine, 'ISyncMgrSynchronizeInvoke')[0]?.arguments).toEqual([0, referenceHandler, null]);
    });

    test('is asked to run a handler without a cookie when the cookie has no bytes', async ({ connection, machine }) => {
      await connection.syncmgr.invoke.updateItems(referenceHandler, { cookie: new Uint8Array() });
      expect(callsOf(machine, 'ISyncMgrSynchronizeInvoke')[0]?.arguments).toEqual([0, referenceHandler, null]);
    });

    test('is asked to run every handler', async ({ connection, machine }) => {
      await connection.syncmgr.invoke.updateAll();
      expect(callsOf(machine, 'ISyncMgrSynchronizeInvoke')).toMatchObject([
        { call: 'ISyncMgrSynchronizeInvoke.UpdateAll', arguments: [], result: hresults.S_OK },
      ]);
    });

    const methods: readonly [string, (world: SyncManagerWorld) => Promise<unknown>][] = [
      ['UpdateItems', ({ connection }) => connection.syncmgr.invoke.updateItems(referenceHandler)],
      ['UpdateAll', ({ connection }) => connection.syncmgr.invoke.updateAll()],
    ];

    each(methods, 'rejects with its failures: %s', async (world, method, call) => {
      world.machine.scriptResult(`ISyncMgrSynchronizeInvoke.${method}`, hresults.E_FAIL);
      expect(await caught(call(world))).toMatchObject({
        code: 'E_FAIL',
        operation: `ISyncMgrSynchronizeInvoke.${method}`,
      });
    });
  });
}
