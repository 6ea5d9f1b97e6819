import { expect } from 'vitest';
import { hresults } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { application, destination, detection, source } from './recording-session.js';
import type { WinSyncWorld } from './world.js';

const faults: readonly [string, boolean, number][] = [
  ['destination', true, destination],
  ['source', false, source],
];

/** The state of a session itself: its cancellation, its life and its errors. */
export function sessionContract({ group, test, each }: FamilyContract<WinSyncWorld>): void {
  group('a new session', () => {
    test('is not cancelled and has neither an error nor a provider at fault', async ({ createSession }) => {
      const { verbs } = await createSession();
      expect(await verbs.isCanceled()).toBe(false);
      expect(await verbs.getSessionErrorStatus()).toBe(hresults.S_OK);
      expect(await verbs.getProviderWithError()).toBeNull();
    });

    test('has separate addresses for the state and the callback', async ({ createSession }) => {
      const sessions = [await createSession(), await createSession()];
      const pointers = sessions.flatMap(({ verbs }) => [verbs.pointer, verbs.callbackPointer]);
      expect(new Set(pointers).size).toBe(4);
      expect(pointers).not.toContain(0n);
    });
  });

  group('cancel()', () => {
    test('makes IsCanceled return true, also the second time', async ({ createSession }) => {
      const { verbs } = await createSession();
      await verbs.cancel();
      expect(await verbs.isCanceled()).toBe(true);
      await verbs.cancel();
      expect(await verbs.isCanceled()).toBe(true);
    });

    test('makes OnProgress return E_ABORT, and its report is neither delivered nor summed', async ({
      createSession,
      verbs,
    }) => {
      const session = await createSession();
      await session.report(destination, application, 3, 0);
      await session.verbs.cancel();
      const error = await caught(session.verbs.onProgress(destination, application, 4, 0));
      expect(error).toMatchObject({ code: 'E_ABORT', operation: 'ISyncSessionState.OnProgress' });
      const { bytes } = await session.verbs.getInfoForChangeApplication(32);
      expect(Buffer.from(bytes ?? []).readUInt32LE(20)).toBe(3);
      const callback = await verbs.attachCallback(session.verbs.callbackPointer);
      await callback.onProgress(source, detection, 7, 8);
      expect(await session.take('progress')).toMatchObject({ completedWork: 7, folded: 0 });
    });

    test('keeps E_INVALIDARG for an unknown stage', async ({ createSession }) => {
      const { verbs } = await createSession();
      await verbs.cancel();
      expect(await caught(verbs.onProgress(source, 3, 1, 1))).toMatchObject({ code: 'E_INVALIDARG' });
    });

    test('leaves the other methods usable, so that providers can clean up', async ({ createSession }) => {
      const { verbs } = await createSession();
      await verbs.begin();
      await verbs.cancel();
      const bound = new Uint8Array(16).fill(1);
      await verbs.setForgottenKnowledgeRecoveryRange(bound, bound);
      expect(await verbs.getForgottenKnowledgeRecoveryRangeStart(16)).toMatchObject({ hresult: hresults.S_OK });
      const { bytes } = await verbs.getInfoForChangeApplication(64);
      await verbs.loadInfoFromChangeApplication(bytes);
      await verbs.setProviderWithError(true);
      expect(await verbs.getProviderWithError()).toBe(destination);
      await verbs.end();
    });

    test('sets the error status to E_ABORT', async ({ createSession }) => {
      const { verbs } = await createSession();
      await verbs.cancel();
      expect(await verbs.getSessionErrorStatus()).toBe(hresults.E_ABORT);
    });

    test('keeps an earlier error status', async ({ createSession }) => {
      const { verbs } = await createSession();
      await verbs.setSessionErrorStatus(hresults.SYNC_E_REPLICA_NOT_FOUND);
      await verbs.cancel();
      expect(await verbs.getSessionErrorStatus()).toBe(hresults.SYNC_E_REPLICA_NOT_FOUND);
    });

    test('does not affect another session', async ({ createSession }) => {
      const [session, other] = [await createSession(), await createSession()];
      await session.verbs.cancel();
      expect(await other.verbs.isCanceled()).toBe(false);
      expect(await other.report(source, detection, 1, 2)).toMatchObject({ completedWork: 1 });
    });
  });

  group('the error status', () => {
    test('is the value that was set last', async ({ createSession }) => {
      const { verbs } = await createSession();
      await verbs.setSessionErrorStatus(hresults.E_FAIL);
      await verbs.setSessionErrorStatus(hresults.SYNC_E_INVALID_OPERATION);
      expect(await verbs.getSessionErrorStatus()).toBe(hresults.SYNC_E_INVALID_OPERATION);
    });

    test('can be reset to S_OK', async ({ createSession }) => {
      const { verbs } = await createSession();
      await verbs.cancel();
      await verbs.setSessionErrorStatus(hresults.S_OK);
      expect(await verbs.getSessionErrorStatus()).toBe(hresults.S_OK);
    });
  });

  group('a running session', () => {
    test('cannot begin a second time', async ({ createSession }) => {
      const { verbs } = await createSession();
      await verbs.begin();
      expect(await caught(verbs.begin())).toMatchObject({ code: 'SYNC_E_INVALID_OPERATION' });
      await verbs.end();
    });

    test('cannot end without a begin or twice', async ({ createSession }) => {
      const { verbs } = await createSession();
      expect(await caught(verbs.end())).toMatchObject({ code: 'SYNC_E_INVALID_OPERATION' });
      await verbs.begin();
      await verbs.end();
      expect(await caught(verbs.end())).toMatchObject({ code: 'SYNC_E_INVALID_OPERATION' });
    });

    test('can begin again after its end', async ({ createSession }) => {
      const { verbs } = await createSession();
      await verbs.begin();
      await verbs.end();
      await verbs.begin();
      await verbs.setProviderWithError(false);
      expect(await verbs.getProviderWithError()).toBe(source);
    });

    each(faults, 'reports %s as the provider at fault', async ({ createSession }, _name, self, role) => {
      const { verbs } = await createSession();
      await verbs.begin();
      await verbs.setProviderWithError(!self);
      await verbs.setProviderWithError(self);
      expect(await verbs.getProviderWithError()).toBe(role);
    });

    test('is required for reporting the provider at fault', async ({ createSession }) => {
      const { verbs } = await createSession();
      const refused = { code: 'SYNC_E_INVALID_OPERATION', operation: 'ISyncSessionState2.SetProviderWithError' };
      expect(await caught(verbs.setProviderWithError(true))).toMatchObject(refused);
      await verbs.begin();
      await verbs.end();
      expect(await caught(verbs.setProviderWithError(true))).toMatchObject(refused);
      expect(await verbs.getProviderWithError()).toBeNull();
    });
  });
}
