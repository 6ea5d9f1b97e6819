import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, connect, HResultError, hresults } from '../../lib/index.js';
import { caught } from '../support/caught.js';
import { release } from './koffi-com.js';
import { until } from './until.js';
import {
  apartmentProvider,
  hangingProvider,
  hasSyncProviderLibrary,
  openSyncProviderLibrary,
  reportingProvider,
  type SyncProviderLibrary,
} from './winsync-library.js';
import { makeSessionState } from './winsync-vtable.js';

const id = (value: number) => new Uint8Array(16).fill(value);

describe.runIf(hasSyncProviderLibrary)('foreign native objects', () => {
  let library: SyncProviderLibrary;
  let connection: Connection;
  const objects: bigint[] = [];

  beforeEach(async () => {
    library = openSyncProviderLibrary();
    connection = await connect({ backend: 'native' });
  });

  afterEach(async () => {
    library.openGate();
    await connection.close();
    for (const pointer of objects.splice(0)) release(pointer);
    await expect.poll(() => library.countReferences()).toBe(0);
    library.reset();
  });

  function keep(pointer: bigint): bigint {
    objects.push(pointer);
    return pointer;
  }

  /** The recorded calls since the last check, without those that query the object. */
  function calls(): { call: string; arguments: readonly number[] }[] {
    return library.log().map(({ call, arguments: values }) => ({ call, arguments: values }));
  }

  describe('a session state', () => {
    it('receives a report by role and stage', async () => {
      const state = await connection.winsync.attach(keep(library.createState(2)));
      await state.onProgress({
        provider: 'destination',
        stage: 'changeApplication',
        completedWork: 0xffff_ffff,
        totalWork: 3,
      });
      expect(calls()).toEqual([{ call: 'ISyncSessionState.OnProgress', arguments: [1, 2, 0xffff_ffff, 3] }]);
    });

    it('reports that it is cancelled', async () => {
      const state = await connection.winsync.attach(keep(library.createState(1)));
      expect(await state.isCanceled()).toBe(false);
      library.scriptRecorders({ canceled: true });
      expect(await state.isCanceled()).toBe(true);
    });

    it('is asked for the size of its information first and then for the bytes', async () => {
      const state = await connection.winsync.attach(keep(library.createState(1)));
      await state.loadInfoFromChangeApplication(Uint8Array.of(1, 2, 3));
      expect(await state.getInfoForChangeApplication()).toEqual(Uint8Array.of(1, 2, 3));
      expect(calls()).toEqual([
        { call: 'ISyncSessionState.LoadInfoFromChangeApplication', arguments: [1, 2, 3] },
        { call: 'ISyncSessionState.GetInfoForChangeApplication', arguments: [0] },
        { call: 'ISyncSessionState.GetInfoForChangeApplication', arguments: [3] },
      ]);
    });

    it('stores the range', async () => {
      const state = await connection.winsync.attach(keep(library.createState(1)));
      expect(await state.getForgottenKnowledgeRecoveryRange()).toBeNull();
      await state.setForgottenKnowledgeRecoveryRange({ lowerBound: id(1), upperBound: id(2) });
      expect(await state.getForgottenKnowledgeRecoveryRange()).toEqual({ lowerBound: id(1), upperBound: id(2) });
    });

    it('of the second version receives the provider at fault and returns its error status', async () => {
      const state = await connection.winsync.attach(keep(library.createState(2)));
      library.scriptRecorders({ sessionError: hresults.SYNC_E_REPLICA_NOT_FOUND });
      await state.setProviderWithError(true);
      expect(await state.getSessionErrorStatus()).toBe(hresults.SYNC_E_REPLICA_NOT_FOUND);
      expect(calls()[0]).toEqual({ call: 'ISyncSessionState2.SetProviderWithError', arguments: [1] });
    });

    it('rejects with the HRESULT that it returns', async () => {
      const state = await connection.winsync.attach(keep(library.createState(1)));
      library.scriptRecorders({ hresult: 0x8004_beef });
      const error = await caught(state.isCanceled());
      expect(error).toBeInstanceOf(HResultError);
      expect(error).toMatchObject({ hresult: 0x8004_beef, operation: 'ISyncSessionState.IsCanceled' });
    });

    it('whose methods are JavaScript functions is called in the same way', async () => {
      const reports: number[][] = [];
      const made = makeSessionState((...report) => {
        reports.push(report);
        return report[2] === 13 ? hresults.E_FAIL : hresults.S_OK;
      });
      const state = await connection.winsync.attach(made.pointer);
      await state.onProgress({ provider: 'source', stage: 'changeEnumeration', completedWork: 12, totalWork: 20 });
      expect(await state.isCanceled()).toBe(true);
      const failing = state.onProgress({
        provider: 'source',
        stage: 'changeDetection',
        completedWork: 13,
        totalWork: 20,
      });
      expect(await caught(failing)).toMatchObject({ code: 'E_FAIL', operation: 'ISyncSessionState.OnProgress' });
      expect(reports).toEqual([
        [0, 1, 12, 20],
        [0, 0, 13, 20],
      ]);
      expect(made.countReferences()).toBe(2);
      await state.close();
      // The lane releases in a separate task, which may still be queued.
      await until(() => made.countReferences() === 1);
    });
  });

  describe('a callback', () => {
    it('receives all events for an application', async () => {
      const callback = await connection.winsync.attachCallback(keep(library.createCallback(2)));
      await callback.onProgress({ provider: 'source', stage: 'changeEnumeration', completedWork: 3, totalWork: 4 });
      await callback.onChangeApplied({ changesApplied: 5, changesFailed: 1 });
      await callback.onChangeFailed({ changesApplied: 5, changesFailed: 2 });
      await callback.onRecoverableError({
        provider: 'destination',
        stage: 'changeApplication',
        hresult: hresults.E_FAIL,
      });
      expect(calls()).toEqual([
        { call: 'ISyncCallback.OnProgress', arguments: [0, 1, 3, 4] },
        { call: 'ISyncCallback2.OnChangeApplied', arguments: [5, 1] },
        { call: 'ISyncCallback2.OnChangeFailed', arguments: [5, 2] },
        { call: 'ISyncCallback.OnRecoverableError', arguments: [2, 1, hresults.E_FAIL] },
      ]);
    });

    it('reads the change that it receives', async () => {
      const callback = await connection.winsync.attachCallback(keep(library.createCallback(1)));
      await callback.onChange({
        ownerReplicaId: id(6),
        rootItemId: id(9),
        changeVersion: { replicaKey: 2, tickCount: 70n },
        deleted: true,
        ghost: true,
        workEstimate: 44,
      });
      expect(calls()).toEqual([{ call: 'ISyncCallback.OnChange', arguments: [6, 9, 2, 70, 5, 44] }]);
    });

    it('resolves a conflict and selects the enumeration', async () => {
      const callback = await connection.winsync.attachCallback(keep(library.createCallback(1)));
      library.scriptRecorders({ resolveAction: 3, fullEnumerationAction: 2 });
      expect(await callback.onConflict({})).toBe('merge');
      expect(await callback.onFullEnumerationNeeded()).toBe('abort');
    });
  });

  describe('a provider', () => {
    it('reports from several threads, and the sum contains every report', async () => {
      const [threads, each] = [4, 250];
      library.scriptWorkers(threads);
      library.scriptReports(Array.from({ length: each }, () => [1, 2, 1, 0] as const));
      await using session = await connection.winsync.createSession();
      const progress = session.progress();
      const provider = await session.openProvider(reportingProvider, 'destination');
      await provider.endSession();
      let reports = 0;
      let last = 0;
      for await (const { completedWork, folded } of progress) {
        reports += folded + 1;
        last = completedWork;
      }
      expect({ reports, last }).toEqual({ reports: threads * each, last: threads * each });
      expect(new Set(library.log().map(({ thread }) => thread)).size).toBeGreaterThanOrEqual(threads);
      await provider.close();
    });

    it('whose BeginSession does not return delays no other provider', async () => {
      library.closeGate();
      await using session = await connection.winsync.createSession();
      const hanging = session.openProvider(hangingProvider, 'source');
      const other = await session.openProvider(reportingProvider, 'destination');
      await other.close();
      library.openGate();
      await (await hanging).close();
    });

    it('of a single-threaded apartment is rejected with E_NOINTERFACE: no proxy supports its interfaces', async () => {
      await using session = await connection.winsync.createSession();
      const opening = session.openProvider(apartmentProvider, 'source');
      expect(await caught(opening)).toMatchObject({ code: 'E_NOINTERFACE', operation: 'CoCreateInstance' });
    });

    it('receives E_ABORT for reports into a cancelled session, and sees the error status', async () => {
      library.scriptWorkers(1, true);
      library.closeGate();
      await using session = await connection.winsync.createSession();
      const provider = await session.openProvider(reportingProvider, 'source');
      await session.cancel();
      library.openGate();
      await provider.endSession();
      expect(calls()).toEqual([
        { call: 'IKnowledgeSyncProvider.BeginSession', arguments: [0] },
        { call: 'ISyncSessionState.IsCanceled', arguments: [1] },
        { call: 'ISyncSessionState2.GetSessionErrorStatus', arguments: [hresults.E_ABORT] },
        { call: 'IKnowledgeSyncProvider.EndSession', arguments: [] },
      ]);
    });
  });

  describe('the registration of providers', () => {
    it('returns what is registered, with null for missing values', async () => {
      library.serveRegistration();
      expect(await connection.winsync.providers()).toEqual([
        {
          instanceId: '{A1000000-0000-4000-8000-000000000001}',
          clsid: reportingProvider,
          configUiId: null,
          contentType: '{C1000000-0000-4000-8000-000000000001}',
          capabilities: 5,
          supports32Bit: true,
          supports64Bit: true,
          name: 'Notes – résumés',
          description: 'Notes of this machine',
          tooltip: null,
          icon: null,
          enabled: true,
          dirty: true,
        },
        expect.objectContaining({ name: 'Contacts', description: null, supports32Bit: false, dirty: false }),
      ]);
    });

    it('is rejected with REGDB_E_CLASSNOTREG if it does not exist', async () => {
      expect(await caught(connection.winsync.providers())).toMatchObject({
        code: 'REGDB_E_CLASSNOTREG',
        operation: 'CoCreateInstance',
      });
    });
  });
});
