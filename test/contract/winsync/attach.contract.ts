import { expect } from 'vitest';
import { hresults } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { application, destination, detection, source } from './recording-session.js';
import type { WinSyncWorld } from './world.js';

const guids = { variable: false, size: 16 } as const;
const bound = new Uint8Array(16).fill(9);

/** Session states attached by their address. */
export function attachContract({ group, test }: FamilyContract<WinSyncWorld>): void {
  group('an attached session state', () => {
    test('reports to the listener of the session', async ({ createSession, verbs }) => {
      const session = await createSession();
      const attached = await verbs.attachState(session.verbs.pointer, null);
      await attached.onProgress(destination, application, 2, 8);
      expect(await session.take('progress')).toMatchObject({ completedWork: 2, totalWork: 10 });
      expect(await session.report(destination, application, 1, 7)).toMatchObject({ completedWork: 3, totalWork: 10 });
    });

    test('refuses what the session refuses', async ({ createSession, verbs }) => {
      const session = await createSession();
      const attached = await verbs.attachState(session.verbs.pointer, null);
      expect(await caught(attached.onProgress(2, detection, 1, 1))).toMatchObject({
        code: 'E_INVALIDARG',
        operation: 'ISyncSessionState.OnProgress',
      });
    });

    test('has the range, the information and the error status of the session', async ({ createSession, verbs }) => {
      const session = await createSession();
      const attached = await verbs.attachState(session.verbs.pointer, guids);
      await attached.setForgottenKnowledgeRecoveryRange(bound, bound);
      const info = await session.verbs.getInfoForChangeApplication(64);
      expect(await attached.getInfoForChangeApplication(64)).toEqual(info);
      expect((await session.verbs.getForgottenKnowledgeRecoveryRangeEnd(16)).bytes).toEqual(bound);
      await session.verbs.setSessionErrorStatus(hresults.E_FAIL);
      expect(await attached.getSessionErrorStatus()).toBe(hresults.E_FAIL);
    });

    test('names the provider at fault in a running session', async ({ createSession, verbs }) => {
      const session = await createSession();
      const attached = await verbs.attachState(session.verbs.pointer, null);
      expect(await caught(attached.setProviderWithError(true))).toMatchObject({ code: 'SYNC_E_INVALID_OPERATION' });
      await session.verbs.begin();
      await attached.setProviderWithError(true);
      expect(await session.verbs.getProviderWithError()).toBe(destination);
    });

    test('checks bounds by the id format that was passed with the address', async ({ createSession, verbs }) => {
      const session = await createSession();
      const attached = await verbs.attachState(session.verbs.pointer, guids);
      const setting = attached.setForgottenKnowledgeRecoveryRange(bound, bound.subarray(1));
      expect(await caught(setting)).toMatchObject({
        code: 'SYNC_E_ID_FORMAT_MISMATCH',
        operation: 'ISyncSessionState.SetForgottenKnowledgeRecoveryRange',
      });
    });

    test('is cancelled with the session', async ({ createSession, verbs }) => {
      const session = await createSession();
      const attached = await verbs.attachState(session.verbs.pointer, null);
      expect(await attached.isCanceled()).toBe(false);
      await session.verbs.cancel();
      expect(await attached.isCanceled()).toBe(true);
    });

    test('returns a cancelled state after the session was closed', async ({ createSession, verbs }) => {
      const session = await createSession();
      const attached = await verbs.attachState(session.verbs.pointer, null);
      await session.verbs.close();
      expect(await attached.isCanceled()).toBe(true);
      expect(await caught(attached.onProgress(source, detection, 1, 1))).toMatchObject({ code: 'E_ABORT' });
      expect(await attached.getSessionErrorStatus()).toBe(hresults.E_ABORT);
    });

    test('is usable from another connection of the process and outlives it', async (world) => {
      const session = await world.createSession();
      const other = await world.openVerbs();
      const attached = await other.verbs.attachState(session.verbs.pointer, null);
      await attached.onProgress(source, detection, 1, 2);
      expect(await session.take('progress')).toMatchObject({ completedWork: 1, totalWork: 2 });
      await other.close();
      expect(await caught(attached.isCanceled())).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
      expect(await session.verbs.isCanceled()).toBe(false);
    });

    test('rejects with RPC_E_DISCONNECTED once it is closed, and the session continues', async ({
      createSession,
      verbs,
    }) => {
      const session = await createSession();
      const attached = await verbs.attachState(session.verbs.pointer, null);
      await attached.close();
      expect(await caught(attached.isCanceled())).toMatchObject({
        code: 'RPC_E_DISCONNECTED',
        operation: 'ISyncSessionState.IsCanceled',
      });
      expect(await session.report(source, detection, 1, 2)).toMatchObject({ completedWork: 1 });
    });

    test('is rejected with E_POINTER for a null address', async ({ verbs }) => {
      const refused = { code: 'E_POINTER', operation: 'ISyncSessionState.QueryInterface' };
      expect(await caught(verbs.attachState(0x10n, null))).toMatchObject(refused);
    });

    test('is rejected with E_NOINTERFACE for a callback', async ({ createSession, verbs }) => {
      const session = await createSession();
      const refused = { code: 'E_NOINTERFACE', operation: 'ISyncSessionState.QueryInterface' };
      expect(await caught(verbs.attachState(session.verbs.callbackPointer, null))).toMatchObject(refused);
    });
  });
}
