import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hresults } from '../../lib/index.js';
import { callSlot, createInstance, guidBytes, koffi, release, serveClass, textAddress } from './koffi-com.js';
import { useReferenceSyncManager } from './reference-sync-manager.js';
import { rawCallback } from './syncmgr-callback.js';
import { driveHandler } from './syncmgr-client.js';
import { hasSyncManagerLibrary, numberedItem, referenceHandler, servedHandler } from './syncmgr-library.js';

const handlerInterface = '{6295DF40-35EE-11D1-8707-00C04FD93327}';
const otherClass = '{11111111-2222-3333-4444-555555555555}';

/** Verifies through koffi that the reference servers follow the documented rules, since other tests rely on them. */
describe.runIf(hasSyncManagerLibrary)('the reference handler', () => {
  const reference = useReferenceSyncManager();
  const { hold, workersEnd } = reference;

  describe('in process', () => {
    const slots = {
      initialize: 3,
      getHandlerInfo: 4,
      setProgressCallback: 8,
      prepareForSync: 9,
      synchronize: 10,
      setItemStatus: 11,
    };
    let handler: bigint;
    let callback: bigint;

    beforeEach(() => {
      handler = hold(createInstance(referenceHandler, handlerInterface));
      callback = hold(reference.library.createCallback());
      callSlot(handler, slots.initialize, 'uint32_t a, uint32_t flags, uint32_t size, void *cookie', 0, 3, 0, null);
      callSlot(handler, slots.setProgressCallback, 'uint64_t callback', callback);
    });

    afterEach(async () => {
      callSlot(handler, slots.setProgressCallback, 'uint64_t callback', 0n);
      await workersEnd();
    });

    function callPrepareForSync(...items: string[]): number {
      const ids = new Uint8Array(items.flatMap((item) => [...guidBytes(item)]));
      const parameters = 'uint32_t count, const uint8_t *ids, void *parent, uint32_t reserved';
      return callSlot(handler, slots.prepareForSync, parameters, items.length, ids, null, 0);
    }

    const prepare = (...items: string[]) => expect(callPrepareForSync(...items)).toBe(hresults.S_OK);
    const synchronize = () => expect(callSlot(handler, slots.synchronize, 'void *parent', null)).toBe(hresults.S_OK);
    const reports = () => reference.library.log().filter(({ call }) => call === 'ISyncMgrSynchronizeCallback.Progress');

    it('lives in a single-threaded apartment and reports from another thread', async () => {
      prepare(numberedItem(1));
      await workersEnd();
      synchronize();
      await workersEnd();
      const prepared = reference.library.log().find(({ call }) => call === 'ISyncMgrSynchronize.PrepareForSync');
      expect(prepared).toMatchObject({ apartment: 'single', arguments: [[numberedItem(1)], null, 0], result: 0 });
      expect(reports().length).toBeGreaterThan(0);
      for (const report of reports()) {
        expect(report.apartment).toBe('multi');
        expect(report.thread).not.toBe(prepared?.thread);
      }
    });

    it('reports the maximum first, then values with texts, finally the status', async () => {
      prepare(numberedItem(1));
      await workersEnd();
      // Each report is logged twice: by the handler and by the callback of the same library.
      reference.library.scriptResult('ISyncMgrSynchronizeCallback.Progress', hresults.S_OK);
      synchronize();
      await workersEnd();
      const masks = reports().map(({ arguments: [, mask] }) => mask);
      expect(masks.filter((_, index) => index % 2 === 0)).toEqual([0x8, 0x5, 0x5, 0x5, 0x2]);
    });

    it('ends an item as skipped at the first report that returns its cancellation', async () => {
      reference.library.scriptResult('ISyncMgrSynchronizeCallback.Progress', hresults.S_SYNCMGR_CANCELITEM);
      prepare(numberedItem(1), numberedItem(2));
      await workersEnd();
      synchronize();
      await workersEnd();
      const skipped = 1;
      expect(reports().map(({ arguments: [id, mask, , status] }) => [id, mask, status])).toEqual(
        [1, 2].flatMap((number) => [
          ...twice([numberedItem(number), 0x8, null]),
          ...twice([numberedItem(number), 0x2, skipped]),
        ]),
      );
    });

    it('begins no other item after a report returned the cancellation of all', async () => {
      reference.library.scriptResult('ISyncMgrSynchronizeCallback.Progress', hresults.S_SYNCMGR_CANCELALL);
      prepare(numberedItem(1), numberedItem(2));
      await workersEnd();
      synchronize();
      await workersEnd();
      expect(new Set(reports().map(({ arguments: [id] }) => id))).toEqual(new Set([numberedItem(1)]));
    });

    it('skips an item for which SetItemStatus was called', async () => {
      prepare(numberedItem(1));
      await workersEnd();
      const skipped = 1;
      callSlot(handler, slots.setItemStatus, 'const uint8_t *id, uint32_t status', guidBytes(numberedItem(1)), skipped);
      synchronize();
      await workersEnd();
      expect(reports().at(-1)?.arguments).toEqual([numberedItem(1), 0x2, null, skipped, null, null]);
    });

    it('plays the steps before the return within the call, on its thread', () => {
      reference.library.scriptSteps('prepareForSync', [{ do: 'completed', call: 'prepareForSync' }, { do: 'return' }]);
      prepare(numberedItem(1));
      expect(reference.library.countWorkers()).toBe(0);
      const calls = reference.library.log().map(({ call }) => call);
      expect(calls.indexOf('ISyncMgrSynchronizeCallback.PrepareForSyncCompleted')).toBeGreaterThan(
        calls.indexOf('ISyncMgrSynchronize.PrepareForSync'),
      );
    });

    it('waits at the closed gate', async () => {
      reference.library.closeGate();
      reference.library.scriptSteps('prepareForSync', [{ do: 'gate' }, { do: 'completed', call: 'prepareForSync' }]);
      prepare(numberedItem(1));
      expect(reference.library.countWorkers()).toBe(1);
      reference.library.openGate();
      await workersEnd();
      expect(reference.library.log().at(-1)?.call).toBe('ISyncMgrSynchronizeCallback.PrepareForSyncCompleted');
    });

    it('measures the time of its reports', async () => {
      reference.library.scriptSteps('prepareForSync', [{ do: 'measure', itemId: numberedItem(1), count: 100 }]);
      expect(reference.library.measuredMedian()).toBe(-1);
      prepare(numberedItem(1));
      await workersEnd();
      expect(reference.library.measuredMedian()).toBeGreaterThan(0);
    });

    it('has an icon if a test sets one', () => {
      reference.library.scriptHandler({ name: 'With icon', flags: 1, icon: true });
      const out = new BigUint64Array(1);
      callSlot(handler, slots.getHandlerInfo, 'uint64_t *information', out);
      const information = out[0] ?? 0n;
      const iconOffset = 8n;
      expect(koffi.decode(information, 'uint32_t')).toBe(88);
      expect(koffi.decode(information + iconOffset, 'uint64_t')).not.toBe(0);
    });

    it('starts nothing when it returns a failure', async () => {
      reference.library.scriptResult('ISyncMgrSynchronize.PrepareForSync', hresults.S_FALSE);
      expect(callPrepareForSync(numberedItem(1))).toBe(hresults.S_FALSE);
      await workersEnd();
      expect(reference.library.log().map(({ call }) => call)).not.toContain(
        'ISyncMgrSynchronizeCallback.PrepareForSyncCompleted',
      );
    });
  });

  describe('driven by the client program, over the proxies', () => {
    const itemCount = 1000;
    let revoke: () => void;

    beforeEach(() => {
      reference.library.scriptItemCount(itemCount);
      revoke = serveClass(reference.library.path, referenceHandler, servedHandler);
    });

    afterEach(() => revoke());

    it('synchronises a thousand items', async () => {
      const record = await driveHandler(servedHandler);
      expect(record).toMatchObject({
        failure: hresults.S_OK,
        name: 'Reference handler',
        items: itemCount,
        firstItem: 'Item 1',
        prepareCompleted: hresults.S_OK,
        completed: hresults.S_OK,
        reports: 5 * itemCount,
        strangers: 0,
        succeeded: itemCount,
        unreported: 0,
        lastText: '3 of 3',
      });
    });

    it('synchronises them on several threads', async () => {
      reference.library.scriptSteps('synchronize', [
        { do: 'synchronizeItems', threads: 4 },
        { do: 'completed', call: 'synchronize' },
      ]);
      await expect(driveHandler(servedHandler)).resolves.toMatchObject({
        reports: 5 * itemCount,
        succeeded: itemCount,
      });
    });

    it('ends one that is cancelled', async () => {
      const record = await driveHandler(servedHandler, { answer: 'cancelItem', after: 500 });
      expect(record).toMatchObject({ succeeded: itemCount - 1, skipped: 1, reportsAfterCancel: 1, unreported: 0 });
    });

    it('ends when all is cancelled', async () => {
      const record = await driveHandler(servedHandler, { answer: 'cancelAll', after: 500 });
      expect(record).toMatchObject({ succeeded: 100, stopped: 1, reportsAfterCancel: 1, unreported: itemCount - 101 });
    });

    it('passes on null texts and missing information', async () => {
      reference.library.scriptSteps('synchronize', [
        { do: 'logError', level: 3, text: 'a text' },
        { do: 'logError', level: 1, text: 'a text', errorFlags: 1, errorId: otherClass, itemId: numberedItem(1) },
        { do: 'progress', itemId: numberedItem(1), statusText: null },
        { do: 'completed', call: 'synchronize', hresult: hresults.E_ABORT },
      ]);
      await expect(driveHandler(servedHandler)).resolves.toMatchObject({
        logEntries: 2,
        reports: 1,
        completed: hresults.E_ABORT,
      });
    });
  });

  it('reads raw structures of its callback slot by slot', () => {
    const callback = rawCallback(hold(reference.library.createCallback()));
    const item = numberedItem(1);
    callback.completed('showPropertiesCompleted', hresults.S_SYNCMGR_ITEMDELETED);
    callback.completed('prepareForSyncCompleted', hresults.E_FAIL);
    callback.completed('synchronizeCompleted');
    callback.showErrorCompleted(
      hresults.S_SYNCMGR_RETRYSYNC,
      2,
      new Uint8Array([...guidBytes(item), ...guidBytes(otherClass)]),
    );
    callback.enableModeless(1);
    callback.progress(item, {
      mask: 0xf,
      lpcStatusText: textAddress('Größe'),
      dwStatusType: 3,
      iProgValue: -1,
      iMaxValue: 2,
    });
    callback.progress(item, { mask: 0x4, iProgValue: 5 });
    callback.logError(3, 'a text', { mask: 0x7, flags: 1, errorId: otherClass, itemId: item });
    callback.deleteLogError(otherClass);
    callback.establishConnection(null);
    expect(
      reference.library
        .log()
        .map((entry) => [entry.call.replace('ISyncMgrSynchronizeCallback.', ''), ...entry.arguments]),
    ).toEqual([
      ['ShowPropertiesCompleted', hresults.S_SYNCMGR_ITEMDELETED],
      ['PrepareForSyncCompleted', hresults.E_FAIL],
      ['SynchronizeCompleted', 0],
      ['ShowErrorCompleted', hresults.S_SYNCMGR_RETRYSYNC, [item, otherClass]],
      ['EnableModeless', 1],
      ['Progress', item, 0xf, 'Größe', 3, -1, 2],
      ['Progress', item, 0x4, null, null, 5, null],
      ['LogError', 3, 'a text', 1, otherClass, item],
      ['DeleteLogError', otherClass],
      ['EstablishConnection', null],
    ]);
  });

  it('registers a callback in the table and revokes it', () => {
    const before = reference.library.countReferences();
    const cookie = reference.library.createCallbackInTable();
    expect(cookie).not.toBe(0);
    expect(reference.library.countReferences()).toBeGreaterThan(before);
    reference.library.revokeFromTable(cookie);
    expect(reference.library.countReferences()).toBe(before);
  });

  it('counts the references of its clients', () => {
    const before = reference.library.countReferences();
    const callback = reference.library.createCallback();
    expect(reference.library.countReferences()).toBe(before + 1);
    release(callback);
    expect(reference.library.countReferences()).toBe(before);
  });
});

function twice<Value>(value: Value): Value[] {
  return [value, value];
}
