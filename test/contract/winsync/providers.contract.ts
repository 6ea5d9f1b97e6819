import { expect } from 'vitest';
import { hresults } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { application, destination, detection, enumeration, source } from './recording-session.js';
import type { ForeignWorld, Report } from './world.js';

const guids = { variable: false, size: 16 } as const;
const bound = new Uint8Array(16).fill(9);

const reports: readonly Report[] = [
  [destination, detection, 1, 1],
  [destination, enumeration, 2, 3],
  [destination, application, 4, 6],
];

/** Providers in a session, and objects of foreign native code. */
export function providersContract({ group, test }: FamilyContract<ForeignWorld>): void {
  group('a provider', () => {
    test('reports in the session in which it was begun', async (world) => {
      world.scriptReports(reports);
      const session = await world.createSession();
      const provider = await session.verbs.openProvider(world.provider, destination);
      await provider.beginSession();
      expect(await session.take('progress')).toMatchObject({ stage: detection, completedWork: 1, totalWork: 1 });
      expect(await session.take('progress')).toMatchObject({ stage: enumeration, completedWork: 2, totalWork: 3 });
      expect(await session.take('progress')).toMatchObject({ stage: application, completedWork: 4, totalWork: 10 });
      await provider.endSession();
    });

    test('makes the session run from its begin to its end', async (world) => {
      const session = await world.createSession();
      const provider = await session.verbs.openProvider(world.provider, destination);
      const refused = { code: 'SYNC_E_INVALID_OPERATION' };
      expect(await caught(session.verbs.setProviderWithError(true))).toMatchObject(refused);
      await provider.beginSession();
      await session.verbs.setProviderWithError(true);
      await provider.endSession();
      expect(await caught(session.verbs.setProviderWithError(true))).toMatchObject(refused);
    });

    test('leaves the session running while another is in it', async (world) => {
      const session = await world.createSession();
      const [one, other] = [
        await session.verbs.openProvider(world.provider, source),
        await session.verbs.openProvider(world.provider, destination),
      ];
      await one.beginSession();
      await other.beginSession();
      await one.endSession();
      await session.verbs.setProviderWithError(false);
      expect(await session.verbs.getProviderWithError()).toBe(source);
      await other.endSession();
    });

    test('rejects begin() with SYNC_E_INVALID_OPERATION when it is in a session', async (world) => {
      const session = await world.createSession();
      const provider = await session.verbs.openProvider(world.provider, source);
      await provider.beginSession();
      const refused = { code: 'SYNC_E_INVALID_OPERATION', operation: 'IKnowledgeSyncProvider.BeginSession' };
      expect(await caught(provider.beginSession())).toMatchObject(refused);
      expect(await session.verbs.getSessionErrorStatus()).toBe(hresults.SYNC_E_INVALID_OPERATION);
      await provider.endSession();
    });

    test('rejects end() with SYNC_E_INVALID_OPERATION when it is not in a session', async (world) => {
      const session = await world.createSession();
      const provider = await session.verbs.openProvider(world.provider, source);
      const refused = { code: 'SYNC_E_INVALID_OPERATION', operation: 'IKnowledgeSyncProvider.EndSession' };
      expect(await caught(provider.endSession())).toMatchObject(refused);
    });

    test('rejects close() with the failure of EndSession and leaves no reference to the session', async (world) => {
      const session = await world.createSession();
      const before = world.countReferences(session.verbs.pointer);
      const provider = await session.verbs.openProvider(world.provider, source);
      await provider.beginSession();
      world.scriptEndResult(hresults.SYNC_E_REPLICA_NOT_FOUND);
      expect(await caught(provider.close())).toMatchObject({
        code: 'SYNC_E_REPLICA_NOT_FOUND',
        operation: 'IKnowledgeSyncProvider.EndSession',
      });
      expect(await session.verbs.getSessionErrorStatus()).toBe(hresults.SYNC_E_REPLICA_NOT_FOUND);
      const naming = session.verbs.setProviderWithError(false);
      expect(await caught(naming)).toMatchObject({ code: 'SYNC_E_INVALID_OPERATION' });
      await provider.close();
      expect(world.countReferences(session.verbs.pointer)).toBe(before);
    });

    test('ends the iterations of its session although its EndSession fails', async (world) => {
      world.scriptReports([]);
      const session = await world.connection.winsync.createSession();
      const provider = await session.openProvider(world.provider, 'source');
      const reports = session.progress();
      world.scriptEndResult(hresults.SYNC_E_REPLICA_NOT_FOUND);
      expect(await caught(provider.endSession())).toMatchObject({ code: 'SYNC_E_REPLICA_NOT_FOUND' });
      expect(await reports.next()).toEqual({ done: true, value: undefined });
      await provider.close();
      await session.close();
    });

    test('can begin again after its end', async (world) => {
      world.scriptReports(reports.slice(0, 1));
      const session = await world.createSession();
      const provider = await session.verbs.openProvider(world.provider, source);
      for (let round = 0; round < 2; round += 1) {
        await provider.beginSession();
        await session.take('progress');
        await provider.endSession();
      }
    });

    test('whose BeginSession fails sets the error status, and the session does not run', async (world) => {
      const session = await world.createSession();
      const provider = await session.verbs.openProvider(world.failingProvider, destination);
      expect(await caught(provider.beginSession())).toMatchObject({
        code: 'SYNC_E_REPLICA_NOT_FOUND',
        operation: 'IKnowledgeSyncProvider.BeginSession',
      });
      expect(await session.verbs.getSessionErrorStatus()).toBe(hresults.SYNC_E_REPLICA_NOT_FOUND);
      const naming = session.verbs.setProviderWithError(true);
      expect(await caught(naming)).toMatchObject({ code: 'SYNC_E_INVALID_OPERATION' });
    });

    test('whose BeginSession fails leaves the session what was loaded for its run', async (world) => {
      world.scriptReports([[destination, application, 1, 0]]);
      const [from, session] = [await world.createSession(), await world.createSession()];
      await from.report(destination, application, 7, 0);
      await from.verbs.setForgottenKnowledgeRecoveryRange(bound, bound);
      const { bytes } = await from.verbs.getInfoForChangeApplication(64);
      await session.verbs.loadInfoFromChangeApplication(bytes);
      const failing = await session.verbs.openProvider(world.failingProvider, destination);
      await caught(failing.beginSession());
      const provider = await session.verbs.openProvider(world.provider, destination);
      await provider.beginSession();
      expect(await session.take('progress')).toMatchObject({ completedWork: 8, totalWork: 8 });
      expect((await session.verbs.getForgottenKnowledgeRecoveryRangeEnd(16)).bytes).toEqual(bound);
      expect(await session.verbs.getSessionErrorStatus()).toBe(hresults.S_OK);
      await provider.endSession();
    });

    test('that failed leaves no reference to the session', async (world) => {
      const session = await world.createSession();
      const before = world.countReferences(session.verbs.pointer);
      const provider = await session.verbs.openProvider(world.failingProvider, destination);
      await caught(provider.beginSession());
      await provider.close();
      expect(world.countReferences(session.verbs.pointer)).toBe(before);
    });

    test('releases the session when it is closed, also in the middle of its session', async (world) => {
      world.scriptReports(reports.slice(0, 1));
      const session = await world.createSession();
      const before = world.countReferences(session.verbs.pointer);
      const provider = await session.verbs.openProvider(world.provider, destination);
      await provider.beginSession();
      await session.take('progress');
      await provider.close();
      expect(world.countReferences(session.verbs.pointer)).toBe(before);
      const naming = session.verbs.setProviderWithError(true);
      expect(await caught(naming)).toMatchObject({ code: 'SYNC_E_INVALID_OPERATION' });
    });

    test('rejects with RPC_E_DISCONNECTED once it is closed', async (world) => {
      const session = await world.createSession();
      const provider = await session.verbs.openProvider(world.provider, destination);
      await provider.close();
      expect(await caught(provider.beginSession())).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
      await provider.close();
    });

    test('makes no report in a session that was cancelled before', async (world) => {
      world.scriptReports(reports);
      const session = await world.createSession();
      const provider = await session.verbs.openProvider(world.provider, destination);
      await session.verbs.cancel();
      await provider.beginSession();
      await provider.endSession();
      const callback = await world.verbs.attachCallback(session.verbs.callbackPointer);
      await callback.onProgress(source, detection, 77, 78);
      expect(await session.take('progress')).toMatchObject({ completedWork: 77, folded: 0 });
    });

    test('has GUIDs for the ids of replicas and items', async (world) => {
      const session = await world.createSession();
      const provider = await session.verbs.openProvider(world.provider, source);
      const formats = await provider.getIdParameters();
      expect(formats).toEqual({ replicaId: guids, itemId: guids, changeUnitId: { variable: false, size: 4 } });
    });

    test('rejects with REGDB_E_CLASSNOTREG when its class is unknown', async (world) => {
      const session = await world.createSession();
      const opening = session.verbs.openProvider(world.unknownClass, source);
      expect(await caught(opening)).toMatchObject({ code: 'REGDB_E_CLASSNOTREG', operation: 'CoCreateInstance' });
    });
  });

  group('an object of the first version', () => {
    test('does not have the second interface of a session state', async (world) => {
      const state = await world.verbs.attachState(world.firstVersionState(), null);
      expect(await state.isCanceled()).toBe(false);
      const refused = { code: 'E_NOINTERFACE', operation: 'ISyncSessionState.QueryInterface' };
      expect(await caught(state.getSessionErrorStatus())).toMatchObject(refused);
      expect(await caught(state.setProviderWithError(true))).toMatchObject(refused);
    });

    test('does not have the second interface of a callback', async (world) => {
      const callback = await world.verbs.attachCallback(world.firstVersionCallback());
      await callback.onProgress(source, detection, 1, 2);
      const refused = { code: 'E_NOINTERFACE', operation: 'ISyncCallback.QueryInterface' };
      expect(await caught(callback.onChangeApplied(1, 0))).toMatchObject(refused);
      expect(await caught(callback.onChangeFailed(1, 0))).toMatchObject(refused);
    });
  });
}
