import { expect } from 'vitest';
import type { SessionVerbs } from '../../../lib/winsync/verbs.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { createRecordingSession, destination, source } from './recording-session.js';
import type { WinSyncWorld } from './world.js';

const bound = new Uint8Array(16);

const methods: readonly [string, (session: SessionVerbs) => Promise<unknown>][] = [
  ['ISyncSessionState.OnProgress', (session) => session.onProgress(source, 0, 1, 1)],
  ['ISyncSessionState.IsCanceled', (session) => session.isCanceled()],
  ['ISyncSessionState.GetInfoForChangeApplication', (session) => session.getInfoForChangeApplication(null)],
  ['ISyncSessionState.LoadInfoFromChangeApplication', (session) => session.loadInfoFromChangeApplication(bound)],
  [
    'ISyncSessionState.GetForgottenKnowledgeRecoveryRangeStart',
    (session) => session.getForgottenKnowledgeRecoveryRangeStart(null),
  ],
  [
    'ISyncSessionState.GetForgottenKnowledgeRecoveryRangeEnd',
    (session) => session.getForgottenKnowledgeRecoveryRangeEnd(null),
  ],
  [
    'ISyncSessionState.SetForgottenKnowledgeRecoveryRange',
    (session) => session.setForgottenKnowledgeRecoveryRange(bound, bound),
  ],
  ['ISyncSessionState2.SetProviderWithError', (session) => session.setProviderWithError(true)],
  ['ISyncSessionState2.GetSessionErrorStatus', (session) => session.getSessionErrorStatus()],
];

const ownMethods: readonly [string, (session: SessionVerbs) => Promise<unknown>][] = [
  ['cancel', (session) => session.cancel()],
  ['begin', (session) => session.begin()],
  ['end', (session) => session.end()],
  ['setSessionErrorStatus', (session) => session.setSessionErrorStatus(0)],
  ['getProviderWithError', (session) => session.getProviderWithError()],
  ['openProvider', (session) => session.openProvider('{5C7A1E01-6B0F-4D7C-9C50-0E1B5A9F1AFF}', destination)],
];

/** The end of sessions and of connections. */
export function lifecycleContract({ group, test, each }: FamilyContract<WinSyncWorld>): void {
  group('a closed session', () => {
    each(methods, 'rejects %s with RPC_E_DISCONNECTED', async ({ createSession }, operation, call) => {
      const { verbs } = await createSession();
      await verbs.close();
      expect(await caught(call(verbs))).toMatchObject({ code: 'RPC_E_DISCONNECTED', operation });
    });

    each(ownMethods, 'rejects %s with RPC_E_DISCONNECTED', async ({ createSession }, _name, call) => {
      const { verbs } = await createSession();
      await verbs.close();
      expect(await caught(call(verbs))).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    });

    test('can be closed again', async ({ createSession }) => {
      const { verbs } = await createSession();
      await verbs.close();
      await verbs.close();
    });

    test('leaves the other sessions of its connection open', async ({ createSession }) => {
      const [session, other] = [await createSession(), await createSession()];
      await session.verbs.close();
      expect(await other.report(source, 0, 1, 2)).toMatchObject({ completedWork: 1 });
    });
  });

  group('a closed connection', () => {
    each([...methods, ...ownMethods], 'rejects %s with RPC_E_DISCONNECTED', async ({ openVerbs }, _name, call) => {
      const other = await openVerbs();
      const session = await createRecordingSession(other.verbs);
      await other.close();
      expect(await caught(call(session.verbs))).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    });

    test('cancels its sessions', async ({ openVerbs, verbs }) => {
      const other = await openVerbs();
      const session = await createRecordingSession(other.verbs);
      const attached = await verbs.attachState(session.verbs.pointer, null);
      await other.close();
      expect(await attached.isCanceled()).toBe(true);
    });

    test('answers pending questions with the default', async ({ openVerbs, verbs }) => {
      const other = await openVerbs();
      const session = await createRecordingSession(other.verbs, { resolveAction: 3 });
      const callback = await verbs.attachCallback(session.verbs.callbackPointer);
      const resolving = callback.onConflict({ destinationChange: null, sourceChange: null });
      await session.take('conflict');
      await other.close();
      expect(await resolving).toBe(3);
    });

    test('creates no further session', async ({ openVerbs }) => {
      const other = await openVerbs();
      await other.close();
      expect(await caught(createRecordingSession(other.verbs))).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    });
  });
}
