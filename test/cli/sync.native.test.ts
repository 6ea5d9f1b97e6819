import { beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from '../../lib/cli/program.js';
import { runSession } from '../../lib/cli/sync/session.js';
import { type CreateWinSyncSessionOptions, connect, hresults, type WinSyncSession } from '../../lib/index.js';
import { until } from '../native/until.js';
import {
  apartmentProvider,
  failingProvider,
  hangingProvider,
  hasSyncProviderLibrary,
  openSyncProviderLibrary,
  reportingProvider,
  type SyncProviderLibrary,
  unknownProvider,
} from '../native/winsync-library.js';
import { CollectedOutput } from './support/collected-output.js';
import { parseRecord, Workplace } from './support/command.js';

// Starting a process is slow on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const [detection, application] = [0, 2];
const [source, destination] = [0, 1];
/** No machine is so busy that a provider that reports is idle for so long. */
const patient = ['--idle', '60000'];
const noCounts = { changesApplied: null, changesFailed: null, conflicts: 0, recoverableErrors: 0 };

describe.runIf(hasSyncProviderLibrary)('winprogress sync with a registered provider', () => {
  beforeEach(() => {
    openSyncProviderLibrary();
  });

  it.each([
    ['source', 'in another process'],
    ['destination', 'in this process'],
  ])('runs the session with the %s, %s', async (role, where) => {
    await using place = await Workplace.create();
    const native = { WINPROGRESS_BACKEND: 'native' };
    const args = ['sync', reportingProvider, '--role', role, '--json', ...patient];
    const run = where === 'in this process' ? place.runWith(native, ...args) : place.startWith(native, ...args).ended;
    const { code, lines, stderr } = await run;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const records = lines.map(parseRecord);
    for (const stage of ['changeDetection', 'changeEnumeration', 'changeApplication']) {
      const last = records.findLast((record) => record.stage === stage);
      expect(last).toMatchObject({ type: 'progress', provider: role, completedWork: 10, totalWork: 10, fraction: 1 });
    }
    const done = { type: 'done', backend: 'native', clsid: reportingProvider, role, outcome: 'complete' };
    expect(records.at(-1)).toEqual({ ...done, ...noCounts });
  });
});

/** Runs in this process, where the test can script the library and read its log. */
describe.runIf(hasSyncProviderLibrary)('winprogress sync with the native backend', () => {
  let library: SyncProviderLibrary;
  let output: CollectedOutput;

  beforeEach(() => {
    library = openSyncProviderLibrary();
    output = new CollectedOutput();
  });

  async function sync(...args: string[]): Promise<number> {
    return await run(['sync', ...args, '--backend', 'native', '--json'], output);
  }

  function results(call: string): number[] {
    return library.log().flatMap((entry) => (entry.call === call ? [entry.result] : []));
  }

  it('ends the session when all changes are applied and releases all objects', async () => {
    expect(await sync(reportingProvider, ...patient)).toBe(0);
    await expect.poll(() => library.countReferences()).toBe(0);
    await expect.poll(() => library.countWorkers()).toBe(0);
    expect(results('IKnowledgeSyncProvider.EndSession')).toEqual([hresults.S_OK]);
  });

  it('shows the sum of the applied changes', async () => {
    library.scriptReports([[destination, application, 7, 0]]);
    expect(await sync(reportingProvider, '--role', 'destination', ...patient)).toBe(0);
    expect(output.records[0]).toMatchObject({
      type: 'progress',
      name: 'destination change application',
      completedWork: 7,
      totalWork: 7,
    });
  });

  it('ends the session of a provider that stops reporting', async () => {
    library.scriptReports([[source, detection, 1, 2]]);
    expect(await sync(reportingProvider, '--idle', '50')).toBe(0);
    expect(output.records.at(-1)).toMatchObject({ type: 'done', outcome: 'idle' });
    expect(results('IKnowledgeSyncProvider.EndSession')).toEqual([hresults.S_OK]);
  });

  it('ends the session and exits with 130 after Ctrl-C', async () => {
    library.scriptReports([[source, detection, 1, 2]]);
    // Only once: the second one would exit at once.
    output.onLine(() => {
      output.onLine(() => {});
      process.emit('SIGINT');
    });
    expect(await sync(reportingProvider, '--idle', '60000')).toBe(130);
    expect(output.records.at(-1)).toEqual({ type: 'interrupted', clsid: reportingProvider, ...noCounts });
    await expect.poll(() => library.countReferences()).toBe(0);
    expect(results('IKnowledgeSyncProvider.EndSession')).toEqual([hresults.S_OK]);
  });

  it('does not wait for a provider that hangs in BeginSession after Ctrl-C', async () => {
    library.closeGate();
    const interrupt = new AbortController();
    const connection = await connect({ backend: 'native' });
    let resolveCreated: (session: WinSyncSession) => void = () => {};
    const created = new Promise<WinSyncSession>((resolve) => {
      resolveCreated = resolve;
    });
    const createSession = async (given?: CreateWinSyncSessionOptions) => {
      const session = await connection.winsync.createSession(given);
      resolveCreated(session);
      return session;
    };
    const observed = { backend: connection.backend, winsync: { createSession } };
    const options = { role: 'source', backend: 'native', json: true, idle: 60_000 } as const;
    const ended = runSession(observed, hangingProvider, options, { output, interrupted: interrupt.signal });
    const session = await created;
    // The session accepts this call once BeginSession has been called.
    while (!(await succeeds(session.setProviderWithError(true))));
    interrupt.abort();
    expect(await ended).toBe(130);
    await connection.close();
    library.openGate();
    await until(() => library.countReferences() === 0);
  });

  it.each([
    ['a class that is not registered', unknownProvider, 'REGDB_E_CLASSNOTREG', 'CoCreateInstance'],
    ['a class of a single-threaded apartment', apartmentProvider, 'E_NOINTERFACE', 'CoCreateInstance'],
    ['a provider that fails', failingProvider, 'SYNC_E_REPLICA_NOT_FOUND', 'IKnowledgeSyncProvider.BeginSession'],
  ])('fails with the error of %s', async (_, clsid, code, operation) => {
    expect(await sync(clsid)).toBe(1);
    expect(output.records).toMatchObject([{ type: 'error', code, operation }]);
    await expect.poll(() => library.countReferences()).toBe(0);
  });

  it('lists the registered providers', async () => {
    library.serveRegistration();
    const code = await sync();
    library.withdrawRegistration();
    expect(code).toBe(0);
    expect(output.records.map(({ type }) => type)).toEqual(['provider', 'provider']);
    for (const record of output.records)
      expect(record).toMatchObject({ instanceId: expect.stringMatching(/^\{.*\}$/) });
  });

  it('fails with REGDB_E_CLASSNOTREG to list providers without SyncProviderRegistration', async () => {
    expect(await sync()).toBe(1);
    expect(output.records).toMatchObject([{ type: 'error', code: 'REGDB_E_CLASSNOTREG' }]);
  });
});

async function succeeds(call: Promise<unknown>): Promise<boolean> {
  return await call.then(
    () => true,
    () => false,
  );
}
