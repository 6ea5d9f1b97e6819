import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { HResultError } from '../../../lib/com/error.js';
import { hresults } from '../../../lib/com/hresult.js';
import { createEmulation, runScript } from '../../../lib/emulation.js';
import { caught } from '../../support/caught.js';
import {
  application,
  clsid,
  destination,
  detection,
  enumeration,
  eventsOf,
  host,
  settings,
  source,
} from './support.js';

describe('reports that wait for the listener', () => {
  it('are folded to the latest of each provider and stage, in the order of the latest', async () => {
    const hosted = await host();
    hosted.winsync.registerProvider({
      clsid,
      run: ({ state }) => {
        state.onProgress(source, detection, 1, 3);
        state.onProgress(source, enumeration, 1, 9);
        state.onProgress(source, detection, 2, 3);
        state.onProgress(source, detection, 3, 3);
      },
    });
    const provider = await hosted.session.openProvider(clsid, source);
    await provider.beginSession();
    await hosted.clock.runAllAsync();
    expect(hosted.batches).toEqual([
      [
        { type: 'progress', provider: source, stage: enumeration, completedWork: 1, totalWork: 9, folded: 0 },
        { type: 'progress', provider: source, stage: detection, completedWork: 3, totalWork: 3, folded: 2 },
      ],
    ]);
  });

  it('keep the latest 1024 changes, and count the others with the oldest of them', async () => {
    const hosted = await host();
    hosted.winsync.registerProvider({
      clsid,
      run: ({ callback }) => {
        for (let work = 0; work < 1030; work += 1) {
          callback.onChange({
            ownerReplicaId: null,
            rootItemId: null,
            changeVersion: null,
            creationVersion: null,
            flags: 0,
            workEstimate: work,
          });
        }
      },
    });
    const provider = await hosted.session.openProvider(clsid, source);
    await provider.beginSession();
    await hosted.clock.runAllAsync();
    const changes = eventsOf(hosted, 'change');
    expect(changes).toHaveLength(1024);
    expect(changes[0]).toMatchObject({ folded: 6, change: { workEstimate: 6 } });
    expect(changes[1]).toMatchObject({ folded: 0, change: { workEstimate: 7 } });
  });

  it('are delivered though the session is closed in the same turn', async () => {
    const hosted = await host();
    const report = hosted.session.onProgress(source, detection, 1, 2);
    await hosted.session.close();
    await report;
    expect(eventsOf(hosted, 'progress')).toMatchObject([{ completedWork: 1, totalWork: 2 }]);
  });

  it('are not delivered once the connection is closed', async () => {
    const hosted = await host();
    const report = hosted.session.onProgress(source, detection, 1, 2);
    await hosted.close();
    expect(await caught(report)).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    expect(hosted.batches).toEqual([]);
  });

  it('are delivered in real time too, before the call that closes the session answers', async () => {
    const hosted = await host({}, { clock: 'real' });
    await Promise.all(
      Array.from({ length: 100 }, (_, done) => hosted.session.onProgress(source, detection, done, 100)),
    );
    await hosted.session.close();
    expect(eventsOf(hosted, 'progress').at(-1)).toMatchObject({ completedWork: 99, totalWork: 100 });
    await hosted.close();
  });
});

describe('questions', () => {
  it('that the listener does not want are answered with the settings', async () => {
    const hosted = await host({ wanted: [], resolveAction: 2, fullEnumerationAction: 1 });
    const callback = await hosted.verbs.attachCallback(hosted.session.callbackPointer);
    expect(await callback.onConflict({ destinationChange: null, sourceChange: null })).toBe(2);
    expect(await callback.onFullEnumerationNeeded()).toBe(1);
    expect(hosted.batches).toEqual([]);
  });

  it('wait for the first answer', async () => {
    const hosted = await host();
    const callback = await hosted.verbs.attachCallback(hosted.session.callbackPointer);
    const action = callback.onConflict({ destinationChange: null, sourceChange: null });
    await hosted.session.isCanceled();
    const [asked] = eventsOf(hosted, 'conflict');
    asked?.answer(3);
    asked?.answer(1);
    expect(await action).toBe(3);
  });

  it('that nobody has answered get the default when the session is closed', async () => {
    const hosted = await host({ resolveAction: 1 });
    const callback = await hosted.verbs.attachCallback(hosted.session.callbackPointer);
    const action = callback.onConflict({ destinationChange: null, sourceChange: null });
    await hosted.session.close();
    expect(await action).toBe(1);
  });
});

describe('a scripted provider', () => {
  it('reports at its times', async () => {
    const hosted = await host();
    hosted.winsync.registerProvider({
      clsid,
      run: runScript([
        { after: 100, progress: { stage: 'changeDetection', completedWork: 1, totalWork: 2 } },
        { after: 50, progress: { provider: 'source', stage: 'changeDetection', completedWork: 2, totalWork: 2 } },
      ]),
    });
    const provider = await hosted.session.openProvider(clsid, destination);
    await provider.beginSession();
    await hosted.clock.tickAsync(149);
    expect(eventsOf(hosted, 'progress')).toMatchObject([{ provider: destination, completedWork: 1 }]);
    await hosted.clock.tickAsync(1);
    expect(eventsOf(hosted, 'progress')).toMatchObject([{ completedWork: 1 }, { provider: source, completedWork: 2 }]);
  });

  it('adds up what it reports of change application', async () => {
    const hosted = await host();
    const step = (completedWork: number, totalWork: number) =>
      ({ after: 1, progress: { stage: 'changeApplication', completedWork, totalWork } }) as const;
    hosted.winsync.registerProvider({ clsid, run: runScript([step(2, 8), step(3, 5), step(5, 0)]) });
    const provider = await hosted.session.openProvider(clsid, destination);
    await provider.beginSession();
    await hosted.clock.runAllAsync();
    expect(eventsOf(hosted, 'progress').map((e) => [e.stage, e.completedWork, e.totalWork])).toEqual([
      [application, 2, 10],
      [application, 5, 10],
      [application, 10, 10],
    ]);
  });

  it('learns what the application answers', async () => {
    const hosted = await host({}, undefined, { conflict: 2, fullEnumeration: 1 });
    const answers: unknown[] = [];
    const answered = (answer: unknown) => answers.push(answer);
    hosted.winsync.registerProvider({
      clsid,
      run: runScript([
        { conflict: { sourceChange: { flags: 1 } }, answered },
        { fullEnumeration: true, answered },
      ]),
    });
    const provider = await hosted.session.openProvider(clsid, destination);
    await provider.beginSession();
    await hosted.clock.runAllAsync();
    expect(answers).toEqual(['acceptSourceProvider', 'partialSync']);
  });

  it.each(['cancel', 'endSession'] as const)('stops at %s', async (how) => {
    const hosted = await host();
    const step = { after: 100, progress: { stage: 'changeDetection', completedWork: 1, totalWork: 2 } } as const;
    const registered = hosted.winsync.registerProvider({ clsid, run: runScript([step, step]) });
    const provider = await hosted.session.openProvider(clsid, destination);
    await provider.beginSession();
    await hosted.clock.tickAsync(150);
    await (how === 'cancel' ? hosted.session.cancel() : provider.endSession());
    await registered.settled();
    expect(hosted.clock.countTimers()).toBe(0);
    expect(eventsOf(hosted, 'progress')).toHaveLength(1);
  });

  it('that fails gives the session its error status', async () => {
    const hosted = await host();
    const registered = hosted.winsync.registerProvider({
      clsid,
      run: runScript([{ fail: hresults.SYNC_E_REPLICA_NOT_FOUND }]),
    });
    const provider = await hosted.session.openProvider(clsid, destination);
    await provider.beginSession();
    await registered.settled();
    expect(await hosted.session.getSessionErrorStatus()).toBe(hresults.SYNC_E_REPLICA_NOT_FOUND);
  });
});

describe('a provider', () => {
  it('refuses to begin twice and to end without a beginning', async () => {
    const hosted = await host();
    hosted.winsync.registerProvider({ clsid });
    const provider = await hosted.session.openProvider(clsid, source);
    const invalid = { code: 'SYNC_E_INVALID_OPERATION' };
    expect(await caught(provider.endSession())).toMatchObject({
      ...invalid,
      operation: 'IKnowledgeSyncProvider.EndSession',
    });
    await provider.beginSession();
    expect(await caught(provider.beginSession())).toMatchObject({
      ...invalid,
      operation: 'IKnowledgeSyncProvider.BeginSession',
    });
  });

  it('whose BeginSession fails gives the session its error status, and is not in it', async () => {
    const hosted = await host();
    hosted.winsync.registerProvider({
      clsid,
      beginSession: () => {
        throw new HResultError(hresults.SYNC_E_OBJECT_NEEDS_STATE, 'configuration');
      },
    });
    const provider = await hosted.session.openProvider(clsid, source);
    expect(await caught(provider.beginSession())).toMatchObject({
      code: 'SYNC_E_OBJECT_NEEDS_STATE',
      operation: 'IKnowledgeSyncProvider.BeginSession',
    });
    expect(await hosted.session.getSessionErrorStatus()).toBe(hresults.SYNC_E_OBJECT_NEEDS_STATE);
    expect(await caught(hosted.session.setProviderWithError(true))).toMatchObject({ code: 'SYNC_E_INVALID_OPERATION' });
  });

  it('that was opened holds the session: beginning after its end, it meets a cancelled one', async () => {
    const hosted = await host();
    let canceled: boolean | undefined;
    hosted.winsync.registerProvider({
      clsid,
      beginSession: ({ state }) => {
        canceled = state.isCanceled();
      },
    });
    const { pointer } = hosted.session;
    const provider = await hosted.session.openProvider(clsid, source);
    await hosted.session.close();
    expect(hosted.winsync.countReferences(pointer)).toBe(1);
    await provider.beginSession();
    expect(canceled).toBe(true);
    await provider.close();
    expect(hosted.winsync.countReferences(pointer)).toBe(0);
  });

  it('whose code is faulty fails with E_FAIL, and its process is warned', async () => {
    const hosted = await host();
    const fault = new TypeError('a fault of the provider');
    hosted.winsync.registerProvider({
      clsid,
      beginSession: () => {
        throw fault;
      },
    });
    const warned = once(process, 'warning');
    const provider = await hosted.session.openProvider(clsid, source);
    expect(await caught(provider.beginSession())).toMatchObject({ code: 'E_FAIL' });
    expect(await warned).toEqual([fault]);
  });

  it('that nobody registered is no class', async () => {
    const { session } = await host();
    expect(await caught(session.openProvider(clsid, source))).toMatchObject({
      code: 'REGDB_E_CLASSNOTREG',
      operation: 'CoCreateInstance',
    });
  });

  it('that outlives the session meets a cancelled one, and its references balance', async () => {
    const hosted = await host();
    hosted.winsync.registerProvider({
      clsid,
      run: ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    });
    const { pointer, callbackPointer } = hosted.session;
    const provider = await hosted.session.openProvider(clsid, source);
    await provider.beginSession();
    await hosted.session.close();
    const other = await hosted.verbs.attachState(pointer, null);
    expect(await other.isCanceled()).toBe(true);
    expect(await caught(other.onProgress(source, detection, 1, 1))).toMatchObject({ code: 'E_ABORT' });
    await other.close();
    await provider.close();
    expect([hosted.winsync.countReferences(pointer), hosted.winsync.countReferences(callbackPointer)]).toEqual([0, 0]);
  });

  it('is enumerated unless it is not listed', async () => {
    const { winsync, verbs } = await host();
    winsync.registerProvider({ clsid, name: 'Notes', capabilities: 4 });
    winsync.registerProvider({ clsid: '{11111111-2222-4333-8444-555555555555}', listed: false });
    expect(await verbs.enumerateProviders()).toMatchObject([
      { clsid, name: 'Notes', capabilities: 4, contentType: null },
    ]);
  });
});

describe('a machine without the class of registration', () => {
  it('cannot enumerate its providers', async () => {
    const { verbs } = await host({}, { winsync: { registration: false } });
    expect(await caught(verbs.enumerateProviders())).toMatchObject({
      code: 'REGDB_E_CLASSNOTREG',
      operation: 'CoCreateInstance',
    });
  });
});

describe('addresses', () => {
  it('reach the session of another connection of the same emulation', async () => {
    const emulation = createEmulation();
    const [one, other] = [emulation.openBackend(), emulation.openBackend()];
    const session = await one.winsync.createSession(settings, () => {});
    const state = await other.winsync.attachState(session.pointer, null);
    await session.cancel();
    expect(await state.isCanceled()).toBe(true);
  });

  it('of nothing are E_POINTER, and of another object E_NOINTERFACE', async () => {
    const { verbs, session } = await host();
    const operation = 'ISyncSessionState.QueryInterface';
    expect(await caught(verbs.attachState(64n, null))).toMatchObject({ code: 'E_POINTER', operation });
    expect(await caught(verbs.attachState(session.callbackPointer, null))).toMatchObject({
      code: 'E_NOINTERFACE',
      operation,
    });
  });

  it('of a foreign state without the second interface refuse its methods', async () => {
    const { verbs, winsync } = await host();
    const reports: number[][] = [];
    const empty = { hresult: 0, count: 0, bytes: new Uint8Array() };
    const pointer = winsync.placeState({
      onProgress: (...report) => reports.push(report),
      isCanceled: () => {
        throw new HResultError(hresults.E_UNEXPECTED, 'its own');
      },
      getInfoForChangeApplication: () => empty,
      loadInfoFromChangeApplication: () => {},
      getForgottenKnowledgeRecoveryRangeStart: () => empty,
      getForgottenKnowledgeRecoveryRangeEnd: () => empty,
      setForgottenKnowledgeRecoveryRange: () => {},
    });
    const state = await verbs.attachState(pointer, null);
    await state.onProgress(1, 2, 3, 4);
    expect(reports).toEqual([[1, 2, 3, 4]]);
    expect(await caught(state.isCanceled())).toMatchObject({
      code: 'E_UNEXPECTED',
      operation: 'ISyncSessionState.IsCanceled',
    });
    expect(await caught(state.getSessionErrorStatus())).toMatchObject({
      code: 'E_NOINTERFACE',
      operation: 'ISyncSessionState.QueryInterface',
    });
    await state.close();
    winsync.release(pointer);
    expect(winsync.countReferences(pointer)).toBe(0);
  });
});

describe('a connection that closes', () => {
  it('cancels its sessions, ends its providers and lets everything go', async () => {
    const hosted = await host();
    const ended: string[] = [];
    const registered = hosted.winsync.registerProvider({
      clsid,
      run: (context) => context.delay(1000),
      endSession: () => ended.push('ended'),
    });
    const { pointer } = hosted.session;
    const provider = await hosted.session.openProvider(clsid, source);
    await provider.beginSession();
    await hosted.close();
    await registered.settled();
    expect(ended).toEqual(['ended']);
    expect(hosted.winsync.countReferences(pointer)).toBe(0);
    expect(await caught(provider.endSession())).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
  });
});
