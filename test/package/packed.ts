import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { withLock } from '../../scripts/lock.mjs';
import { packPackage } from '../../scripts/package.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder for the tarball that the test files of a run share. */
    packed: string;
  }
}

/** Provides the folder for a run (a global setup of vitest). */
export default async function provideFolder({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'winprogress-packed-'));
  provide('packed', folder);
  return () => rm(folder, { recursive: true, force: true });
}

/** The path of the tarball of the repository. The first test file that needs it packs it, which takes npm seconds. */
export async function packedTarball(): Promise<string> {
  const folder = inject('packed');
  return await withLock(join(folder, 'lock'), async () => {
    const [existing] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
    if (existing !== undefined) return join(folder, existing);
    const incomplete = await packPackage(join(folder, 'incomplete'));
    const path = join(folder, basename(incomplete));
    await rename(incomplete, path);
    return path;
  });
}

/** The paths of the files in the tarball, sorted. */
export async function packedFiles(): Promise<string[]> {
  const tarball = await packedTarball();
  const { stdout } = await promisify(execFile)('tar', ['-tzf', basename(tarball)], { cwd: inject('packed') });
  const paths = stdout.trim().split(/\r?\n/);
  return paths.map((path) => path.replace(/^package\//, '')).sort();
}
