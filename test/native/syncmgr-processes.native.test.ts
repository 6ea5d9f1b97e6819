import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, connect, hresults } from '../../lib/index.js';
import { runProgram } from '../lifecycle/run-program.js';
import { anchored } from '../support/anchored-program.js';
import { commandLine } from '../support/built-library.mjs';
import { koffi } from './koffi-com.js';
import { driveHandler } from './syncmgr-client.js';
import { hasSyncManagerLibrary, openSyncManagerLibrary, servedHandler } from './syncmgr-library.js';

const limit = 240_000;
const programs = join(import.meta.dirname, 'programs');
/** Results of a call to a server that has ended, as COM detects it. */
const serverGone = ['RPC_S_SERVER_UNAVAILABLE', 'RPC_S_CALL_FAILED', 'RPC_E_DISCONNECTED', 'RPC_E_SERVER_DIED'];

interface Served {
  readonly process: number;
  readonly embedding: string | undefined;
  readonly ended: boolean;
  readonly code?: number;
}

function isServed(value: unknown): value is Served {
  return typeof value === 'object' && value !== null && 'process' in value && 'ended' in value;
}

describe.runIf(hasSyncManagerLibrary)('a program that COM starts for a handler', { timeout: 120_000 }, () => {
  let connection: Connection;
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'winprogress-'));
    file = join(folder, 'served.json');
    connection = await connect({ backend: 'native' });
    await connection.syncmgr.registration.installClass({
      clsid: servedHandler,
      description: 'Started by COM',
      executable: process.execPath,
      arguments: [join(programs, 'serve-until-unused.mjs'), servedHandler, file],
      scope: 'machine',
    });
  });

  afterEach(async () => {
    await connection.syncmgr.registration.uninstallClass(servedHandler, { scope: 'machine' });
    await connection.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('exits when its last client has released the handler, and is started again for the next', async () => {
    const processes: number[] = [];
    for (let round = 0; round < 2; round += 1) {
      const record = await driveHandler(servedHandler);
      expect(record).toMatchObject({ failure: hresults.S_OK, name: 'Started by COM', completed: 0, succeeded: 1 });
      const served = await readEnd(file);
      expect(served).toMatchObject({ embedding: '-Embedding', ended: true, code: 0 });
      processes.push(served.process);
    }
    expect(processes[0]).not.toBe(processes[1]);
  });
});

/** Waits until the program has ended; the test's time limit bounds it. */
async function readEnd(file: string): Promise<Served> {
  for (;;) {
    const text = await readFile(file, 'utf8');
    // A line without its end is still being written.
    const served: unknown = text.endsWith('\n') ? JSON.parse(text) : undefined;
    if (isServed(served) && served.ended) {
      await rm(file);
      return served;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe.runIf(hasSyncManagerLibrary)(
  'a handler whose process is killed while it synchronises',
  { timeout: 120_000 },
  () => {
    let connection: Connection;
    let clsid: string;
    let server: ChildProcess;

    beforeEach(async () => {
      // A separate class: Wine still offers the class object of a process that was killed.
      clsid = `{${randomUUID().toUpperCase()}}`;
      connection = await connect({ backend: 'native' });
      await connection.syncmgr.registration.installClass({
        clsid,
        description: 'A handler of the tests',
        // Never started: the class object exists before any client.
        executable: process.execPath,
        scope: 'machine',
      });
      server = spawn(process.execPath, [...anchored, join(programs, 'serve-without-end.mjs'), clsid], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      if (server.stdout === null) throw new TypeError('the server has no output');
      await once(server.stdout, 'data');
    });

    afterEach(async () => {
      await kill();
      await connection.syncmgr.registration.uninstallClass(clsid, { scope: 'machine' });
      await connection.close();
    });

    async function kill(): Promise<void> {
      if (server.exitCode !== null || server.signalCode !== null) return;
      server.kill('SIGKILL');
      await once(server, 'exit');
    }

    it('ends the command that runs it with exit code 1', async () => {
      const command = spawn(process.execPath, [commandLine, 'syncmgr', 'run', clsid, '--json'], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      command.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.includes('"progress"')) void kill();
      });
      const [code]: unknown[] = await once(command, 'close');
      const records = output
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line));
      expect(records.at(-1)).toMatchObject({
        type: 'error',
        code: expect.stringMatching(new RegExp(`^(?:${serverGone.join('|')})$`)),
      });
      expect(code).toBe(1);
    });
  },
);

describe.runIf(hasSyncManagerLibrary)(
  'a connection that was used with Sync Center and is dropped',
  { timeout: 120_000 },
  () => {
    const program = '../../native/programs/drop-control.mjs';

    it('is collected, and releases nothing that is still in use', async () => {
      const end = await runProgram(program, ['called'], limit);
      expect(end).toMatchObject({
        code: 0,
        errors: '',
        marker: { marker: 'called', codes: ['S_OK'], collected: true },
      });
    });

    it('is collected after starts without a class, whose listeners reference nothing', async () => {
      const library = koffi.load(openSyncManagerLibrary().path);
      const unregister = library.func('uint32_t __stdcall DllUnregisterServer()');
      const register = library.func('uint32_t __stdcall DllRegisterServer()');
      expect(unregister()).toBe(hresults.S_OK);
      try {
        const end = await runProgram(program, ['refused'], limit);
        const codes = Array.from({ length: 3 }, () => 'REGDB_E_CLASSNOTREG');
        expect(end).toMatchObject({ code: 0, errors: '', marker: { marker: 'refused', codes, collected: true } });
      } finally {
        expect(register()).toBe(hresults.S_OK);
      }
    });
  },
);
