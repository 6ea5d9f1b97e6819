import { expect } from 'vitest';
import { numberedItem, referenceHandler, servedHandler } from '../../native/syncmgr-ids.js';
import type { FamilyContract } from '../kit/describe.js';
import { unpaired } from '../kit/texts.js';
import { callsOf, errorId } from './helpers.js';
import { openRecordingHandler, openSilent } from './recording-handler.js';
import { item, openServed } from './serving.js';
import type { SyncManagerWorld } from './world.js';

/** Texts of Sync Manager and Sync Center: UTF-16 in both directions, also if it is not valid. */
export function textsContract({ group, test }: FamilyContract<SyncManagerWorld>): void {
  group('text with unpaired surrogates', () => {
    test('is unchanged in the name of a handler', async (world) => {
      const handler = await openServed(world, { name: unpaired });
      expect((await handler.info()).name).toBe(unpaired);
    });

    test('is unchanged in the name of an item of a served handler', async (world) => {
      const handler = await openServed(world, { items: [{ id: item, name: unpaired }] });
      expect((await handler.items()).items.map(({ name }) => name)).toEqual([unpaired]);
    });

    test('is unchanged in the name of an item of a registered handler, in the public API and below the seam', async (world) => {
      const itemId = numberedItem(1);
      world.machine.scriptItems([{ itemId, name: unpaired }]);
      const { verbs } = await openRecordingHandler(world.verbs);
      const handler = await world.connection.syncmgr.openHandler(referenceHandler);
      expect((await handler.items()).items.map(({ name }) => name)).toEqual([unpaired]);
      expect((await verbs.enumerateItems(false)).items.map(({ name }) => name)).toEqual([unpaired]);
    });

    test('is unchanged in the status text of progress', async (world) => {
      const { recorded, callback } = await openSilent(world);
      await callback.progress(item, 0x1, unpaired, 0, 0, 0);
      expect(await recorded.take('progress')).toMatchObject({ statusText: unpaired });
    });

    test('is unchanged in the text of a logged error', async (world) => {
      const { recorded, callback } = await openSilent(world);
      await callback.logError(3, unpaired, 0, errorId, item);
      expect(await recorded.take('logError')).toMatchObject({ text: unpaired });
    });

    test('is unchanged in the name of a connection', async (world) => {
      const { recorded, callback } = await openSilent(world);
      await callback.establishConnection(unpaired);
      expect(await recorded.take('establishConnection')).toMatchObject({ connection: unpaired });
    });

    test('is unchanged in every text of an event of Sync Center and in the id of its item', async (world) => {
      const itemId = unpaired;
      const report = await world.connection.syncmgr.openReport(referenceHandler, [itemId]);
      const texts = {
        itemId,
        name: unpaired,
        description: unpaired,
        linkText: unpaired,
        linkReference: unpaired,
        context: unpaired,
      };
      await report.reportEvent({ ...texts, level: 'error' });
      expect(world.machine.events()).toMatchObject([texts]);
    });

    test('is unchanged in the texts of the progress of a report', async (world) => {
      const report = await world.connection.syncmgr.openReport(referenceHandler, [unpaired]);
      await report.reportProgress(unpaired, { status: 'updating', text: unpaired, currentStep: 1, maximumStep: 2 });
      await report.setHandlerProgressText(unpaired);
      const calls = callsOf(world.machine, 'ISyncMgrSyncCallback');
      const argumentsOf = (method: string) => calls.find(({ call }) => call.endsWith(`.${method}`))?.arguments;
      expect(argumentsOf('ReportProgress')?.slice(0, 2)).toEqual([unpaired, unpaired]);
      expect(argumentsOf('SetHandlerProgressText')?.[0]).toBe(unpaired);
    });

    test('is unchanged in the ids of items that Sync Center controls', async ({ connection, machine }) => {
      const { control } = connection.syncmgr;
      await control.stopItemSync(referenceHandler, [unpaired, 'b']);
      await control.updateItem(referenceHandler, unpaired);
      const calls = callsOf(machine, 'ISyncMgrControl').map((call) => call.arguments);
      expect(calls).toEqual([
        [referenceHandler, [unpaired, 'b']],
        [referenceHandler, unpaired, 0],
      ]);
    });

    test('is unchanged in the description of a registered handler and in the list of handlers', async ({
      connection,
      machine,
    }) => {
      const { registration } = connection.syncmgr;
      await registration.register(servedHandler, { description: unpaired });
      try {
        expect(callsOf(machine, 'ISyncMgrRegister')[0]?.arguments).toContain(unpaired);
        expect(await connection.syncmgr.handlers()).toContainEqual({ clsid: servedHandler, description: unpaired });
      } finally {
        await registration.unregister(servedHandler);
      }
    });
  });
}
