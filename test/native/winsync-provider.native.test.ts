import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hresults } from '../../lib/index.js';
import type { NativeConnection } from '../../lib/native.js';
import {
  createRecordingSession,
  destination,
  detection,
  type RecordingSession,
  source,
} from '../contract/winsync/recording-session.js';
import { caught } from '../support/caught.js';
import { collectUntil } from '../support/collect-until.js';
import { until } from './until.js';
import {
  apartmentProvider,
  failingProvider,
  hangingProvider,
  hasSyncProviderLibrary,
  openNativeConnection,
  openSyncProviderLibrary,
  outlivingProvider,
  reportingProvider,
  type SyncProviderLibrary,
} from './winsync-library.js';

const begin = 'IKnowledgeSyncProvider.BeginSession';
const end = 'IKnowledgeSyncProvider.EndSession';

let library: SyncProviderLibrary;
let connection: NativeConnection;
let session: RecordingSession;

beforeEach(async () => {
  library = openSyncProviderLibrary();
  library.scriptReports([]);
  connection = openNativeConnection();
  session = await createRecordingSession(connection.winsync);
});

afterEach(async () => {
  library.openGate();
  await connection.close();
  // Lets a hanging call return.
  await until(() => library.countReferences() === 0);
});

/** The returned calls of one method of the providers, with their results. */
function answered(call: string): { arguments: readonly number[]; result: number }[] {
  return library
    .log()
    .filter((entry) => entry.call === call)
    .map(({ arguments: values, result }) => ({ arguments: values, result }));
}

async function open(clsid: string, role = destination) {
  return await session.verbs.openProvider(clsid, role);
}

describe.runIf(hasSyncProviderLibrary)('a provider of the reference library', () => {
  it.each([source, destination])('receives its role %i', async (role) => {
    const provider = await open(reportingProvider, role);
    await provider.beginSession();
    expect(answered(begin)).toEqual([{ arguments: [role], result: hresults.S_OK }]);
  });

  it('receives no call before its session begins', async () => {
    await open(reportingProvider);
    expect(library.log()).toEqual([]);
  });

  it('receives the same session state at the end as at the beginning', async () => {
    const provider = await open(reportingProvider);
    await provider.beginSession();
    await provider.endSession();
    expect(answered(end)).toEqual([{ arguments: [], result: hresults.S_OK }]);
  });

  it('finds the error status through the second interface of the session state', async () => {
    const provider = await open(reportingProvider);
    await session.verbs.setSessionErrorStatus(hresults.E_ACCESSDENIED);
    await provider.beginSession();
    await provider.endSession();
    const recorded = { arguments: [hresults.E_ACCESSDENIED], result: hresults.S_OK };
    expect(answered('ISyncSessionState2.GetSessionErrorStatus')).toEqual([recorded]);
  });

  it('receives EndSession when it is closed, and is released', async () => {
    const provider = await open(reportingProvider);
    await provider.beginSession();
    await provider.close();
    await expect.poll(() => library.countReferences()).toBe(0);
    await expect.poll(() => library.countWorkers()).toBe(0);
    expect(answered(end)).toHaveLength(1);
  });

  it('receives no EndSession when it is closed without a session', async () => {
    const provider = await open(reportingProvider);
    await provider.beginSession();
    await provider.endSession();
    await provider.close();
    await expect.poll(() => library.countReferences()).toBe(0);
    expect(answered(end)).toHaveLength(1);
  });

  it('receives EndSession when the connection closes', async () => {
    const provider = await open(reportingProvider);
    await provider.beginSession();
    await connection.close();
    await expect.poll(() => library.countReferences()).toBe(0);
    await expect.poll(() => library.countWorkers()).toBe(0);
    expect(answered(end)).toEqual([{ arguments: [], result: hresults.S_OK }]);
  });

  it('receives EndSession when it is collected', async () => {
    await (await open(reportingProvider)).beginSession();
    await collectUntil(() => library.countReferences() === 0);
    expect(answered(end)).toHaveLength(1);
  });

  it('continues after the session was closed, and is refused with E_ABORT', async () => {
    const provider = await open(outlivingProvider);
    await provider.beginSession();
    await provider.endSession();
    await session.verbs.close();
    expect(library.reportToKeptState(source, detection, 1, 2)).toBe(hresults.E_ABORT);
    library.releaseKeptStates();
    await provider.close();
    await expect.poll(() => library.countReferences()).toBe(0);
  });

  it('is released when it fails to begin', async () => {
    library.scriptBeginResult(hresults.E_ACCESSDENIED);
    const provider = await open(failingProvider);
    expect(await caught(provider.beginSession())).toMatchObject({ code: 'E_ACCESSDENIED', operation: begin });
    await provider.close();
    await expect.poll(() => library.countReferences()).toBe(0);
    expect(answered(end)).toEqual([]);
  });

  it('of a single-threaded apartment is rejected with E_NOINTERFACE, with the threading model in the context', async () => {
    expect(await caught(open(apartmentProvider))).toMatchObject({
      code: 'E_NOINTERFACE',
      operation: 'CoCreateInstance',
      context: expect.stringContaining('ThreadingModel'),
    });
    expect(library.countReferences()).toBe(0);
  });
});

describe.runIf(hasSyncProviderLibrary)('a provider that hangs', () => {
  beforeEach(() => library.closeGate());

  it('delays neither its session nor another provider', async () => {
    const hanging = await open(hangingProvider);
    const begun = hanging.beginSession();
    const other = await open(reportingProvider, source);
    await other.beginSession();
    expect(await session.verbs.isCanceled()).toBe(false);
    expect(await session.report(source, detection, 3, 4)).toMatchObject({ completedWork: 3, totalWork: 4 });
    await other.endSession();
    library.openGate();
    await begun;
    await hanging.endSession();
  });

  /** Begins the session and resolves while the provider hangs in it: the session is running from then on. */
  async function hang(): Promise<{ begun: Promise<unknown> }> {
    const begun = caught((await open(hangingProvider)).beginSession());
    const naming = () => session.verbs.setProviderWithError(true);
    while (
      !(await naming().then(
        () => true,
        () => false,
      ))
    );
    return { begun };
  }

  it('does not delay the close of the connection', async () => {
    const { begun } = await hang();
    await connection.close();
    expect(await begun).toMatchObject({ code: 'RPC_E_DISCONNECTED', operation: begin });
    expect(answered(begin)).toEqual([]);
  });

  it('is ended and released when it returns after the close of the connection', async () => {
    const { begun } = await hang();
    await connection.close();
    await begun;
    library.openGate();
    await until(() => library.countReferences() === 0);
    expect(answered(end)).toEqual([{ arguments: [], result: hresults.S_OK }]);
  });

  it('in EndSession delays close() of its session for a bounded time, and is released when it returns', async () => {
    library.scriptReports([[source, detection, 1, 2]]);
    library.scriptWorkers(1, true);
    const provider = await open(reportingProvider);
    await provider.beginSession();
    await until(() => library.countWaiting() === 1);
    await provider.close();
    await session.verbs.close();
    expect(answered(end)).toEqual([]);
    library.openGate();
    await until(() => library.countReferences() === 0);
    expect(answered(end)).toEqual([{ arguments: [], result: hresults.S_OK }]);
  });

  it('delays the close of the connection no longer as one of twenty than alone', async () => {
    const hanging = 20;
    const begun: Promise<unknown>[] = [];
    for (let each = 0; each < hanging; each += 1) begun.push(caught((await open(hangingProvider)).beginSession()));
    await until(() => library.countWaiting() === hanging);
    const start = performance.now();
    await connection.close();
    // Half a second for each would add up to ten seconds.
    expect(performance.now() - start).toBeLessThan(5000);
    for (const error of await Promise.all(begun)) expect(error).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
  });

  it('ends its session after its call when it is closed meanwhile', async () => {
    const provider = await open(hangingProvider);
    const begun = provider.beginSession();
    const closed = provider.close();
    library.openGate();
    await begun;
    await closed;
    await expect.poll(() => library.countReferences()).toBe(0);
    expect(answered(end)).toHaveLength(1);
  });
});

describe.runIf(hasSyncProviderLibrary)('the registration of providers', () => {
  it('is released with all values that it returned', async () => {
    library.serveRegistration();
    const { length } = await connection.winsync.enumerateProviders();
    library.withdrawRegistration();
    expect({ length, references: library.countReferences() }).toEqual({ length: 2, references: 0 });
  });
});
