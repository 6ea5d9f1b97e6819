import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hresults } from '../../lib/index.js';
import type { NativeConnection } from '../../lib/native.js';
import type { SessionListener } from '../../lib/winsync/verbs.js';
import {
  createRecordingSession,
  defaultSettings,
  destination,
  detection,
  source,
} from '../contract/winsync/recording-session.js';
import { collectUntil } from '../support/collect-until.js';
import { addRef, callSlot, release } from './koffi-com.js';
import { runNativeProgram } from './native-program.js';
import { until } from './until.js';
import {
  hasSyncProviderLibrary,
  openNativeConnection,
  openSyncProviderLibrary,
  outlivingProvider,
  reportingProvider,
  type SyncProviderLibrary,
} from './winsync-library.js';

const limit = 240_000;

describe.runIf(hasSyncProviderLibrary)('the references to a session', { timeout: limit + 10_000 }, () => {
  let library: SyncProviderLibrary;
  let connection: NativeConnection;

  beforeEach(() => {
    library = openSyncProviderLibrary();
    connection = openNativeConnection();
  });

  afterEach(() => connection.close());

  /** References to it besides that of the test. */
  function others(pointer: bigint): number {
    addRef(pointer);
    return release(pointer) - 1;
  }

  it.each([
    ['state', 'pointer'],
    ['callback', 'callbackPointer'],
  ] as const)('are released when it is closed: its %s is referenced by the caller only', async (_name, which) => {
    const { verbs } = await createRecordingSession(connection.winsync);
    const pointer = verbs[which];
    addRef(pointer);
    await verbs.onProgress(source, detection, 1, 2);
    await verbs.close();
    await until(() => others(pointer) === 0);
    expect(release(pointer)).toBe(0);
  });

  it('are released when the connection is closed instead', async () => {
    const { verbs } = await createRecordingSession(connection.winsync);
    const { pointer } = verbs;
    addRef(pointer);
    const attached = await connection.winsync.attachState(pointer, null);
    await attached.onProgress(source, detection, 1, 2);
    await connection.close();
    await until(() => others(pointer) === 0);
    expect(release(pointer)).toBe(0);
  });

  it('of an attached state are released when that is closed', async () => {
    const { verbs } = await createRecordingSession(connection.winsync);
    const { pointer } = verbs;
    addRef(pointer);
    const before = others(pointer);
    const attached = await connection.winsync.attachState(pointer, null);
    expect(others(pointer)).toBeGreaterThan(before);
    await attached.close();
    await until(() => others(pointer) === before);
    release(pointer);
  });

  it('of a provider are released with its session, and the provider itself when it is closed', async () => {
    const { verbs } = await createRecordingSession(connection.winsync);
    const { pointer } = verbs;
    addRef(pointer);
    const provider = await verbs.openProvider(reportingProvider, destination);
    await provider.beginSession();
    await provider.endSession();
    await provider.close();
    await verbs.close();
    await until(() => others(pointer) === 0);
    expect(release(pointer)).toBe(0);
    await until(() => library.countReferences() === 0);
  });

  it('of a provider after its end keep a cancelled session alive until the last is released', async () => {
    const { verbs } = await createRecordingSession(connection.winsync);
    const { pointer } = verbs;
    addRef(pointer);
    const provider = await verbs.openProvider(outlivingProvider, destination);
    await provider.beginSession();
    await provider.close();
    await verbs.close();
    await connection.close();
    expect(library.countKeptStates()).toBe(1);
    await until(() => others(pointer) === 1);
    expect(library.reportToKeptState(source, detection, 1, 2)).toBe(hresults.E_ABORT);
    expect(library.log().at(-2)).toMatchObject({ call: 'ISyncSessionState.IsCanceled', arguments: [1], result: 0 });
    library.releaseKeptStates();
    expect(others(pointer)).toBe(0);
    expect(release(pointer)).toBe(0);
  });

  it('of native code keep the vtable usable after the session was closed', async () => {
    const { verbs } = await createRecordingSession(connection.winsync);
    const { pointer, callbackPointer } = verbs;
    addRef(pointer);
    addRef(callbackPointer);
    await verbs.close();
    const numbers = 'int provider, int stage, uint32_t completed, uint32_t total';
    expect(callSlot(pointer, 9, numbers, source, detection, 1, 2)).toBe(hresults.E_ABORT);
    const action = Uint32Array.of(77);
    expect(callSlot(callbackPointer, 6, 'uint32_t *action', action)).toBe(hresults.S_OK);
    expect(action[0]).toBe(1);
    release(callbackPointer);
    release(pointer);
  });

  it('keep reporting to the listener while it runs, also when the last is released then', async () => {
    const numbers = 'int provider, int stage, uint32_t completed, uint32_t total';
    const seen: unknown[] = [];
    const pointer = await dropSession((events) => {
      seen.push(...events.map((event) => event.type === 'progress' && event.completedWork));
      if (seen.length > 1) return;
      callSlot(pointer, 9, numbers, source, detection, 2, 3);
      expect(release(pointer)).toBe(0);
    });
    await collectUntil(() => others(pointer) === 0);
    callSlot(pointer, 9, numbers, source, detection, 1, 3);
    await until(() => seen.length === 2);
    expect(seen).toEqual([1, 2]);
  });

  /** The address of a session state that only the test references, once the session has been collected. */
  async function dropSession(listener: SessionListener): Promise<bigint> {
    const { pointer } = await connection.winsync.createSession({ ...defaultSettings, wanted: [] }, listener);
    addRef(pointer);
    return pointer;
  }

  it.each([
    ['collected' as const, 20],
    ['terminated' as const, 5],
  ])('of sessions that were not closed are released: %s', async (how, sessions) => {
    const end = await runNativeProgram('collect-sync-session.mjs', [how, library.path], limit);
    expect(end).toMatchObject({ code: 0, errors: '' });
    expect(end.marker).toEqual({
      marker: how,
      left: Array.from({ length: sessions }, () => 1),
      last: Array.from({ length: sessions }, () => 0),
    });
  });

  it.each(['collected', 'terminated'])('of connections that were not closed are released: %s', async (how) => {
    const end = await runNativeProgram('end-sync-connections.mjs', [how, library.path], limit);
    expect(end).toEqual({ code: 0, errors: '', marker: { marker: how, references: 0 } });
  });

  it('of connections that were not closed do not keep the process running', async () => {
    const end = await runNativeProgram('end-sync-connections.mjs', ['exit', library.path], limit);
    expect(end).toEqual({ code: 0, errors: '', marker: { marker: 'exit' } });
  });
});
