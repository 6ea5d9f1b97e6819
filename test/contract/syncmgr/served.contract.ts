import { expect } from 'vitest';
import type { SyncManagerInitialization } from '../../../lib/index.js';
import { hresults } from '../../../lib/index.js';
import { numberedItem, servedHandler } from '../../native/syncmgr-ids.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { errorId } from './helpers.js';
import { deferred, item, items, openServed, other, serve } from './serving.js';
import type { SyncManagerWorld } from './world.js';

/** Handlers in JavaScript, as a manager of the machine calls them: their information, and their end. */
export function servedContract(contract: FamilyContract<SyncManagerWorld>): void {
  introduction(contract);
  dialogs(contract);
  use(contract);
  ends(contract);
}

function introduction({ group, test }: FamilyContract<SyncManagerWorld>): void {
  group('a served handler', () => {
    test('returns its name and flags', async (world) => {
      const handler = await openServed(world, { name: 'Größe', hasProperties: true });
      expect(await handler.info()).toMatchObject({ name: 'Größe', hasProperties: true, hidden: false, icon: null });
    });

    test('returns its items', async (world) => {
      const lastUpdate = new Date(1_700_000_000_123);
      const handler = await openServed(world, {
        items: [{ ...items[0], id: item, name: 'One', lastUpdate }, items[1] ?? { id: other, name: '' }],
      });
      const recorded = await handler.items();
      expect(recorded.missing).toBe(false);
      expect(recorded.items).toMatchObject([
        { id: item, name: 'One', checked: true, lastUpdate },
        { id: other, name: 'Zwei für 世界', checked: false, lastUpdate: null },
      ]);
    });

    test('returns the items that exist at the time of the call', async (world) => {
      let count = 0;
      const handler = await openServed(world, {
        items: async () => {
          count += 1;
          return [{ id: numberedItem(count), name: `Item ${count}` }];
        },
      });
      const [first, second] = [await handler.items(), await handler.items()];
      expect(first.items).not.toEqual(second.items);
      expect(second.items).toMatchObject([{ id: numberedItem(count), name: `Item ${count}` }]);
    });

    test('can miss items', async (world) => {
      const handler = await openServed(world, { items: { items, missing: true } });
      expect(await handler.items()).toMatchObject({ missing: true, items: [{ id: item }, { id: other }] });
    });

    test('can have a thousand items', async (world) => {
      const many = Array.from({ length: 1000 }, (_, index) => ({ id: numberedItem(index + 1), name: `${index}` }));
      const handler = await openServed(world, { items: many });
      const recorded = await handler.items();
      expect(recorded.items.map(({ id }) => id)).toEqual(many.map(({ id }) => id));
    });

    test('fails with E_FAIL when the function for its items rejects', async (world) => {
      const opening = openServed(world, {
        items: () => {
          throw new Error('nowhere to be found');
        },
        onError() {},
      });
      expect(await caught(opening)).toMatchObject({
        code: 'E_FAIL',
        operation: 'ISyncMgrSynchronize.EnumSyncMgrItems',
      });
    });

    test('receives the reason of its initialisation', async (world) => {
      const recorded: SyncManagerInitialization[] = [];
      await openServed(
        world,
        {
          initialize(initialization) {
            recorded.push(initialization);
            return true;
          },
        },
        { event: 'invoke', settings: true, mayBotherUser: true, cookie: Uint8Array.of(7, 0) },
      );
      expect(recorded).toEqual([{ event: 'invoke', settings: true, mayBotherUser: true, cookie: Uint8Array.of(7, 0) }]);
    });

    test('can decline an event, also asynchronously', async (world) => {
      expect(await caught(openServed(world, { initialize: async () => false }))).toMatchObject({
        hresult: hresults.S_FALSE,
        operation: 'ISyncMgrSynchronize.Initialize',
      });
    });

    test('refuses what it does not implement with E_NOTIMPL', async (world) => {
      const handler = await openServed(world, {});
      expect(await caught(handler.showProperties(item))).toMatchObject({
        code: 'E_NOTIMPL',
        operation: 'ISyncMgrSynchronize.ShowProperties',
      });
      expect(await caught(handler.showError(errorId))).toMatchObject({
        code: 'E_NOTIMPL',
        operation: 'ISyncMgrSynchronize.ShowError',
      });
    });
  });
}

function dialogs({ group, test, each }: FamilyContract<SyncManagerWorld>): void {
  group('the dialogs of a served handler', () => {
    const words = ['done', 'itemDeleted', 'enumerateItems'] as const;

    each(
      words.map((word): [string, (typeof words)[number]] => [word, word]),
      'end the property page with the result %s',
      async (world, _name, word) => {
        const asked: unknown[] = [];
        const handler = await openServed(world, {
          async showProperties(itemId) {
            asked.push(itemId);
            return word;
          },
        });
        expect(await handler.showProperties(item)).toBe(word);
        expect(await handler.showProperties()).toBe(word);
        expect(asked).toEqual([item, null]);
      },
    );

    test('end an error dialog with a retry', async (world) => {
      const asked: unknown[] = [];
      const handler = await openServed(world, {
        async showError(id) {
          asked.push(id);
          return { retryItemIds: [other, item] };
        },
      });
      expect(await handler.showError(errorId)).toEqual({ retryItemIds: [other, item] });
      expect(asked).toEqual([errorId]);
    });

    test('end an error dialog without a retry', async (world) => {
      const handler = await openServed(world, { showError: () => undefined });
      expect(await handler.showError(errorId)).toEqual({ retryItemIds: null });
    });
  });
}

function use({ group, test }: FamilyContract<SyncManagerWorld>): void {
  group('a served handler without clients', () => {
    test('is reported as unused once when the last client has released it', async (world) => {
      const unused = deferred<void>();
      let reports = 0;
      await serve(world, {
        onUnused() {
          reports += 1;
          unused.resolve();
        },
      });
      const manager = await world.connect();
      const [first, second] = [
        await manager.syncmgr.openHandler(servedHandler),
        await manager.syncmgr.openHandler(servedHandler),
      ];
      await first.close();
      expect(await second.info()).toMatchObject({ name: 'Served' });
      expect(reports).toBe(0);
      await second.close();
      await unused.promise;
      expect(reports).toBe(1);
    });

    test('serves the next client, which makes it used again', async (world) => {
      const reports = [deferred<void>(), deferred<void>()];
      let count = 0;
      await serve(world, {
        onUnused() {
          reports[count]?.resolve();
          count += 1;
        },
      });
      const manager = await world.connect();
      for (const report of reports) {
        const handler = await manager.syncmgr.openHandler(servedHandler);
        expect(await handler.info()).toMatchObject({ name: 'Served' });
        await handler.close();
        await report.promise;
      }
      expect(count).toBe(2);
    });

    test('serves the next client when onUnused fails, and onError receives the failure', async (world) => {
      const failed = deferred<unknown>();
      const failure = new Error('the journal is full');
      await serve(world, {
        async onUnused() {
          throw failure;
        },
        onError: (error) => failed.resolve(error),
      });
      const manager = await world.connect();
      await (await manager.syncmgr.openHandler(servedHandler)).close();
      expect(await failed.promise).toBe(failure);
      expect(await (await manager.syncmgr.openHandler(servedHandler)).info()).toMatchObject({ name: 'Served' });
    });

    test('can be closed then, and is not available to the next client', async (world) => {
      const closed = deferred<void>();
      const served = await serve(world, {
        async onUnused() {
          await served.close();
          closed.resolve();
        },
      });
      const manager = await world.connect();
      await (await manager.syncmgr.openHandler(servedHandler)).close();
      await closed.promise;
      expect(await caught(manager.syncmgr.openHandler(servedHandler))).toMatchObject({ code: 'REGDB_E_CLASSNOTREG' });
    });

    test('is unused when the manager has closed its own connection', async (world) => {
      const unused = deferred<void>();
      await serve(world, { onUnused: () => unused.resolve() });
      const manager = await world.connect();
      await manager.syncmgr.openHandler(servedHandler);
      await manager.close();
      await unused.promise;
    });
  });
}

function ends({ group, test }: FamilyContract<SyncManagerWorld>): void {
  group('the registration of a served handler', () => {
    test('has its class', async (world) => {
      const served = await serve(world, { clsid: servedHandler.toLowerCase() });
      expect(served.clsid).toBe(servedHandler);
    });

    test('can be ended and created again', async (world) => {
      const first = await serve(world, { name: 'First' });
      await first.close();
      await first.close();
      const handler = await openServed(world, { name: 'Second' });
      expect(await handler.info()).toMatchObject({ name: 'Second' });
    });

    test('leaves no class to open when it has ended', async (world) => {
      const served = await serve(world, {});
      await served.close();
      const manager = await world.connect();
      expect(await caught(manager.syncmgr.openHandler(servedHandler))).toMatchObject({
        code: 'REGDB_E_CLASSNOTREG',
        operation: 'CoCreateInstance',
        context: `class ${servedHandler}`,
      });
    });

    test('makes clients of its handlers receive RPC_E_DISCONNECTED when it has ended', async (world) => {
      const served = await serve(world, {});
      const handler = await (await world.connect()).syncmgr.openHandler(servedHandler);
      await served.close();
      expect(await caught(handler.info())).toMatchObject({
        code: 'RPC_E_DISCONNECTED',
        operation: 'ISyncMgrSynchronize.GetHandlerInfo',
      });
      await handler.close();
    });

    test('ends with its connection', async (world) => {
      const server = await world.connect();
      await server.syncmgr.serveHandler({ clsid: servedHandler, name: 'Served', items, synchronize() {} });
      await server.close();
      expect(await caught(world.connection.syncmgr.openHandler(servedHandler))).toMatchObject({
        code: 'REGDB_E_CLASSNOTREG',
      });
    });
  });
}
