import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { packedFiles } from '../../scripts/package.mjs';

interface Manifest {
  readonly exports: Record<string, string | Record<string, string>>;
  readonly bin: Record<string, string>;
  readonly scripts: Record<string, string>;
  readonly gypfile: boolean;
}

const root = join(import.meta.dirname, '..', '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;

/** All that may be in the package. What is new must be allowed here on purpose. */
const allowed = [
  /^(CHANGELOG|README)\.md$/,
  /^LICENSE$/,
  /^package\.json$/,
  /^docs\/[a-z-]+\.md$/,
  /^examples\/[a-z-]+\.mjs$/,
  /^dist\/.+\.(js|d\.ts)$/,
  /^prebuilds\/win32-(x64|ia32|arm64)\/winprogress\.node$/,
];

describe('the packed tarball', () => {
  let files: string[] = [];

  beforeAll(async () => {
    files = await packedFiles();
  }, 60_000);

  it('holds only what is on the list', () => {
    expect(files.filter((path) => !allowed.some((pattern) => pattern.test(path)))).toEqual([]);
  });

  it('holds what every entry of exports and bin points at', () => {
    const targets = Object.values(manifest.exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : Object.values(entry),
    );
    const paths = [...targets, ...Object.values(manifest.bin)].map((path) => path.replace(/^\.\//, ''));
    expect(paths.filter((path) => !files.includes(path))).toEqual([]);
  });

  it('holds no compiled file whose source is gone', () => {
    const sources = files
      .filter((path) => path.startsWith('dist/'))
      .map((path) => path.replace(/^dist\//, 'lib/').replace(/(\.d\.ts|\.js)$/, '.ts'));
    expect(sources.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('holds the licence, and nothing that only serves building the addon', () => {
    expect(files).toContain('LICENSE');
    expect(files.filter((path) => /^(native|scripts|CMakeLists\.txt|binding\.gyp)/.test(path))).toEqual([]);
  });
});

describe('package.json', () => {
  it('runs nothing at install', () => {
    expect(Object.keys(manifest.scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
    expect(manifest.gypfile).toBe(false);
  });
});
