import { expect } from 'vitest';
import { hresults } from '../../../lib/index.js';
import { numberedItem, referenceHandler } from '../../native/syncmgr-ids.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { openDrivenHandler } from './driven-handler.js';
import { all, callsOf, errorId, nullGuid } from './helpers.js';
import type { ScriptedMachine, SyncManagerWorld } from './world.js';

const item = numberedItem(1);
const other = numberedItem(2);

const propertiesResults: readonly [string, number, string][] = [
  ['S_OK', hresults.S_OK, 'done'],
  ['S_SYNCMGR_ITEMDELETED', hresults.S_SYNCMGR_ITEMDELETED, 'itemDeleted'],
  ['S_SYNCMGR_ENUMITEMS', hresults.S_SYNCMGR_ENUMITEMS, 'enumerateItems'],
  ['S_FALSE, which has no meaning here', hresults.S_FALSE, 'done'],
];

/** The results of `EnableModeless` for the machine's handler, in the order of its calls. */
function modelessAnswers(machine: ScriptedMachine): unknown[] {
  return callsOf(machine, 'ISyncMgrSynchronizeCallback')
    .filter(({ call }) => call.endsWith('.EnableModeless'))
    .map(({ result }) => result);
}

/** A dialog that asks before it opens and reports its end. */
const dialog = [
  { do: 'enableModeless', enable: true },
  { do: 'enableModeless', enable: false },
  { do: 'completed', call: 'showProperties' },
] as const;

/** Properties, errors and the dialogs that a handler requests. */
export function dialogsContract({ group, test, each }: FamilyContract<SyncManagerWorld>): void {
  group('showProperties()', () => {
    each(propertiesResults, 'resolves to the name of %s', async (world, _name, hresult, word) => {
      const { handler } = await openDrivenHandler(world);
      world.machine.scriptSteps('showProperties', [{ do: 'completed', call: 'showProperties', hresult }]);
      expect(await handler.showProperties(item)).toBe(word);
    });

    test('shows the handler itself without an item', async (world) => {
      const { handler } = await openDrivenHandler(world);
      world.machine.scriptSteps('showProperties', [{ do: 'completed', call: 'showProperties' }]);
      await handler.showProperties();
      expect(callsOf(world.machine, 'ISyncMgrSynchronize').at(-1)).toMatchObject({
        call: 'ISyncMgrSynchronize.ShowProperties',
        arguments: [null, nullGuid],
      });
    });

    test('rejects with the failure of the handler', async (world) => {
      const { handler } = await openDrivenHandler(world);
      world.machine.scriptResult('ISyncMgrSynchronize.ShowProperties', hresults.E_NOTIMPL);
      expect(await caught(handler.showProperties(item))).toMatchObject({
        code: 'E_NOTIMPL',
        operation: 'ISyncMgrSynchronize.ShowProperties',
      });
    });

    test('resolves when the dialog was completed before the call returned', async (world) => {
      const { handler } = await openDrivenHandler(world);
      const hresult = hresults.S_SYNCMGR_ENUMITEMS;
      world.machine.scriptSteps('showProperties', [
        { do: 'completed', call: 'showProperties', hresult },
        { do: 'return' },
      ]);
      expect(await handler.showProperties(item)).toBe('enumerateItems');
    });
  });

  group('showError()', () => {
    test('resolves without a retry when no items are to be synchronised again', async (world) => {
      const { handler } = await openDrivenHandler(world);
      const hresult = hresults.S_SYNCMGR_RETRYSYNC;
      world.machine.scriptSteps('showError', [{ do: 'completed', call: 'showError', hresult }]);
      expect(await handler.showError(errorId)).toEqual({ retryItemIds: null });
    });

    test('resolves without a retry', async (world) => {
      const { handler } = await openDrivenHandler(world);
      world.machine.scriptSteps('showError', [{ do: 'completed', call: 'showError' }]);
      expect(await handler.showError(errorId)).toEqual({ retryItemIds: null });
      expect(callsOf(world.machine, 'ISyncMgrSynchronize').at(-1)?.arguments).toEqual([null, errorId]);
    });

    test('resolves with the items to retry, which can be synchronised again', async (world) => {
      const { machine } = world;
      const retry = { call: 'showError', hresult: hresults.S_SYNCMGR_RETRYSYNC, itemIds: [other, item] } as const;
      machine.scriptSteps('showError', [{ do: 'completed', ...retry }]);
      const handler = await world.connection.syncmgr.openHandler(referenceHandler);
      const { retryItemIds } = await handler.showError(errorId);
      expect(retryItemIds).toEqual([other, item]);
      const events = await all(handler.synchronize(retryItemIds ?? []));
      expect(events.at(-1)).toMatchObject({ type: 'completed', succeeded: true });
      const prepared = callsOf(machine, 'ISyncMgrSynchronize').filter(({ call }) => call.endsWith('.PrepareForSync'));
      expect(prepared).toMatchObject([{ arguments: [[other, item], null, 0] }]);
    });

    test('rejects with the failure of the handler', async (world) => {
      const { handler } = await openDrivenHandler(world);
      world.machine.scriptResult('ISyncMgrSynchronize.ShowError', hresults.E_FAIL);
      expect(await caught(handler.showError(errorId))).toMatchObject({
        code: 'E_FAIL',
        operation: 'ISyncMgrSynchronize.ShowError',
      });
    });
  });

  group('a handler that requests a dialog', () => {
    const answers: readonly [string, boolean | (() => boolean | Promise<boolean>), number][] = [
      ['true', true, hresults.S_OK],
      ['false', false, hresults.S_FALSE],
      ['a function that returns true', () => true, hresults.S_OK],
      ['a function that returns false', () => false, hresults.S_FALSE],
      ['a promise of true', async () => true, hresults.S_OK],
      ['a promise of false', async () => false, hresults.S_FALSE],
      ['a function that throws', () => refuse(), hresults.S_FALSE],
    ];

    each(answers, 'receives %s', async (world, _name, userInterface, hresult) => {
      const { handler } = await openDrivenHandler(world, { userInterface });
      world.machine.scriptSteps('showProperties', dialog);
      await handler.showProperties(item);
      expect(modelessAnswers(world.machine)).toEqual([hresult, hresults.S_OK]);
    });

    test('is refused by default', async (world) => {
      const { handler } = await openDrivenHandler(world);
      world.machine.scriptSteps('showProperties', dialog);
      await handler.showProperties(item);
      expect(modelessAnswers(world.machine)).toEqual([hresults.S_FALSE, hresults.S_OK]);
    });

    test('can be called while onDialog decides', async (world) => {
      let name: string | undefined;
      const { handler } = await openDrivenHandler(world, {
        async userInterface() {
          name = (await handler.info()).name;
          await handler.cancelAll();
          return true;
        },
      });
      world.machine.scriptSteps('showProperties', [...dialog, { do: 'return' }]);
      await handler.showProperties(item);
      expect(name).toBe('Reference handler');
      expect(modelessAnswers(world.machine)).toEqual([hresults.S_OK, hresults.S_OK]);
    });

    test('can be closed while onDialog decides', async (world) => {
      const { handler } = await openDrivenHandler(world, {
        userInterface: async () => {
          await handler.close();
          return true;
        },
      });
      world.machine.scriptSteps('showProperties', [...dialog, { do: 'return' }]);
      expect(await caught(handler.showProperties(item))).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
      expect(modelessAnswers(world.machine)[0]).toBe(hresults.S_FALSE);
    });

    test('is refused when the decision exceeds its time limit', async (world) => {
      const { handler } = await openDrivenHandler(world, {
        userInterface: () => new Promise<boolean>(() => {}),
        answerTimeout: 50,
      });
      world.machine.scriptSteps('showProperties', dialog);
      await handler.showProperties(item);
      expect(modelessAnswers(world.machine)).toEqual([hresults.S_FALSE, hresults.S_OK]);
    });

    test('cannot open a second dialog while the first is open', async (world) => {
      const { handler } = await openDrivenHandler(world, { userInterface: true });
      world.machine.scriptSteps('showProperties', [{ do: 'enableModeless', enable: true }, ...dialog]);
      await handler.showProperties(item);
      expect(modelessAnswers(world.machine)).toEqual([hresults.S_OK, hresults.S_FALSE, hresults.S_OK]);
    });
  });
}

function refuse(): boolean {
  throw new Error('no dialogs here');
}
