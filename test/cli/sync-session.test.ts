import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { printProviders } from '../../lib/cli/sync/commands.js';
import { runSession, type SyncOptions } from '../../lib/cli/sync/session.js';
import { Calls } from '../../lib/com/calls.js';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { createEmulation, type Emulation, type ProviderRun, runScript } from '../../lib/emulation.js';
import { type Connection, connect } from '../../lib/index.js';
import { WinSync } from '../../lib/winsync/win-sync.js';
import { driveVirtualTime } from '../contract/kit/drive.js';
import { until } from '../native/until.js';
import { caught } from '../support/caught.js';
import { FakeProvider, FakeWinSync } from '../winsync/fake-session.js';
import { CollectedOutput } from './support/collected-output.js';

const clsid = '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1F0}';

let emulation: Emulation;
let connection: Connection;
let output: CollectedOutput;
let interrupt: AbortController;

beforeEach(async () => {
  emulation = createEmulation();
  connection = await connect({ backend: emulation });
  output = new CollectedOutput();
  interrupt = new AbortController();
});

afterEach(async () => {
  await connection.close();
  await emulation.close();
});

/** Runs a session with a provider, in virtual time. */
async function session(run: ProviderRun, options: Partial<SyncOptions> = {}) {
  emulation.winsync.registerProvider({ clsid, run });
  return await openSession(options);
}

async function openSession(options: Partial<SyncOptions> = {}) {
  const all = { role: 'destination', backend: 'emulation', json: true, idle: 1000, ...options } as const;
  const surroundings = { output, interrupted: interrupt.signal, clock: emulation.clock };
  return await driveVirtualTime(emulation.clock, runSession(connection, clsid, all, surroundings));
}

const applied = { stage: 'changeApplication', completedWork: 4, totalWork: 0 } as const;
const begun = { stage: 'changeApplication', completedWork: 1, totalWork: 3 } as const;

describe('runSession()', () => {
  it('ends the session when change application is complete', async () => {
    const start = emulation.clock.now();
    expect(await session(runScript([{ after: 10, progress: applied }]), { idle: 60_000 })).toBe(0);
    expect(output.records.at(-1)).toMatchObject({ type: 'done', outcome: 'complete' });
    expect(emulation.clock.now()).toBe(start + 10);
  });

  it('does not end the session when another stage is complete', async () => {
    await session(runScript([{ progress: { stage: 'changeEnumeration', completedWork: 4, totalWork: 4 } }]));
    expect(output.records.at(-1)).toMatchObject({ type: 'done', outcome: 'idle' });
  });

  it('ends the session when the idle time has elapsed since the last report', async () => {
    const start = emulation.clock.now();
    expect(await session(runScript([{ after: 900, progress: begun }]))).toBe(0);
    expect(output.records.at(-1)).toMatchObject({ type: 'done', outcome: 'idle', changesApplied: null });
    expect(emulation.clock.now()).toBe(start + 1900);
  });

  it('ends the session of a provider that does not report anything', async () => {
    expect(await session(runScript([]))).toBe(0);
    expect(output.records).toMatchObject([{ type: 'done', outcome: 'idle' }]);
  });

  it.each([
    ['a change', { change: {} }],
    ['the totals of applied changes', { changeApplied: { changesApplied: 1, changesFailed: 0 } }],
    ['the totals of failed changes', { changeFailed: { changesApplied: 0, changesFailed: 1 } }],
    ['a recoverable error', { recoverableError: {} }],
    ['a conflict', { conflict: {} }],
  ])('starts the idle time again after %s', async (_, event) => {
    const script = runScript([
      { after: 900, ...event },
      { after: 900, progress: applied },
    ]);
    await session(script);
    expect(output.records.at(-1)).toMatchObject({ type: 'done', outcome: 'complete' });
  });

  it('fails with the error status of the session', async () => {
    const script = runScript([{ progress: begun }, { fail: hresults.SYNC_E_REPLICA_NOT_FOUND }]);
    expect(await caught(session(script))).toMatchObject({
      code: 'SYNC_E_REPLICA_NOT_FOUND',
      operation: 'ISyncSessionState2.GetSessionErrorStatus',
    });
    expect(output.records.map(({ type }) => type)).toEqual(['progress']);
  });

  it('fails with E_ABORT when a full enumeration is needed', async () => {
    expect(await caught(session(runScript([{ fullEnumeration: true }])))).toMatchObject({ code: 'E_ABORT' });
  });

  it('fails with the error of BeginSession', async () => {
    emulation.winsync.registerProvider({ clsid, beginSession: () => refuse(hresults.E_ACCESSDENIED) });
    expect(await caught(openSession())).toMatchObject({
      code: 'E_ACCESSDENIED',
      operation: 'IKnowledgeSyncProvider.BeginSession',
    });
  });

  it('fails with the error of EndSession', async () => {
    emulation.winsync.registerProvider({
      clsid,
      run: runScript([{ progress: applied }]),
      endSession: () => refuse(hresults.E_ACCESSDENIED),
    });
    expect(await caught(openSession())).toMatchObject({ code: 'E_ACCESSDENIED' });
  });

  it('defers conflicts', async () => {
    const answers: (string | number)[] = [];
    await session(runScript([{ conflict: {}, answered: (answer: string | number) => answers.push(answer) }]));
    expect(answers).toEqual(['defer']);
    expect(output.records.at(-1)).toMatchObject({ type: 'done', conflicts: 1 });
  });
});

describe('a recoverable error of a session', () => {
  const step = {
    recoverableError: {
      provider: 1,
      stage: 2,
      hresult: hresults.E_ACCESSDENIED,
      itemDisplayName: 'note 7',
      errorDescription: 'It is locked.',
    },
  };

  it('is a record with --json, and is counted', async () => {
    await session(runScript([step, { progress: applied }]));
    expect(output.records[0]).toEqual({
      type: 'recoverableError',
      provider: 'destination',
      stage: 'changeApplication',
      code: 'E_ACCESSDENIED',
      hresult: hresults.E_ACCESSDENIED,
      itemDisplayName: 'note 7',
      errorDescription: 'It is locked.',
    });
    expect(output.records.at(-1)).toMatchObject({ type: 'done', recoverableErrors: 1 });
  });

  it('is printed after the progress and does not change the exit code', async () => {
    expect(await session(runScript([step, { progress: applied }]), { json: false })).toBe(0);
    expect(output.warnings).toEqual(['not applied: note 7  E_ACCESSDENIED (0x80070005)  It is locked.']);
    expect(output.lines.at(-1)).toMatch(/, 1 recoverable error \(emulation\)$/);
  });

  it('is printed also when the session fails', async () => {
    emulation.winsync.registerProvider({
      clsid,
      run: runScript([step, { progress: applied }]),
      endSession: () => refuse(hresults.E_FAIL),
    });
    await caught(openSession({ json: false }));
    expect(output.warnings).toHaveLength(1);
  });
});

describe('runSession() after Ctrl-C', () => {
  /** A provider during whose reports Ctrl-C is pressed. */
  const interrupted: ProviderRun = async ({ state, delay }) => {
    state.onProgress(1, 2, 1, 3);
    interrupt.abort();
    await delay(100);
    state.onProgress(1, 2, 3, 0);
  };

  it('cancels the session and returns 130', async () => {
    expect(await session(interrupted)).toBe(130);
    expect(output.records.at(-1)).toMatchObject({ type: 'interrupted', clsid });
    expect(output.records.filter(({ completedWork }) => completedWork === 4)).toEqual([]);
  });

  it('ends a session whose provider is not open yet', async () => {
    interrupt.abort();
    expect(await session(runScript([{ progress: applied }]))).toBe(130);
    expect(output.records).toMatchObject([{ type: 'interrupted' }]);
  });

  /** Runs a session whose provider does not return from BeginSession, so that close() does not return either. */
  function hang() {
    const backend = new FakeWinSync();
    const provider = new FakeProvider();
    const unsettled = new Promise<void>(() => {});
    for (const verb of ['beginSession', 'close']) provider.gates.set(verb, unsettled);
    backend.session.providers.push(provider);
    const winsync = new WinSync(new Calls(), emulation.clock, backend);
    const options = { role: 'source', backend: 'native', json: true, idle: 1000 } as const;
    const surroundings = { output, interrupted: interrupt.signal, clock: emulation.clock };
    return { backend, provider, ended: runSession({ backend: 'native', winsync }, clsid, options, surroundings) };
  }

  it('does not wait for a provider that hangs in BeginSession', async () => {
    const { backend, provider, ended } = hang();
    await until(() => provider.count('beginSession') === 1);
    interrupt.abort();
    expect(await ended).toBe(130);
    expect(backend.session.count('cancel')).toBe(1);
  });

  it('returns 130 when it was pressed before the provider was opened', async () => {
    interrupt.abort();
    expect(await hang().ended).toBe(130);
  });

  it('writes the counts of the session', async () => {
    const run: ProviderRun = async (context) => {
      context.callback.onChangeApplied(5, 1);
      await context.delay(1);
      await interrupted(context);
    };
    await session(run);
    expect(output.records.at(-1)).toMatchObject({ type: 'interrupted', changesApplied: 5, changesFailed: 1 });
  });
});

describe('printProviders()', () => {
  it('prints that no provider is registered', async () => {
    emulation.winsync.registerProvider({ clsid, listed: false });
    expect(await printProviders(connection.winsync, false, output)).toBe(0);
    expect(output.lines).toEqual(['No provider is registered.']);
  });

  it('writes nothing with --json when no provider is registered', async () => {
    expect(await printProviders(connection.winsync, true, output)).toBe(0);
    expect(output.lines).toEqual([]);
  });

  it('omits an unknown description', async () => {
    emulation.winsync.registerProvider({ clsid, name: 'Notes' });
    await printProviders(connection.winsync, false, output);
    expect(output.lines).toEqual([`${clsid}  Notes`]);
  });

  it('fails with REGDB_E_CLASSNOTREG on a machine without SyncProviderRegistration', async () => {
    await using bare = createEmulation({ winsync: { registration: false } });
    await using to = await connect({ backend: bare });
    expect(await caught(printProviders(to.winsync, false, output))).toMatchObject({ code: 'REGDB_E_CLASSNOTREG' });
  });
});

function refuse(hresult: number): never {
  throw new HResultError(hresult, '');
}
