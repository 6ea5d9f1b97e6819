import { expect } from 'vitest';
import { hresults } from '../../../lib/index.js';
import { numberedItem } from '../../native/syncmgr-ids.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { errorId, nullGuid } from './helpers.js';
import { openSilent } from './recording-handler.js';
import type { SyncManagerWorld } from './world.js';

const item = numberedItem(1);
const progressValue = 0x4;

const invalidLevels: readonly [string, number][] = [
  ['0', 0],
  ['4', 4],
  ['2^32-1', 0xffff_ffff],
];

/** The callback object as handlers call it: log, connections and dialogs. */
export function callbackMessagesContract({ group, test, each }: FamilyContract<SyncManagerWorld>): void {
  group('LogError', () => {
    test('is reported with all its fields', async (world) => {
      const { recorded, callback } = await openSilent(world);
      await callback.logError(3, 'a text', 1, errorId, item);
      expect(await recorded.take('logError')).toEqual({
        type: 'logError',
        level: 3,
        text: 'a text',
        errorFlags: 1,
        errorId,
        itemId: item,
        folded: 0,
      });
    });

    test('accepts a text alone', async (world) => {
      const { recorded, callback } = await openSilent(world);
      await callback.logError(1, '', null, null, null);
      expect(await recorded.take('logError')).toMatchObject({
        level: 1,
        text: '',
        errorFlags: null,
        errorId: null,
        itemId: null,
      });
    });

    test('accepts an item alone', async (world) => {
      const { recorded, callback } = await openSilent(world);
      await callback.logError(2, 'a text', null, null, item);
      expect(await recorded.take('logError')).toMatchObject({
        level: 2,
        errorFlags: null,
        errorId: null,
        itemId: item,
      });
    });

    each(invalidLevels, 'returns E_INVALIDARG for the level %s', async (world, _name, level) => {
      const { callback } = await openSilent(world);
      expect(await caught(callback.logError(level, 'a text', null, null, null))).toMatchObject({
        code: 'E_INVALIDARG',
        operation: 'ISyncMgrSynchronizeCallback.LogError',
      });
    });

    test('is reported in order with progress', async (world) => {
      const { recorded, callback } = await openSilent(world);
      await callback.logError(1, 'first', null, null, null);
      await callback.progress(item, progressValue, null, 0, 1, 0);
      await callback.logError(1, 'second', null, null, null);
      expect(await recorded.take('logError')).toMatchObject({ text: 'first' });
      await recorded.take('progress');
      expect(await recorded.take('logError')).toMatchObject({ text: 'second' });
    });
  });

  group('DeleteLogError', () => {
    test('is reported with the id', async (world) => {
      const { recorded, callback } = await openSilent(world);
      await callback.deleteLogError(errorId);
      expect(await recorded.take('deleteLogError')).toEqual({ type: 'deleteLogError', errorId, folded: 0 });
    });

    test('is reported with GUID_NULL for all entries', async (world) => {
      const { recorded, callback } = await openSilent(world);
      await callback.deleteLogError(nullGuid);
      expect(await recorded.take('deleteLogError')).toEqual({ type: 'deleteLogError', errorId: nullGuid, folded: 0 });
    });
  });

  group('EstablishConnection', () => {
    test('is reported with the name', async (world) => {
      const { recorded, callback } = await openSilent(world);
      await callback.establishConnection('Büro');
      expect(await recorded.take('establishConnection')).toEqual({
        type: 'establishConnection',
        connection: 'Büro',
        folded: 0,
      });
    });

    test('is reported without a name', async (world) => {
      const { recorded, callback } = await openSilent(world);
      await callback.establishConnection(null);
      expect(await recorded.take('establishConnection')).toEqual({
        type: 'establishConnection',
        connection: null,
        folded: 0,
      });
    });
  });

  group('EnableModeless', () => {
    test('returns S_FALSE when dialogs are not allowed', async (world) => {
      const { callback } = await openSilent(world, { userInterface: 'refuse' });
      expect(await callback.enableModeless(true)).toBe(hresults.S_FALSE);
    });

    test('returns S_OK for one dialog at a time when dialogs are allowed', async (world) => {
      const { callback } = await openSilent(world, { userInterface: 'allow' });
      expect(await callback.enableModeless(true)).toBe(hresults.S_OK);
      expect(await callback.enableModeless(true)).toBe(hresults.S_FALSE);
      expect(await callback.enableModeless(false)).toBe(hresults.S_OK);
      expect(await callback.enableModeless(true)).toBe(hresults.S_OK);
    });

    test('accepts the end of a dialog that was never open', async (world) => {
      const { callback } = await openSilent(world);
      expect(await callback.enableModeless(false)).toBe(hresults.S_OK);
    });

    test('waits for the decision of the application and uses the first', async (world) => {
      const { recorded, callback } = await openSilent(world, { userInterface: 'ask' });
      const allowing = callback.enableModeless(true);
      const question = await recorded.take('enableModeless');
      question.answer(true);
      question.answer(false);
      expect(await allowing).toBe(hresults.S_OK);
    });

    test('returns S_FALSE when the application refuses', async (world) => {
      const { recorded, callback } = await openSilent(world, { userInterface: 'ask' });
      const refusing = callback.enableModeless(true);
      (await recorded.take('enableModeless')).answer(false);
      expect(await refusing).toBe(hresults.S_FALSE);
    });

    test('does not ask the application while a dialog is open', async (world) => {
      const { recorded, callback } = await openSilent(world, { userInterface: 'ask' });
      const allowing = callback.enableModeless(true);
      (await recorded.take('enableModeless')).answer(true);
      await allowing;
      expect(await callback.enableModeless(true)).toBe(hresults.S_FALSE);
      await callback.enableModeless(false);
      const again = callback.enableModeless(true);
      (await recorded.take('enableModeless')).answer(true);
      expect(await again).toBe(hresults.S_OK);
    });

    test('returns S_FALSE from a pending call when the handler is closed', async (world) => {
      const { verbs, recorded, callback } = await openSilent(world, { userInterface: 'ask' });
      const asking = callback.enableModeless(true);
      const { answer } = await recorded.take('enableModeless');
      await verbs.close();
      expect(await asking).toBe(hresults.S_FALSE);
      answer(true);
    });
  });
}
