import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const dist = join(import.meta.dirname, '..', '..', 'dist');

/** Modules that are loaded with a file of dist: other files of it, and external modules. */
function loadedWith(entry: string): { readonly files: readonly string[]; readonly modules: readonly string[] } {
  const files = [entry];
  const modules = new Set<string>();
  for (const path of files) {
    const text = readFileSync(join(dist, path), 'utf8');
    for (const [, imported = ''] of text.matchAll(/^(?:import|export)\b(?:[^'"(]*?\bfrom)?\s*['"]([^'"]+)['"]/gm)) {
      const file = posix.join(posix.dirname(path), imported);
      if (!imported.startsWith('.')) modules.add(imported);
      else if (!files.includes(file)) files.push(file);
    }
  }
  return { files, modules: [...modules].sort() };
}

/** Modules that Node.js has loaded before a program starts, or that are small. */
const cheap = [
  'node:diagnostics_channel',
  'node:fs',
  'node:fs/promises',
  'node:module',
  'node:path',
  'node:url',
  'node:util',
];

describe('the modules that are loaded', () => {
  it('by import are two files and no package', () => {
    const { files, modules } = loadedWith('index.js');
    expect(files).toEqual(['index.js', 'chunks/core.js']);
    expect(modules.filter((name) => !cheap.includes(name))).toEqual([]);
  });

  it('by connect() to the emulation include no package, family, virtual clock or HTTP', () => {
    const { files, modules } = loadedWith('chunks/real-machine.js');
    expect(files).toEqual(['chunks/real-machine.js', 'chunks/emulation-machine.js', 'chunks/core.js']);
    expect(modules.filter((name) => !cheap.includes(name))).toEqual([]);
  });

  it('by the first call of emulated BITS include no package, other family, virtual clock or HTTP', () => {
    const { files, modules } = loadedWith('chunks/bits-emulation.js');
    expect([...files].sort()).toEqual([
      'chunks/bits-emulation.js',
      'chunks/core.js',
      'chunks/emulation-bits.js',
      'chunks/emulation-machine.js',
      'chunks/transfer-core.js',
    ]);
    expect(modules.filter((name) => !cheap.includes(name))).toEqual([]);
  });

  it('by connect() to real COM include no file of the emulation', () => {
    const { files, modules } = loadedWith('native.js');
    expect(files).toEqual(['native.js', 'chunks/core.js']);
    expect(modules.filter((name) => !cheap.includes(name))).toEqual([]);
  });

  it.each(['bits-jobs', 'winsync', 'syncmgr', 'ctm'])(
    'by the first call of %s is one file, and nothing of the emulation',
    (family) => {
      const { files, modules } = loadedWith(`chunks/${family}.js`);
      expect(files).toEqual([`chunks/${family}.js`, 'chunks/core.js']);
      expect(modules.filter((name) => !cheap.includes(name))).toEqual([]);
    },
  );

  it('by parseManifest() is no package before it reads, and nothing of the emulation', () => {
    const { files, modules } = loadedWith('chunks/content-manifest.js');
    expect(files).toEqual(['chunks/content-manifest.js', 'chunks/core.js', 'chunks/deferred-packages.cjs']);
    expect(modules.filter((name) => !cheap.includes(name))).toEqual([]);
  });

  it('by the entry of the emulation include no package', () => {
    const { modules } = loadedWith('emulation.js');
    expect(modules.filter((name) => !name.startsWith('node:'))).toEqual([]);
  });

  it('by HTTP transfers include no package for a proxy that is not used', () => {
    const { modules } = loadedWith('chunks/http.js');
    expect(modules.filter((name) => !name.startsWith('node:'))).toEqual(['proxy-from-env']);
  });

  it('by the instrumentation for OpenTelemetry include its API, and nothing else that import has not loaded', () => {
    const { files, modules } = loadedWith('opentelemetry.js');
    expect(files).toEqual(['opentelemetry.js', 'chunks/core.js']);
    expect(modules.filter((name) => !cheap.includes(name))).toEqual(['@opentelemetry/api']);
  });

  it('by the command line is nothing of the emulation before a command needs it', () => {
    const { files, modules } = loadedWith('cli/main.js');
    expect(files).toContain('chunks/core.js');
    expect(files.filter((path) => path.includes('emulation'))).toEqual([]);
    expect(modules.filter((name) => !name.startsWith('node:'))).toEqual(['commander']);
  });
});
