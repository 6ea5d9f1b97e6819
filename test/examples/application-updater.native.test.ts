import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { BitsTransferSnapshot } from '../../lib/index.js';
import { caught } from '../support/caught.js';
import { childEnvironment } from '../support/child-environment.js';
import { contentOf } from '../support/content.js';
import type { ApplicationUpdater, UpdateManifest } from './example-types.js';
import { exampleFile, importExample, type NativeExampleMachine, openNativeMachine } from './native-machine.js';

const { update } = await importExample<ApplicationUpdater>('application-updater');
const content = contentOf(400_000);
const sha256 = createHash('sha256').update(content).digest('hex');

function manifestOf({ server }: NativeExampleMachine, { holdAt }: { holdAt?: number } = {}): UpdateManifest {
  const url = server.serve('/setup.exe', { content, ...(holdAt === undefined ? {} : { holdAt }) });
  return { version: '2.1.0', url, sha256, size: 400_000n };
}

it('the updater example continues the download of an earlier run through real BITS, and applies the installer', async () => {
  await using machine = await openNativeMachine();
  const { connection, server, folder } = machine;
  const manifest = manifestOf(machine, { holdAt: 131_072 });
  const applied: string[] = [];
  const apply = (path: string) => applied.push(path);
  const stop = new AbortController();
  const onProgress = ({ bytesTransferred }: BitsTransferSnapshot) => {
    if (bytesTransferred > 0n) stop.abort();
  };
  const first = update(connection, manifest, { folder, apply, signal: stop.signal, onProgress });
  expect(await caught(first)).toMatchObject({ name: 'AbortError' });
  expect(applied).toEqual([]);
  server.release('/setup.exe');
  expect(await update(connection, manifest, { folder, apply })).toBe(true);
  expect(applied).toEqual([join(folder, '2.1.0.exe')]);
  expect((await readFile(join(folder, '2.1.0.exe'))).equals(content)).toBe(true);
});

it('the updater example never applies an installer with another hash that real BITS has transferred', async () => {
  await using machine = await openNativeMachine();
  const { connection, folder } = machine;
  const applied: string[] = [];
  const apply = (path: string) => applied.push(path);
  const other = { ...manifestOf(machine), sha256: '0'.repeat(64) };
  expect(await caught(update(connection, other, { folder, apply }))).toMatchObject({ code: 'ERR_DOWNLOAD_INTEGRITY' });
  expect(applied).toEqual([]);
  expect(existsSync(join(folder, '2.1.0.exe'))).toBe(false);
});

it('the updater example as a program prints the path of the verified installer with --dry-run', async () => {
  await using machine = await openNativeMachine();
  const { folder } = machine;
  const manifestPath = join(folder, 'update.json');
  await writeFile(manifestPath, JSON.stringify({ ...manifestOf(machine), size: 400_000 }));
  const command = [exampleFile('application-updater'), manifestPath, folder, '--dry-run'];
  const env = { ...childEnvironment(), WINPROGRESS_BACKEND: 'native' };
  const { stdout } = await promisify(execFile)(process.execPath, command, { env });
  expect(stdout.trim()).toBe(join(folder, '2.1.0.exe'));
  expect((await readFile(join(folder, '2.1.0.exe'))).equals(content)).toBe(true);
});
