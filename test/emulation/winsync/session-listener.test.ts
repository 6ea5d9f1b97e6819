import { describe, expect, it } from 'vitest';
import { caught } from '../../support/caught.js';
import { clsid, detection, enumeration, eventsOf, host, source } from './support.js';

describe('reports waiting for the listener', () => {
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

  it('include the latest 1024 changes, and count the others in the oldest of them', async () => {
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

  it('are delivered if the session is closed in the same turn', async () => {
    const hosted = await host();
    const report = hosted.session.onProgress(source, detection, 1, 2);
    await hosted.session.close();
    await report;
    expect(eventsOf(hosted, 'progress')).toMatchObject([{ completedWork: 1, totalWork: 2 }]);
  });

  it('are not delivered after the connection is closed', async () => {
    const hosted = await host();
    const report = hosted.session.onProgress(source, detection, 1, 2);
    await hosted.close();
    expect(await caught(report)).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    expect(hosted.batches).toEqual([]);
  });

  it('are delivered in real time before the call that closes the session resolves', async () => {
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
  it('are answered by the settings if the listener does not want them', async () => {
    const hosted = await host({ wanted: [], resolveAction: 2, fullEnumerationAction: 1 });
    const callback = await hosted.verbs.attachCallback(hosted.session.callbackPointer);
    expect(await callback.onConflict({ destinationChange: null, sourceChange: null })).toBe(2);
    expect(await callback.onFullEnumerationNeeded()).toBe(1);
    expect(hosted.batches).toEqual([]);
  });

  it('resolve with the first answer', async () => {
    const hosted = await host();
    const callback = await hosted.verbs.attachCallback(hosted.session.callbackPointer);
    const action = callback.onConflict({ destinationChange: null, sourceChange: null });
    await hosted.session.isCanceled();
    const [asked] = eventsOf(hosted, 'conflict');
    asked?.answer(3);
    asked?.answer(1);
    expect(await action).toBe(3);
  });

  it('resolve with the default when the session is closed', async () => {
    const hosted = await host({ resolveAction: 1 });
    const callback = await hosted.verbs.attachCallback(hosted.session.callbackPointer);
    const action = callback.onConflict({ destinationChange: null, sourceChange: null });
    await hosted.session.close();
    expect(await action).toBe(1);
  });
});
