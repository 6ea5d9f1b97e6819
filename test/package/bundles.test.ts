import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import commonjs from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import ncc from '@vercel/ncc';
import * as esbuild from 'esbuild';
import { rollup } from 'rollup';
import * as vite from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import webpack from 'webpack';
import { unpackPackage } from '../../scripts/package.mjs';
import { packedTarball } from './packed.js';

const root = join(import.meta.dirname, '..', '..');

/** An application: the emulation from connect(), one created explicitly, and real COM on a machine that appears to have it. */
const application = `
  import { AddonLoadError, connect } from 'winprogress';
  import { createEmulation } from 'winprogress/emulation';

  const result = {};
  const connection = await connect({ backend: 'emulation' });
  const job = await connection.bits.createJob({ name: 'a' });
  result.state = await job.getState();
  result.handlers = await connection.syncmgr.handlers();
  await connection.close();

  const emulation = createEmulation();
  emulation.network.serve('http://files.test/a', { size: 1000n, bytesPerSecond: 1000 });
  const own = await connect({ backend: emulation });
  const download = own.bits.download('http://files.test/a', 'C:\\\\a');
  await emulation.clock.tickAsync(10_000);
  result.bytes = String((await download).bytes);
  await own.close();

  Object.defineProperty(process, 'platform', { value: 'win32' });
  result.addon = await connect({ backend: 'native' }).then(
    () => 'connected',
    (error) => (error instanceof AddonLoadError ? error.message : String(error)),
  );
  console.log(JSON.stringify(result));
`;

/** Bundles `entry` with all its imports, and returns the path of the program. */
type Bundle = (entry: string, folder: string) => Promise<string>;

const bundlers: Readonly<Record<string, Bundle>> = {
  'esbuild, as an ES module': async (entry, folder) => {
    const outfile = join(folder, 'application.mjs');
    // The output of esbuild for require() calls of CommonJS packages needs a require function.
    const banner = {
      js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
    };
    await esbuild.build({ ...esbuildOptions, entryPoints: [entry], outfile, format: 'esm', banner });
    return outfile;
  },
  'esbuild, as an ES module in chunks': async (entry, folder) => {
    const banner = {
      js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
    };
    await esbuild.build({
      ...esbuildOptions,
      entryPoints: { application: entry },
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      format: 'esm',
      splitting: true,
      banner,
    });
    return join(folder, 'application.mjs');
  },
  'esbuild, as CommonJS': async (entry, folder) => {
    const outfile = join(folder, 'application.cjs');
    await esbuild.build({ ...esbuildOptions, entryPoints: [wrapped(entry)], outfile, format: 'cjs' });
    return outfile;
  },
  rollup: async (entry, folder) => {
    const bundle = await rollup({
      input: entry,
      plugins: [nodeResolve({ preferBuiltins: true }), defaultOf(commonjs)()],
      onwarn() {},
    });
    await bundle.write({ dir: folder, entryFileNames: 'application.mjs', chunkFileNames: '[name]-[hash].mjs' });
    await bundle.close();
    return join(folder, 'application.mjs');
  },
  webpack: async (entry, folder) => {
    const compiler = webpack({
      entry: wrapped(entry),
      target: 'node20',
      mode: 'production',
      optimization: { minimize: false },
      output: { path: folder, filename: 'application.cjs' },
    });
    await new Promise<void>((resolve, reject) => {
      compiler.run((error, stats) => {
        const failure = error ?? (stats?.hasErrors() ? new Error(stats.toString()) : null);
        compiler.close((other) => {
          if (failure ?? other) reject(failure ?? other);
          else resolve();
        });
      });
    });
    return join(folder, 'application.cjs');
  },
  vite: async (entry, folder) => {
    await vite.build({
      root: dirname(entry),
      configFile: false,
      logLevel: 'silent',
      ssr: { noExternal: true },
      build: { ssr: entry, outDir: folder, rolldownOptions: { output: { entryFileNames: 'application.mjs' } } },
    });
    return join(folder, 'application.mjs');
  },
  ncc: async (entry, folder) => {
    const { code, assets } = await ncc(entry, { cache: false, quiet: true });
    writeFileSync(join(folder, 'application.mjs'), code);
    for (const [name, { source }] of Object.entries(assets)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), source);
    }
    return join(folder, 'application.mjs');
  },
};

const esbuildOptions = { bundle: true, platform: 'node', target: 'node20', logLevel: 'silent' } as const;

/** Its types are those of a CommonJS module, its code is an ES module. */
function defaultOf<Plugin extends (...options: never[]) => unknown>(
  module: Plugin | { readonly default: Plugin },
): Plugin {
  return typeof module === 'function' ? module : module.default;
}

/** The application in a function: a CommonJS bundle cannot use top-level await. */
function wrapped(entry: string): string {
  return entry.replace('.mjs', '-wrapped.mjs');
}

describe('an application with the package in its bundle', () => {
  let folder = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'winprogress-bundles-'));
    await unpackPackage(await packedTarball(), join(folder, 'package'));
  }, 60_000);

  afterAll(() => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  /** A folder with the application and its node_modules. */
  function createSource(place: string): string {
    const modules = join(place, 'node_modules');
    mkdirSync(modules, { recursive: true });
    cpSync(join(folder, 'package'), join(modules, 'winprogress'), { recursive: true });
    for (const name of readdirSync(join(root, 'node_modules')).filter((one) => !one.startsWith('.'))) {
      symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction');
    }
    const entry = join(place, 'application.mjs');
    writeFileSync(entry, application);
    const [imports = '', body = ''] = application.split('const result');
    writeFileSync(wrapped(entry), `${imports}\n(async () => { const result${body} })();`);
    return entry;
  }

  it('contains import.meta only in the modules that load the addon, since transforms to CommonJS such as that of babel-jest reject it', () => {
    const dist = join(folder, 'package', 'dist');
    const code = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.js'));
    const found = code.filter((path) => readFileSync(join(dist, path), 'utf8').includes('import.meta'));
    expect(found.map((path) => path.replaceAll('\\', '/')).sort()).toEqual(['cli/main.js', 'native.js']);
  });

  it.each(Object.keys(bundlers))(
    'runs without its node_modules, and names the cure if it needs the addon: %s',
    async (name) => {
      const place = mkdtempSync(join(folder, 'application-'));
      const source = join(place, 'source');
      const output = join(place, 'output');
      mkdirSync(output);
      const program = await bundlers[name]?.(createSource(source), output);
      if (program === undefined) throw new Error(`no bundler ${name}`);
      rmSync(source, { recursive: true });
      const { stdout } = await promisify(execFile)(process.execPath, [program], { cwd: output, timeout: 60_000 });
      expect(JSON.parse(stdout)).toEqual({
        state: 'suspended',
        handlers: [],
        bytes: '1000',
        addon: expect.stringMatching(/winprogress could not load its native addon.*external/s),
      });
    },
    120_000,
  );
});
