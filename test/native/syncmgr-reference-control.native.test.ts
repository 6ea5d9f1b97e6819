import { beforeEach, describe, expect, it } from 'vitest';
import { hresults } from '../../lib/index.js';
import { callSlot, createInstance, guidBytes, release, textAddress } from './koffi-com.js';
import { useReferenceSyncManager } from './reference-sync-manager.js';
import { syncmgrClasses } from './syncmgr-ids.js';
import { hasSyncManagerLibrary, referenceHandler } from './syncmgr-library.js';

const interfaces = {
  invoke: '{6295DF2C-35EE-11D1-8707-00C04FD93327}',
  register: '{6295DF42-35EE-11D1-8707-00C04FD93327}',
  control: '{9B63616C-36B2-46BC-959F-C1593952D19B}',
};
const statuses = { succeeded: 3, canceled: 5 };
const unknownHandler = 0x80070490;
const otherClass = '{11111111-2222-3333-4444-555555555555}';

/** Verifies through koffi that the reference servers follow the documented rules, since other tests rely on them. */
describe.runIf(hasSyncManagerLibrary)('the reference servers', () => {
  const reference = useReferenceSyncManager();
  const { hold, workersEnd } = reference;

  describe('the control object', () => {
    const handlerParameters = 'const char16_t *handler, void *owner, void *object, uint32_t flags, void *result';

    it('implements all fifteen methods', () => {
      const control = hold(createInstance(syncmgrClasses.SyncMgrControl, interfaces.control));
      const conflict = hold(reference.library.createConflict());
      const items = new BigUint64Array([textAddress('one')]);
      const calls: [number, string, ...unknown[]][] = [
        [3, handlerParameters, referenceHandler, null, null, 0, null],
        [
          4,
          'const char16_t *handler, const uint64_t *items, uint32_t count, void *owner, void *object, uint32_t flags, void *result',
          referenceHandler,
          items,
          1,
          null,
          null,
          1,
          null,
        ],
        [5, 'void *owner', null],
        [6, 'const char16_t *handler', referenceHandler],
        [7, 'const char16_t *handler, const uint64_t *items, uint32_t count', referenceHandler, items, 1],
        [8, ''],
        [9, 'const uint8_t *id, uint32_t flags', guidBytes(otherClass), 0],
        [10, 'const char16_t *handler, uint32_t flags', referenceHandler, 1],
        [11, 'const char16_t *handler, const char16_t *item, uint32_t flags', referenceHandler, 'one', 0],
        [12, 'const char16_t *handler, const char16_t *item, uint32_t flags', referenceHandler, null, 0],
        [
          13,
          'const char16_t *handler, const char16_t *item, uint64_t conflict, uint32_t reason',
          referenceHandler,
          'one',
          conflict,
          2,
        ],
        [14, 'const char16_t *handler, const char16_t *item, uint32_t flags', referenceHandler, null, 0],
        [15, 'int32_t on, const char16_t *handler, void *owner, uint32_t flags', 1, referenceHandler, null, 0],
        [16, 'int32_t on, const char16_t *handler, void *owner, uint32_t flags', 0, referenceHandler, null, 0],
        [
          17,
          'int32_t on, const char16_t *handler, const char16_t *item, void *owner, uint32_t flags',
          1,
          referenceHandler,
          'one',
          null,
          2,
        ],
      ];
      expect(calls.map(([slot, ...rest]) => callSlot(control, slot, ...rest))).toEqual(calls.map(() => hresults.S_OK));
      expect(reference.library.log().map(({ call }) => call.replace('ISyncMgrControl.', ''))).toEqual([
        'StartHandlerSync',
        'StartItemSync',
        'StartSyncAll',
        'StopHandlerSync',
        'StopItemSync',
        'StopSyncAll',
        'UpdateHandlerCollection',
        'UpdateHandler',
        'UpdateItem',
        'UpdateEvents',
        'UpdateConflict',
        'UpdateConflicts',
        'ActivateHandler',
        'EnableHandler',
        'EnableItem',
      ]);
    });

    describe('ends a synchronisation', () => {
      const succeeded = [statuses.succeeded, 2, 1];
      const canceled = [statuses.canceled, 0, 0];
      let control: bigint;
      let sink: bigint;

      beforeEach(() => {
        control = hold(createInstance(syncmgrClasses.SyncMgrControl, interfaces.control));
        sink = reference.library.createSyncResult();
      });

      const start = (flags = 0) => callSlot(control, 3, handlerParameters, referenceHandler, null, null, flags, sink);
      const script = (ending: 'atOnce' | 'gate' | 'never') =>
        reference.library.scriptSyncResult(ending, { status: statuses.succeeded, errors: 2, conflicts: 1 });

      /** The results that the sink received. Each is logged twice: by the caller and by the sink. */
      async function results(): Promise<unknown[]> {
        release(sink);
        await workersEnd();
        const recorded = reference.library.log().filter(({ call }) => call === 'ISyncMgrSyncResult.Result');
        return recorded.filter((_, index) => index % 2 === 0).map((entry) => entry.arguments);
      }

      it('at once', async () => {
        script('atOnce');
        start();
        expect(await results()).toEqual([succeeded]);
      });

      it('when the gate opens', async () => {
        script('gate');
        reference.library.closeGate();
        start();
        expect(reference.library.countWorkers()).toBe(1);
        reference.library.openGate();
        expect(await results()).toEqual([succeeded]);
      });

      it('by releasing its sink without a result', async () => {
        const before = reference.library.countReferences();
        script('never');
        start();
        expect(await results()).toEqual([]);
        expect(reference.library.countReferences()).toBe(before - 1);
      });

      it.each([
        ['StopHandlerSync', 6, 'const char16_t *handler', [referenceHandler]],
        ['StopSyncAll', 8, '', []],
      ] as const)('as cancelled after %s', async (_name, slot, parameters, values) => {
        script('gate');
        reference.library.closeGate();
        start();
        callSlot(control, slot, parameters, ...values);
        expect(await results()).toEqual([canceled]);
      });

      it('once, when a second was to be ignored while it runs', async () => {
        script('gate');
        reference.library.closeGate();
        start();
        start(1);
        reference.library.openGate();
        expect(await results()).toEqual([succeeded]);
      });
    });

    it('refuses an unknown handler', () => {
      const control = hold(createInstance(syncmgrClasses.SyncMgrControl, interfaces.control));
      expect(callSlot(control, 3, handlerParameters, 'stranger', null, null, 0, null)).toBe(unknownHandler);
    });
  });

  describe('the Sync Manager', () => {
    it('registers a handler and unregisters it', () => {
      const register = hold(createInstance(syncmgrClasses.SyncMgr, interfaces.register));
      const flags = new Uint32Array(1);
      const get = () => callSlot(register, 5, 'const uint8_t *id, uint32_t *flags', guidBytes(otherClass), flags);
      expect(get()).toBe(hresults.S_FALSE);
      const parameters = 'const uint8_t *id, const char16_t *description, uint32_t flags';
      expect(callSlot(register, 3, parameters, guidBytes(otherClass), 'a handler', 5)).toBe(hresults.S_OK);
      expect([get(), flags[0]]).toEqual([hresults.S_OK, 5]);
      expect(callSlot(register, 4, 'const uint8_t *id, uint32_t reserved', guidBytes(otherClass), 0)).toBe(
        hresults.S_OK,
      );
      expect(get()).toBe(hresults.S_FALSE);
    });

    it('receives a request to synchronise with its cookie', () => {
      const invoke = hold(createInstance(syncmgrClasses.SyncMgr, interfaces.invoke));
      const parameters = 'uint32_t flags, const uint8_t *id, uint32_t size, const uint8_t *cookie';
      callSlot(invoke, 3, parameters, 6, guidBytes(otherClass), 2, new Uint8Array([7, 8]));
      expect(reference.library.log()).toMatchObject([
        { call: 'ISyncMgrSynchronizeInvoke.UpdateItems', arguments: [6, otherClass, [7, 8]], result: 0 },
      ]);
    });
  });
});
