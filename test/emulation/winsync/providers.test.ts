import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { HResultError } from '../../../lib/com/error.js';
import { hresults } from '../../../lib/com/hresult.js';
import { runScript } from '../../../lib/emulation.js';
import { caught } from '../../support/caught.js';
import { application, clsid, destination, detection, eventsOf, host, source } from './support.js';

describe('a scripted provider', () => {
  it('reports at the times of its script', async () => {
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

  it('adds up its reports of change application', async () => {
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

  it('receives the answers of the application', async () => {
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

  it('sets the error status of the session when it fails', async () => {
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
  it('refuses BeginSession in a session and EndSession without one', async () => {
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

  it('sets the error status of the session when its BeginSession fails, and is not in the session', async () => {
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

  it('can use the session before its BeginSession returns, in the run that begins with it', async () => {
    const hosted = await host();
    hosted.winsync.registerProvider({
      clsid,
      beginSession({ state }) {
        state.setProviderWithError(true);
        state.onProgress(destination, application, 5, 0);
      },
    });
    const provider = await hosted.session.openProvider(clsid, destination);
    for (let run = 0; run < 2; run += 1) {
      await provider.beginSession();
      expect(await hosted.session.getProviderWithError()).toBe(destination);
      await hosted.session.onProgress(destination, application, 1, 0);
      expect(eventsOf(hosted, 'progress').at(-1)).toMatchObject({ completedWork: 6, totalWork: 6 });
      await provider.endSession();
    }
  });

  it('keeps the session alive when it is opened: after the session is closed, it begins a cancelled one', async () => {
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

  it('fails with E_FAIL and a process warning when its code throws another error', async () => {
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

  it('fails with REGDB_E_CLASSNOTREG if it is not registered', async () => {
    const { session } = await host();
    expect(await caught(session.openProvider(clsid, source))).toMatchObject({
      code: 'REGDB_E_CLASSNOTREG',
      operation: 'CoCreateInstance',
    });
  });

  it('runs in a cancelled session when it outlives the session, and releases its references', async () => {
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

  it('is enumerated if its registration is listed', async () => {
    const { winsync, verbs } = await host();
    winsync.registerProvider({ clsid, name: 'Notes', capabilities: 4 });
    winsync.registerProvider({ clsid: '{11111111-2222-4333-8444-555555555555}', listed: false });
    expect(await verbs.enumerateProviders()).toMatchObject([
      { clsid, name: 'Notes', capabilities: 4, contentType: null },
    ]);
  });
});

describe('a machine without ISyncProviderRegistration', () => {
  it('cannot enumerate its providers', async () => {
    const { verbs } = await host({}, { winsync: { registration: false } });
    expect(await caught(verbs.enumerateProviders())).toMatchObject({
      code: 'REGDB_E_CLASSNOTREG',
      operation: 'CoCreateInstance',
    });
  });
});
