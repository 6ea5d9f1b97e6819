import { beforeEach, describe, expect, it } from 'vitest';
import { hresults } from '../../lib/index.js';
import { callSlot, createInstance, release, textAddress } from './koffi-com.js';
import { useReferenceSyncManager } from './reference-sync-manager.js';
import { syncmgrClasses } from './syncmgr-ids.js';
import { hasSyncManagerLibrary, referenceHandler } from './syncmgr-library.js';

const sessionCreatorInterface = '{17F48517-F305-4321-A08D-B25A834918FD}';
const statuses = { updating: 1, succeeded: 3, failed: 4, canceled: 5 };
const unknownHandler = 0x80070490;

/** Verifies through koffi that the reference servers follow the documented rules, since other tests rely on them. */
describe.runIf(hasSyncManagerLibrary)('the reference Sync Center', () => {
  const reference = useReferenceSyncManager();
  const { hold } = reference;

  describe('a session', () => {
    const slots = { reportProgress: 3, reportEvent: 5, canContinue: 6, addItem: 8, proposeItem: 10, commitItem: 11 };
    let session: bigint;

    function createSession(handlerId: string | null, itemIds: readonly string[]): { hresult: number; session: bigint } {
      const creator = createInstance(syncmgrClasses.SyncMgrClient, sessionCreatorInterface);
      const out = new BigUint64Array(1);
      const hresult = callSlot(
        creator,
        3,
        'const char16_t *handler, const uint64_t *items, uint32_t count, uint64_t *out',
        handlerId,
        new BigUint64Array(itemIds.map(textAddress)),
        itemIds.length,
        out,
      );
      release(creator);
      return { hresult, session: out[0] ?? 0n };
    }

    beforeEach(() => {
      session = hold(createSession(referenceHandler, ['one', 'two']).session);
    });

    function report(itemId: string, status: number, request: Uint32Array | null = null): number {
      const parameters =
        'const char16_t *item, const char16_t *text, uint32_t status, uint32_t step, uint32_t maximum, uint32_t *request';
      return callSlot(session, slots.reportProgress, parameters, itemId, 'a text', status, 1, 2, request);
    }

    const canContinue = (itemId: string) => callSlot(session, slots.canContinue, 'const char16_t *item', itemId);

    it('is refused without handler or items', () => {
      expect(createSession('', ['one']).hresult).toBe(hresults.E_INVALIDARG);
      expect(createSession(referenceHandler, []).hresult).toBe(hresults.E_INVALIDARG);
    });

    it('is refused for an unknown handler', () => {
      expect(createSession('stranger', ['one']).hresult).toBe(unknownHandler);
      reference.library.addSyncCenterHandler('stranger');
      const { hresult, session: created } = createSession('stranger', ['one']);
      hold(created);
      expect(hresult).toBe(hresults.S_OK);
    });

    it('stores the last report', () => {
      expect(report('one', statuses.updating)).toBe(hresults.S_OK);
      expect(reference.library.sessionItems()).toMatchObject([
        { handlerId: referenceHandler, itemId: 'one', status: 1, text: 'a text', currentStep: 1, maximumStep: 2 },
        { itemId: 'two', status: 0, text: null },
      ]);
    });

    it.each([statuses.succeeded, statuses.failed, statuses.canceled])(
      'accepts only a failure after status %d, and fails the item',
      (status) => {
        report('one', status);
        expect(report('one', statuses.updating)).toBe(hresults.E_ACCESSDENIED);
        expect(reference.library.sessionItems()[0]?.status).toBe(statuses.failed);
        expect(report('one', statuses.failed)).toBe(hresults.S_OK);
        expect(report('two', statuses.updating)).toBe(hresults.S_OK);
      },
    );

    it('returns the cancel requests', () => {
      reference.library.requestCancel('one');
      const request = new Uint32Array(1);
      report('one', statuses.updating, request);
      expect(request[0]).toBe(1);
      report('two', statuses.updating, request.fill(0));
      expect(request[0]).toBe(0);
      expect([canContinue('one'), canContinue('two'), canContinue('')]).toEqual([
        hresults.S_FALSE,
        hresults.S_OK,
        hresults.S_OK,
      ]);
      reference.library.requestCancel('');
      report('two', statuses.updating, request);
      expect(request[0]).toBe(2);
      expect(canContinue('')).toBe(hresults.S_FALSE);
    });

    it('refuses an item that it does not have', () => {
      expect(report('three', statuses.updating)).toBe(hresults.E_INVALIDARG);
      expect(canContinue('three')).toBe(hresults.E_INVALIDARG);
      expect(callSlot(session, slots.addItem, 'const char16_t *item', 'three')).toBe(hresults.S_OK);
      expect(report('three', statuses.updating)).toBe(hresults.S_OK);
    });

    it('accepts a new item after it was proposed', () => {
      const commit = () => callSlot(session, slots.commitItem, 'const char16_t *item', 'new');
      expect(commit()).toBe(hresults.E_INVALIDARG);
      const item = hold(reference.library.createSyncItem('new'));
      expect(callSlot(session, slots.proposeItem, 'uint64_t item', item)).toBe(hresults.S_OK);
      expect(commit()).toBe(hresults.S_OK);
      expect(canContinue('new')).toBe(hresults.S_OK);
    });

    it('stores events with their levels', () => {
      const parameters =
        'const char16_t *item, uint32_t level, uint32_t flags, const char16_t *name, const char16_t *description, ' +
        'const char16_t *linkText, const char16_t *link, const char16_t *context, uint8_t *id';
      const reportEvent = (level: number) =>
        callSlot(
          session,
          slots.reportEvent,
          parameters,
          'one',
          level,
          0,
          'name',
          'ü',
          null,
          null,
          'c',
          Buffer.alloc(16),
        );
      expect([0, 1, 2, 3, 4].map(reportEvent)).toEqual([
        hresults.E_INVALIDARG,
        hresults.S_OK,
        hresults.S_OK,
        hresults.S_OK,
        hresults.E_INVALIDARG,
      ]);
      expect(reference.library.events()).toMatchObject(
        [1, 2, 3].map((level) => ({ itemId: 'one', level, name: 'name', description: 'ü', linkText: null })),
      );
    });
  });
});
