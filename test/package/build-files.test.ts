import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

const cmake = read('CMakeLists.txt').replaceAll(/#.*$/gm, '');
const gyp = read('binding.gyp').replaceAll(/^\s*#.*$/gm, '');

/** The words of `set(NAME …)` in CMakeLists.txt. */
function cmakeList(name: string): string[] {
  const words = new RegExp(`set\\(${name}\\s([^)]*)\\)`).exec(cmake)?.[1];
  if (words === undefined) throw new Error(`CMakeLists.txt sets no ${name}`);
  return words.split(/\s+/).filter((word) => word !== '');
}

/** The strings of `'name': […]` in binding.gyp. */
function gypList(name: string): string[] {
  const strings = new RegExp(`'${name}': \\[([^\\]]*)\\]`).exec(gyp)?.[1];
  if (strings === undefined) throw new Error(`binding.gyp has no list ${name}`);
  return Array.from(strings.matchAll(/'([^']*)'/g), (match) => match[1] ?? '');
}

function nativeSources(): string[] {
  return readdirSync(join(root, 'native'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(c|cc|cpp|cxx)$/.test(path))
    .map((path) => `native/${path.replaceAll('\\', '/')}`)
    .sort();
}

describe('the two descriptions of the addon', () => {
  it('build the same target, named like the package', () => {
    const { name } = JSON.parse(read('package.json')) as { name: string };
    expect(/add_library\((\S+) MODULE/.exec(cmake)?.[1]).toBe(name);
    expect(/'target_name': '([^']+)'/.exec(gyp)?.[1]).toBe(name);
  });

  it('list every source file in native, sorted', () => {
    expect(cmakeList('WINPROGRESS_SOURCES')).toEqual(nativeSources());
    expect(gypList('sources')).toEqual(nativeSources());
  });

  it('define the same macros', () => {
    expect(gypList('defines')).toEqual(cmakeList('WINPROGRESS_DEFINITIONS'));
  });

  it('link the same libraries', () => {
    const named = gypList('libraries').map((library) => /^-l(.+)\.lib$/.exec(library)?.[1]);
    expect(named).toEqual(cmakeList('WINPROGRESS_LIBRARIES'));
  });

  it('and package.json name the same version of Node-API', () => {
    const manifest = JSON.parse(read('package.json')) as { binary: { napi_versions: number[] } };
    const definition = manifest.binary.napi_versions.map((version) => `NAPI_VERSION=${version}`);
    expect(cmakeList('WINPROGRESS_DEFINITIONS').filter((macro) => macro.startsWith('NAPI_VERSION'))).toEqual(
      definition,
    );
    expect(gypList('defines').filter((macro) => macro.startsWith('NAPI_VERSION'))).toEqual(definition);
  });

  it('leave the delay-load hooks of cmake-js and node-gyp out, since the addon brings its own', () => {
    expect(cmake).not.toContain('CMAKE_JS_SRC');
    expect(gyp).toContain("'win_delay_load_hook': 'false'");
    expect(gypList('sources')).toContain('native/com/delay_load_hook.cc');
  });
});

describe('off Windows', () => {
  it('binding.gyp builds nothing', () => {
    expect(gyp).toMatch(/'conditions': \[\s*\['OS!="win"', \{ 'type': 'none' \}, \{/);
  });

  it.runIf(process.platform === 'linux')('CMakeLists.txt succeeds and builds nothing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'winprogress-cmake-'));
    try {
      execFileSync('cmake', ['-S', root, '-B', folder], { stdio: 'pipe' });
      execFileSync('cmake', ['--build', folder], { stdio: 'pipe' });
      const built = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      expect(built.filter((path) => /\.(node|o|obj|a|lib)$/.test(path))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
