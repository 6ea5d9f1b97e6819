import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packedTarball } from './packed.js';

const root = join(import.meta.dirname, '..', '..');
const attw = join(root, 'node_modules', '@arethetypeswrong', 'cli', 'dist', 'index.js');

describe('the packed tarball in tools for published packages', () => {
  let folder = '';
  let tarball = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'winprogress-published-'));
    tarball = await packedTarball();
  }, 60_000);

  afterAll(() => {
    if (folder !== '') rmSync(folder, { recursive: true });
  });

  it('passes publint without a message', async () => {
    const bytes = readFileSync(tarball);
    const copy = new Uint8Array(bytes).buffer;
    const { messages, pkg } = await publint({ pack: { tarball: copy }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg ?? {}, { color: false }))).toEqual([]);
  });

  // The package has ES modules only, also for require(): `engines` lists the versions of Node.js where that works.
  it('has types that match its code for every module resolution, by arethetypeswrong', async () => {
    const args = [attw, tarball, '--ignore-rules', 'cjs-resolves-to-esm', '--format', 'table-flipped', '--no-emoji'];
    const { stdout } = await promisify(execFile)(process.execPath, [...args, '--no-color'], { cwd: folder });
    expect(stdout).toContain('No problems found');
  }, 60_000);
});
