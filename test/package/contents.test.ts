import { readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { architectures } from '../../scripts/prebuild.mjs';
import { packedFiles } from './packed.js';

interface Manifest {
  readonly exports: Record<string, string | Record<string, string>>;
  readonly bin: Record<string, string>;
  readonly scripts: Record<string, string>;
  readonly gypfile: boolean;
  readonly dependencies: Record<string, string>;
}

const root = join(import.meta.dirname, '..', '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;

/** All files allowed in the package. New ones must be added here. */
const allowed = [
  /^(CHANGELOG|README|UPGRADING)\.md$/,
  /^LICENSE$/,
  /^package\.json$/,
  /^docs\/[a-z-]+\.md$/,
  /^docs\/pictures\/[a-z-]+\.svg$/,
  /^examples\/[a-z-]+\.(mjs|json)$/,
  /^dist\/(?!types\/).+\.js(\.map)?$/,
  /^dist\/chunks\/deferred-packages\.cjs$/,
  /^dist\/types\/.+\.d\.ts$/,
  /^prebuilds\/win32-(x64|ia32|arm64)\/winprogress\.node$/,
];

/** A module that only re-exports has no lines to map. */
function hasMap(path: string): boolean {
  return readFileSync(join(root, path), 'utf8').includes('//# sourceMappingURL=');
}

describe('the packed tarball', () => {
  let files: string[] = [];

  beforeAll(async () => {
    files = await packedFiles();
  }, 60_000);

  it('contains only listed files', () => {
    expect(files.filter((path) => !allowed.some((pattern) => pattern.test(path)))).toEqual([]);
  });

  it('contains the targets of every entry of exports and bin', () => {
    const targets = Object.values(manifest.exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : Object.values(entry),
    );
    const paths = [...targets, ...Object.values(manifest.bin)].map((path) => path.replace(/^\.\//, ''));
    expect(paths.filter((path) => !files.includes(path))).toEqual([]);
  });

  it('contains in dist exactly the files that its entries reach', () => {
    const entries = [...Object.values(manifest.exports), ...Object.values(manifest.bin)]
      .flatMap((entry) => (typeof entry === 'string' ? [entry] : Object.values(entry)))
      .map((path) => posix.normalize(path))
      .filter((path) => path.startsWith('dist/'));
    const reached = [...new Set(entries)];
    for (const path of reached) {
      const text = readFileSync(join(root, path), 'utf8');
      for (const [, imported = ''] of text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]+)['"]/g)) {
        const target = posix.join(posix.dirname(path), imported);
        const file = path.endsWith('.d.ts') ? target.replace(/\.js$/, '.d.ts') : target;
        if (!reached.includes(file)) reached.push(file);
      }
    }
    const maps = reached.filter((path) => path.endsWith('.js') && hasMap(path)).map((path) => `${path}.map`);
    expect(files.filter((path) => path.startsWith('dist/'))).toEqual([...reached, ...maps].sort());
  });

  it('has source maps that include the sources', () => {
    const maps = files.filter((path) => path.endsWith('.js.map'));
    expect(maps.length).toBeGreaterThan(4);
    for (const path of maps) {
      const map = JSON.parse(readFileSync(join(root, path), 'utf8')) as { sourcesContent: (string | null)[] };
      expect(map.sourcesContent.filter((text) => typeof text !== 'string')).toEqual([]);
    }
  });

  it('contains the licence, and no file that only serves building the addon', () => {
    expect(files).toContain('LICENSE');
    expect(files.filter((path) => /^(native|scripts|CMakeLists\.txt|binding\.gyp)/.test(path))).toEqual([]);
  });
});

describe('package.json', () => {
  it('has no install script', () => {
    expect(Object.keys(manifest.scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
    expect(manifest.gypfile).toBe(false);
  });
});

describe('README.md', () => {
  const text = readFileSync(join(root, 'README.md'), 'utf8');
  const section = text.slice(text.indexOf('## Size and dependencies'), text.indexOf('## Documentation'));

  it('states the unpacked size', async () => {
    const [total, binaries, rest] = [...section.matchAll(/([\d.]+) MB/g)].map(([, megabytes]) => Number(megabytes));
    const files = (await packedFiles()).filter((path) => !path.startsWith('prebuilds/'));
    const bytes = files.reduce((sum, path) => sum + statSync(join(root, path)).size, 0);
    // Within half a megabyte.
    expect(rest).toBeCloseTo(bytes / 1_000_000, 0);
    // The check of the binaries allows a megabyte for each.
    expect(binaries).toBe(architectures.length);
    expect(total).toBe((rest ?? 0) + architectures.length);
  });

  it('counts and justifies the runtime dependencies', () => {
    const names = Object.keys(manifest.dependencies);
    expect(section).toContain(`It has ${names.length} runtime dependencies:`);
    const rows = [...section.matchAll(/^\| (`.+?) \| /gm)].flatMap(([, cell = '']) => cell.split(', '));
    expect(rows.map((name) => name.replaceAll('`', '')).sort()).toEqual(names.sort());
  });
});
