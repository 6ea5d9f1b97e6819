import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BitsTransferSnapshot } from '../../lib/index.js';
import { caught } from '../support/caught.js';
import { contentOf, isSameContent } from '../support/content.js';
import { LoopbackServer } from '../support/loopback-server.js';
import type { ApplicationUpdater, UpdateManifest } from './example-types.js';
import { type ExampleMachine, openExampleMachine } from './machine.js';

const location = new URL('../../examples/application-updater.mjs', import.meta.url);
const example: ApplicationUpdater = await import(location.href);
const url = 'http://updates.test/setup.exe';
const content = contentOf(400_000);
const sha256 = createHash('sha256').update(content).digest('hex');
const manifest: UpdateManifest = { version: '2.1.0', url, sha256, size: 400_000n };

function serve({ emulation }: ExampleMachine): void {
  emulation.network.serve(url, { content, bytesPerSecond: 50_000 });
}

it('the updater example applies the verified installer', async () => {
  await using machine = await openExampleMachine();
  serve(machine);
  const applied: string[] = [];
  const apply = (path: string) => applied.push(path);
  await machine.drive(example.update(machine.connection, manifest, { folder: machine.folder, apply }));
  expect(applied).toEqual([join(machine.folder, '2.1.0.exe')]);
  expect(isSameContent(machine.emulation.files.read(join(machine.folder, '2.1.0.exe')), content)).toBe(true);
});

it('the updater example continues the download of an earlier run', async () => {
  await using machine = await openExampleMachine();
  serve(machine);
  const { connection, folder } = machine;
  const applied: string[] = [];
  const apply = (path: string) => applied.push(path);
  const stop = new AbortController();
  const onProgress = ({ bytesTransferred }: BitsTransferSnapshot) => {
    if (bytesTransferred > 0n) stop.abort();
  };
  const first = example.update(connection, manifest, { folder, apply, signal: stop.signal, onProgress });
  expect(await machine.drive(caught(first))).toMatchObject({ name: 'AbortError' });
  expect(applied).toEqual([]);
  expect(await machine.drive(connection.bits.snapshot())).toMatchObject([{ state: 'suspended' }]);
  expect(await machine.drive(example.update(connection, manifest, { folder, apply }))).toBe(true);
  expect(applied).toHaveLength(1);
});

it('the updater example never applies an installer with another hash', async () => {
  await using machine = await openExampleMachine();
  serve(machine);
  const { connection, folder } = machine;
  const applied: string[] = [];
  const apply = (path: string) => applied.push(path);
  const other = { ...manifest, sha256: '0'.repeat(64) };
  const error = await machine.drive(caught(example.update(connection, other, { folder, apply })));
  expect(error).toMatchObject({ code: 'ERR_DOWNLOAD_INTEGRITY' });
  expect(applied).toEqual([]);
  expect(machine.emulation.files.read(join(folder, '2.1.0.exe'))).toBeUndefined();
});

it('the updater example applies an installer that an earlier run has downloaded, without a download', async () => {
  await using machine = await openExampleMachine();
  await writeFile(join(machine.folder, '2.1.0.exe'), content);
  const applied: string[] = [];
  const apply = (path: string) => applied.push(path);
  await machine.drive(example.update(machine.connection, manifest, { folder: machine.folder, apply }));
  expect(applied).toHaveLength(1);
});

it.each([
  ['version', { version: '../2' }],
  ['sha256', { sha256: 'abc' }],
  ['size', { size: -1 }],
  ['url', { url: 'file:///setup.exe' }],
])('the updater example refuses a manifest without a valid %s', async (name, part) => {
  await using machine = await openExampleMachine();
  const path = join(machine.folder, 'update.json');
  await writeFile(path, JSON.stringify({ ...manifest, size: 400_000, ...part }));
  expect(await caught(example.readManifest(path))).toMatchObject({ message: `the manifest has no valid ${name}` });
});

describe('the updater example as a program', () => {
  let server: LoopbackServer;

  beforeEach(async () => {
    server = await LoopbackServer.start();
  });

  afterEach(async () => {
    await server.close();
  });

  /** Runs it with the manifest of a served file. */
  async function run({ folder }: ExampleMachine, ...args: string[]): Promise<string> {
    const manifestPath = join(folder, 'update.json');
    const served = server.serve('/setup.exe', { content });
    await writeFile(manifestPath, JSON.stringify({ ...manifest, url: served, size: 400_000 }));
    const env = { ...process.env, WINPROGRESS_BACKEND: 'emulation' };
    const command = [fileURLToPath(location), manifestPath, folder, ...args];
    return (await promisify(execFile)(process.execPath, command, { env })).stdout.trim();
  }

  it('prints the path of the verified installer with --dry-run', async () => {
    await using machine = await openExampleMachine();
    expect(await run(machine, '--dry-run')).toBe(join(machine.folder, '2.1.0.exe'));
    expect(isSameContent(await readFile(join(machine.folder, '2.1.0.exe')), content)).toBe(true);
  });

  it('starts the command with the path as its last argument, as it is', async () => {
    await using machine = await openExampleMachine();
    const script = 'console.log(JSON.stringify(process.argv.slice(1)))';
    const printed: unknown = JSON.parse(await run(machine, '--', process.execPath, '-e', script, '--', '$HOME;a b'));
    expect(printed).toEqual(['$HOME;a b', join(machine.folder, '2.1.0.exe')]);
  });

  it('fails when the command fails', async () => {
    await using machine = await openExampleMachine();
    const error = await caught(run(machine, '--', process.execPath, '-e', 'process.exitCode = 3'));
    expect(error).toMatchObject({ code: 1, stderr: expect.stringContaining('the installer ended with 3') });
  });
});
