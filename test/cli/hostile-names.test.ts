import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { reportError } from '../../lib/cli/errors.js';
import { listGroups } from '../../lib/cli/groups.js';
import { cancelJob, cleanJobs } from '../../lib/cli/jobs/cancel.js';
import { listJobs } from '../../lib/cli/jobs/list.js';
import { showJob } from '../../lib/cli/jobs/show.js';
import { watchJobs } from '../../lib/cli/jobs/watch.js';
import { Output, type OutputStream } from '../../lib/cli/output.js';
import { oneLine, printable, printableJson, printableLines } from '../../lib/cli/printable.js';
import { run } from '../../lib/cli/program.js';
import { printProviders } from '../../lib/cli/sync/commands.js';
import { RecoverableErrors } from '../../lib/cli/sync/recoverable-errors.js';
import { runSession } from '../../lib/cli/sync/session.js';
import { startInCenter, stopInCenter } from '../../lib/cli/syncmgr/center.js';
import { printHandlers } from '../../lib/cli/syncmgr/commands.js';
import { runHandler } from '../../lib/cli/syncmgr/run-handler.js';
import { createEmulation, runScript } from '../../lib/emulation.js';
import { connect, HResultError } from '../../lib/index.js';
import { recoverableErrorWith } from './support/recoverable-error.js';
import { bytes, TestServer } from './support/server.js';

vi.setConfig({ testTimeout: 60_000 });

/** A window title, a bell, a C1 colour sequence, a line break, an override, isolates, a byte order mark, tags, and an unpaired surrogate. */
const hostile =
  'na\u001b]0;title\u0007me\u009b31m\r\nerror: fake\u2028\u202Egpj.exe\u2066\u2069\u200F\uFEFF\u{E0041}\uD800';

/** Ranges of code points that must not be printed. ESC and CR are not included: bars on a terminal use them. */
const forbiddenRanges = [
  [0x00, 0x09],
  [0x0b, 0x0c],
  [0x0e, 0x1a],
  [0x1c, 0x1f],
  [0x7f, 0x9f],
  [0x61c, 0x61c],
  [0x200e, 0x200f],
  [0x2028, 0x202e],
  [0x2066, 0x2069],
  [0xd800, 0xdfff],
  [0xfeff, 0xfeff],
  [0xe0000, 0xe007f],
] as const;
const escapeCharacter = '\u001b';

/** The code points of a text that must not be printed, in hexadecimal. */
function forbiddenIn(text: string): string[] {
  return [...text]
    .map((character) => character.codePointAt(0) ?? 0)
    .filter((point) => forbiddenRanges.some(([from, to]) => point >= from && point <= to))
    .map((point) => point.toString(16));
}

class Sink extends Writable implements OutputStream {
  readonly isTTY: boolean;
  readonly columns = 100;
  text = '';

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }

  // Methods of a terminal stream.
  cursorTo(): boolean {
    return true;
  }

  clearLine(): boolean {
    return true;
  }
}

interface Printed {
  readonly output: Output;
  /** Fails if forbidden characters were printed, or nothing. */
  check(): void;
}

/** Creates an output that can be checked. */
function createOutput(mode: Mode): Printed {
  const [stdout, stderr] = [new Sink(mode === 'terminal'), new Sink(mode === 'terminal')];
  return {
    output: new Output(stdout, stderr),
    check() {
      const text = stdout.text + stderr.text;
      expect(text).not.toBe('');
      expect(forbiddenIn(text)).toEqual([]);
      expect(text).not.toContain(`${escapeCharacter}]`);
      if (mode !== 'terminal') expect([text.includes(escapeCharacter), text.includes('\r')]).toEqual([false, false]);
      expect(text).not.toMatch(/^error: fake/m);
      if (mode === 'json') {
        for (const line of stdout.text.split('\n').filter((each) => each !== '')) JSON.parse(line);
      }
    },
  };
}

const modes = ['lines', 'terminal', 'json'] as const;
type Mode = (typeof modes)[number];
const each = describe.each(modes.map((mode) => [mode] as const));

const clsid = '{3D6B5E10-8C1F-4B7E-9A21-77D0C4E1C001}';
const itemId = '{00000001-0000-4000-8000-000000000000}';

async function machine() {
  const emulation = createEmulation({ clock: 'real', transport: 'http' });
  const connection = await connect({ backend: emulation });
  onTestFinished(async () => {
    await connection.close();
    await emulation.close();
  });
  return { emulation, connection };
}

describe('printable()', () => {
  it('replaces characters that could control a terminal by a space', () => {
    expect(forbiddenIn(printable(hostile))).toEqual([]);
    expect(printable(hostile)).not.toContain(escapeCharacter);
    expect(printable(hostile)).not.toContain('\r');
    expect(printable('a\u202Eb')).toBe('a b');
    expect(printableLines('a\u0007\nb')).toBe('a \nb');
    expect(oneLine('\u001b a \n')).toBe('a');
  });

  it('does not change letters of any script or emoji', () => {
    const text = 'Büro für 世界 שלום نامه‌ای 👩‍👩‍👧 é';
    expect(printable(text)).toBe(text);
  });

  it('printableJson() escapes the characters', () => {
    const json = printableJson(JSON.stringify({ hostile }));
    expect(forbiddenIn(json)).toEqual([]);
    expect(JSON.parse(json)).toEqual({ hostile });
  });
});

each('a hostile name (%s)', (mode) => {
  const json = mode === 'json';
  const interrupted = new AbortController().signal;

  it('is made printable by `sync` without a class', async () => {
    const { emulation, connection } = await machine();
    emulation.winsync.registerProvider({ clsid, name: hostile, description: hostile });
    const printed = createOutput(mode);
    await printProviders(connection.winsync, json, printed.output);
    printed.check();
  });

  it('is made printable by `sync` with a class', async () => {
    const { emulation, connection } = await machine();
    const run = runScript([
      { recoverableError: { itemDisplayName: hostile, errorDescription: hostile, hresult: 0x80004005 } },
      { progress: { provider: 'destination', stage: 'changeApplication', completedWork: 1, totalWork: 0 } },
    ]);
    emulation.winsync.registerProvider({ clsid, name: hostile, run });
    const printed = createOutput(mode);
    const options = { role: 'destination', backend: 'emulation', json, idle: 5000 } as const;
    await runSession(connection, clsid, options, { output: printed.output, interrupted });
    printed.check();
  });

  it('is made printable in a recoverable error', () => {
    const printed = createOutput(mode);
    const errors = new RecoverableErrors(printed.output, json);
    errors.add(recoverableErrorWith({ itemDisplayName: hostile, errorDescription: hostile }));
    errors.print();
    printed.check();
  });

  it('is made printable by `jobs`, `job cancel` and `jobs clean`', async () => {
    const { connection } = await machine();
    for (let job = 0; job < 3; job += 1) await connection.bits.createJob({ name: hostile });
    const [first] = await connection.bits.jobs();
    const printed = createOutput(mode);
    const surroundings = { json, output: printed.output };
    await listJobs(connection.bits, {}, surroundings);
    await showJob(connection.bits, first?.id ?? '', surroundings);
    const watching = new AbortController();
    const options = { filter: {}, interval: 1, signal: watching.signal };
    const ended = watchJobs(connection.bits, options, surroundings);
    await connection.bits.watch().next();
    watching.abort();
    await ended;
    await connection.bits.createGroup({ name: hostile });
    await listGroups(connection.bits, surroundings);
    await cancelJob(connection.bits, first?.id ?? '', surroundings);
    await cleanJobs(connection.bits, { name: hostile }, surroundings);
    printed.check();
  });

  it('is made printable by `syncmgr list`', async () => {
    const { emulation, connection } = await machine();
    emulation.syncmgr.registerClass({
      clsid,
      description: hostile,
      create: () => {
        throw new Error();
      },
    });
    const printed = createOutput(mode);
    await printHandlers(connection.syncmgr, json, printed.output);
    printed.check();
  });

  it('is made printable by `syncmgr run`', async () => {
    const { emulation, connection } = await machine();
    await emulation.syncmgr.registerHandler({
      clsid,
      name: hostile.slice(0, 31),
      items: [{ id: itemId, name: hostile }],
      async synchronize(_, session) {
        await session.progress(itemId, { statusText: hostile, value: 1, max: 2, status: 'updating' });
        await session.logError({ level: 'error', text: hostile, itemId });
        await session.establishConnection(hostile);
        await session.progress(itemId, { status: 'failed' });
      },
    });
    const printed = createOutput(mode);
    await runHandler(connection, { clsid, items: [] }, { json, output: printed.output, interrupted });
    printed.check();
  });

  it('is made printable by `syncmgr run` for an item that does not exist', async () => {
    const { emulation, connection } = await machine();
    await emulation.syncmgr.registerHandler({
      clsid,
      name: 'Handler',
      items: [{ id: itemId, name: hostile }],
      synchronize() {},
    });
    const printed = createOutput(mode);
    const request = { clsid, items: [`${hostile} other`] };
    await runHandler(connection, request, { json, output: printed.output, interrupted }).catch((error: unknown) =>
      reportError(printed.output, error, json),
    );
    printed.check();
  });

  it('is made printable by `syncmgr start` and `syncmgr stop`', async () => {
    const { emulation, connection } = await machine();
    const handlerId = hostile.slice(0, 60);
    emulation.syncmgr.center.registerHandler({ id: handlerId, items: [handlerId] });
    const printed = createOutput(mode);
    const surroundings = { json, output: printed.output, interrupted };
    await startInCenter(connection, { handlerId, itemIds: [] }, surroundings);
    await stopInCenter(connection, { handlerId, itemIds: [handlerId] }, surroundings);
    printed.check();
  });

  it('is made printable in the message of an error', () => {
    const printed = createOutput(mode);
    for (const error of [
      new Error(hostile),
      new HResultError(0x80004005, hostile, hostile),
      hostile,
      Object.create(null),
    ]) {
      reportError(printed.output, error, json);
    }
    printed.check();
  });

  describe('through the arguments of a command', () => {
    let folder = '';
    let server: TestServer;
    let state: string | undefined;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'winprogress-hostile-'));
      state = process.env.XDG_STATE_HOME;
      process.env.XDG_STATE_HOME = folder;
      server = await TestServer.start({ 'file.bin': { content: bytes(1000) } });
      // A provider whose error has a hostile message.
      const body = `export default () => ({ downloadContent: async () => { throw new Error(${JSON.stringify(hostile)}); },
        cancelJob() {}, modifyJobSource() {}, modifyJobPriority() {}, modifyJobTimeout() {}, resume() {}, suspend() {} });`;
      await writeFile(join(folder, 'provider.mjs'), body);
    });

    afterAll(async () => {
      if (state === undefined) Reflect.deleteProperty(process.env, 'XDG_STATE_HOME');
      else process.env.XDG_STATE_HOME = state;
      await server[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    });

    const target = ['--library', `C:\\${hostile}`, '--endpoint', 'e', '--id', clsid, '--client-data', 'd'];
    const counts = ['--bytes-transferred', '1', '--files-transferred', '1'];
    // File names cannot have unpaired surrogates. NUL is rejected earlier.
    const name = hostile.replaceAll('\uD800', '');

    it.each<readonly [string, () => string[]]>([
      ['get', () => ['get', server.url('file.bin'), join(folder, `${mode} ${name}`)]],
      ['get --group', () => ['get', '--group', server.url('file.bin'), join(folder, `${mode} group ${name}`)]],
      ['get of a missing file', () => ['get', `${server.url('none')}?${name}`, join(folder, `none ${name}`)]],
      ['get without a URL', () => ['get', hostile, 'file']],
      ['get with an unknown option', () => ['get', `--${hostile}`]],
      ['an unknown command', () => [hostile]],
      ['probe', () => ['probe', '--backend', hostile]],
      ['demo', () => ['demo', '--backend', hostile]],
      ['sync', () => ['sync', hostile]],
      ['sync of an unknown class', () => ['sync', clsid, '--backend', 'emulation']],
      ['syncmgr list', () => ['syncmgr', 'list', hostile]],
      ['syncmgr run', () => ['syncmgr', 'run', hostile]],
      ['syncmgr run of an item', () => ['syncmgr', 'run', clsid, hostile, '--backend', 'emulation']],
      ['syncmgr start', () => ['syncmgr', 'start', name, '--backend', 'emulation']],
      ['syncmgr stop', () => ['syncmgr', 'stop', name, '--backend', 'emulation']],
      ['ctm notify progress', () => ['ctm', 'notify', 'progress', ...target, ...counts, '--backend', 'emulation']],
      ['ctm notify success', () => ['ctm', 'notify', 'success', ...target, ...counts, '--backend', 'emulation']],
      [
        'ctm notify error',
        () => [
          'ctm',
          'notify',
          'error',
          ...target,
          '--hresult',
          '0x80004005',
          '--message',
          hostile,
          '--backend',
          'emulation',
        ],
      ],
      ['ctm simulate of a missing module', () => ['ctm', 'simulate', join(folder, name)]],
      [
        'ctm simulate of content',
        () => [
          'ctm',
          'simulate',
          join(folder, 'provider.mjs'),
          '--content',
          `http://127.0.0.1:1/${encodeURIComponent(name)}`,
        ],
      ],
    ])('is made printable: %s', async (_, args) => {
      const printed = createOutput(mode);
      await run([...args(), ...(json ? ['--json'] : [])], printed.output);
      printed.check();
    });
  });
});
