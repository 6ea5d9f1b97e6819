import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { architectures } from '../../scripts/prebuild.mjs';
import { releaseFaults } from '../../scripts/release-check.mjs';

const root = join(import.meta.dirname, '..', '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const binaries = architectures.map((arch) => `prebuilds/win32-${arch}/winprogress.node`);

describe('the check before a release', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'winprogress-release-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('requires a binary for each architecture', async () => {
    expect(architectures).toEqual(['x64', 'ia32', 'arm64']);
    expect(await releaseFaults({ files: ['package.json'], folder })).toEqual(
      binaries.map((path) => `the tarball has no ${path}`),
    );
  });

  it('rejects a file that is not a binary of its architecture', async () => {
    for (const path of binaries) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), 'text');
    }
    const faults = await releaseFaults({ files: binaries, folder });
    expect(faults.map((fault) => fault.replace(/^.*winprogress\.node/, ''))).toEqual(
      binaries.map(() => ' is not a Windows binary'),
    );
  });

  it('requires the version of the package as the tag', async () => {
    expect(await releaseFaults({ files: [], folder, tag: `v${version}` })).toHaveLength(binaries.length);
    expect(await releaseFaults({ files: [], folder, tag: 'v99.0.0' })).toContain(`the tag v99.0.0 is not v${version}`);
  });
});
