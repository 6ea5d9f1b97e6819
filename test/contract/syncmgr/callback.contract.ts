import { expect } from 'vitest';
import { hresults } from '../../../lib/index.js';
import { numberedItem } from '../../native/syncmgr-ids.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { stranger } from './helpers.js';
import { openRecordingHandler, openSilent } from './recording-handler.js';
import type { SyncManagerWorld } from './world.js';

const item = numberedItem(1);
const other = numberedItem(2);
const statusText = 0x1;
const statusType = 0x2;
const progressValue = 0x4;
const maximumValue = 0x8;
const allFields = 0xf;
const marquee = 8;

const statuses: readonly [string, number][] = [
  ['SYNCMGRSTATUS_STOPPED', 0],
  ['SYNCMGRSTATUS_FAILED', 5],
  ['SYNCMGRSTATUS_UPDATING_INDETERMINATE', marquee],
  ['SYNCMGRSTATUS_DELETED', 0x100],
  ['2^32-1', 0xffff_ffff],
];

/** The callback object as handlers call it: results and reported events. */
export function callbackContract({ group, test, each }: FamilyContract<SyncManagerWorld>): void {
  group('Progress', () => {
    test('is reported with all fields', async (world) => {
      const { recorded, callback } = await openSilent(world);
      expect(await callback.progress(item, allFields, 'half of 世界', 3, 50, 100)).toBe(hresults.S_OK);
      expect(await recorded.take('progress')).toEqual({
        type: 'progress',
        itemId: item,
        mask: allFields,
        statusText: 'half of 世界',
        statusType: 3,
        progressValue: 50,
        maximumValue: 100,
        folded: 0,
      });
    });

    test('is reported with the flagged fields', async (world) => {
      const { recorded, callback } = await openSilent(world);
      await callback.progress(item, progressValue | maximumValue, null, 5, 1, 2);
      expect(await recorded.take('progress')).toMatchObject({ mask: 0xc, progressValue: 1, maximumValue: 2 });
      await callback.progress(item, statusType, null, 4, 0, 0);
      expect(await recorded.take('progress')).toMatchObject({ mask: 0x2, statusType: 4 });
    });

    test('accepts a mask without flags', async (world) => {
      const { recorded, callback } = await openSilent(world);
      expect(await callback.progress(item, 0, null, 0, 0, 0)).toBe(hresults.S_OK);
      expect(await recorded.take('progress')).toMatchObject({ itemId: item, mask: 0 });
    });

    test('treats a flagged null text as the empty text', async (world) => {
      const { recorded, callback } = await openSilent(world);
      await callback.progress(item, statusText, null, 0, 0, 0);
      expect(await recorded.take('progress')).toMatchObject({ mask: statusText, statusText: '' });
    });

    test('passes on inconsistent values', async (world) => {
      const { recorded, callback } = await openSilent(world);
      await callback.progress(item, progressValue | maximumValue, null, 0, 0x7fff_ffff, -0x8000_0000);
      const event = await recorded.take('progress');
      expect(event).toMatchObject({ progressValue: 0x7fff_ffff, maximumValue: -0x8000_0000 });
    });

    test('ignores unknown bits of the mask', async (world) => {
      const { recorded, callback } = await openSilent(world);
      expect(await callback.progress(item, 0xffff_fff4, null, 0, 7, 0)).toBe(hresults.S_OK);
      expect(await recorded.take('progress')).toMatchObject({ progressValue: 7 });
    });

    each(statuses, 'passes on the status %s', async (world, _name, status) => {
      const { recorded, callback } = await openSilent(world);
      await callback.progress(item, statusType, null, status, 0, 0);
      expect(await recorded.take('progress')).toMatchObject({ statusType: status });
    });

    test('returns E_INVALIDARG for an unknown item and reports nothing', async (world) => {
      const { recorded, callback } = await openSilent(world);
      expect(await caught(callback.progress(stranger, progressValue, null, 0, 1, 0))).toMatchObject({
        code: 'E_INVALIDARG',
        operation: 'ISyncMgrSynchronizeCallback.Progress',
      });
      await callback.progress(item, progressValue, null, 0, 2, 0);
      expect(await recorded.take('progress')).toMatchObject({ itemId: item, progressValue: 2, folded: 0 });
    });

    test('accepts an item that was not enumerated once it is synchronised', async (world) => {
      const { verbs, recorded, callback } = await openSilent(world);
      await verbs.prepareForSync([stranger]);
      expect(await callback.progress(stranger, progressValue, null, 0, 1, 0)).toBe(hresults.S_OK);
      expect(await recorded.take('progress')).toMatchObject({ itemId: stranger });
    });

    test('accepts an item that was enumerated later', async (world) => {
      const { verbs, callback } = await openSilent(world);
      world.machine.scriptItems([{ itemId: stranger, name: 'New' }]);
      await verbs.enumerateItems(false);
      expect(await callback.progress(stranger, progressValue, null, 0, 1, 0)).toBe(hresults.S_OK);
    });

    test('is reported for each item in the order of the calls', async (world) => {
      const { recorded, callback } = await openSilent(world);
      for (const itemId of [item, other]) await callback.progress(itemId, progressValue, null, 0, 1, 0);
      expect([(await recorded.take('progress')).itemId, (await recorded.take('progress')).itemId]).toEqual([
        item,
        other,
      ]);
    });
  });

  group('structures of another size', () => {
    const sizes: readonly [string, number][] = [
      ['0 bytes', 0],
      ['a byte less than one', 31],
      ['a byte more than one', 33],
    ];

    each(sizes, 'return E_INVALIDARG from Progress: %s', async (world, _name, size) => {
      world.machine.scriptSteps('showProperties', [
        { do: 'progress', itemId: item, progressValue: 1, size },
        { do: 'establishConnection', connection: null },
      ]);
      const { verbs, recorded } = await openRecordingHandler(world.verbs);
      await verbs.showProperties(item);
      await recorded.take('establishConnection');
      const [progress] = world.machine.log().filter(({ call }) => call.endsWith('.Progress'));
      expect(progress?.result).toBe(hresults.E_INVALIDARG);
    });

    each(sizes, 'return E_INVALIDARG from LogError: %s', async (world, _name, size) => {
      world.machine.scriptSteps('showProperties', [
        { do: 'logError', level: 1, text: 'text', size },
        { do: 'establishConnection', connection: null },
      ]);
      const { verbs, recorded } = await openRecordingHandler(world.verbs);
      await verbs.showProperties(item);
      await recorded.take('establishConnection');
      const [entry] = world.machine.log().filter(({ call }) => call.endsWith('.LogError'));
      expect(entry?.result).toBe(hresults.E_INVALIDARG);
    });
  });

  group('after the handler was closed', () => {
    test('Progress returns S_SYNCMGR_CANCELALL', async (world) => {
      const { verbs, callback } = await openSilent(world);
      await verbs.close();
      expect(await callback.progress(item, progressValue, null, 0, 1, 0)).toBe(hresults.S_SYNCMGR_CANCELALL);
    });

    test('a pending call cannot be completed any more', async (world) => {
      const { verbs, callback } = await openSilent(world);
      await verbs.synchronize();
      await verbs.close();
      expect(await caught(callback.synchronizeCompleted(hresults.S_OK))).toMatchObject({ code: 'E_UNEXPECTED' });
    });

    test('EnableModeless returns S_FALSE', async (world) => {
      const { verbs, callback } = await openSilent(world, { userInterface: 'allow' });
      await verbs.close();
      expect(await callback.enableModeless(true)).toBe(hresults.S_FALSE);
    });
  });
}
