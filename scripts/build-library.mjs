// Builds dist from lib: a few JavaScript files with source maps, and the types of its entries.
//
//   node scripts/build-library.mjs     (npm run build) always builds, and fails for type errors
//
// vitest calls it before the suites, since the command line and the package are tested as they are published. Then it builds only if a
// source file is newer than the build.
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { withLock } from './lock.mjs';
import { root, run } from './process.mjs';
import { resultTables } from './result-tables.mjs';

const lib = join(root, 'lib');
const dist = join(root, 'dist');
const typesFolder = 'types';

/** `native` is not an entry of the package: `connect()` imports it, as do tests and benchmarks. */
const entries = {
  index: 'index.ts',
  emulation: 'emulation.ts',
  opentelemetry: 'opentelemetry.ts',
  native: 'native.ts',
  'cli/main': 'cli/main.ts',
};
const typeEntries = ['index.d.ts', 'emulation.d.ts', 'opentelemetry.d.ts'];
/** Written last: its time is the time of the build. */
const stamp = join(dist, typesFolder, 'index.d.ts');

/** Builds if necessary. Type errors are printed, not thrown: `npm run check` reports them. */
export async function buildLibrary() {
  await withLock(join(root, '.wine', 'build-library.lock'), async () => {
    if (!(await isCurrent())) await build().catch((error) => console.error(error.message));
  });
}

async function build() {
  const [code, types] = await Promise.all([bundle(), declare()]);
  // No file of dist is missing while it is replaced: other processes may load it.
  await removeOthers(new Set([...code, ...types.keys()]));
  for (const [path, text] of types) await write(path, text);
  await write(stamp, types.get(stamp));
  await chmod(join(dist, 'cli', 'main.js'), 0o755);
  if (types.error !== undefined) throw types.error;
}

/** @returns {Promise<string[]>} the paths of the files written */
async function bundle() {
  const input = Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(lib, path)]));
  const bundler = await openBundler(input, [keepCommonJs]);
  const { output } = await bundler.write({
    dir: dist,
    ...outputOptions,
    chunkFileNames: 'chunks/[name].js',
    codeSplitting: { groups },
  });
  await bundler.close();
  const deferred = join(dist, 'chunks', basename(deferredPackages));
  await write(deferred, await readFile(deferredPackages, 'utf8'));
  return [...output.map(({ fileName }) => join(dist, fileName)), deferred];
}

/** It stays a file of its own beside the chunks that import it: an ES module cannot load a package in a synchronous function. */
const deferredPackages = join(lib, 'com', 'deferred-packages.cjs');

const keepCommonJs = {
  name: 'winprogress:keep-common-js',
  resolveId: (source) =>
    basename(source) === basename(deferredPackages) ? { id: `./${basename(source)}`, external: true } : null,
};

/**
 * Bundles a module with all modules of lib that it imports, for programs that need more than the exports of the package.
 *
 * @param {string} input path in the repository
 * @param {string} file path in the repository
 */
export async function bundleModule(input, file) {
  const bundler = await openBundler(join(root, input));
  // One file, also of what is imported with `import()`.
  await bundler.write({ file: join(root, file), codeSplitting: false, ...outputOptions });
  await bundler.close();
}

const outputOptions = {
  format: 'esm',
  sourcemap: true,
  // Comments are in the source maps. Without them a third less is read at each start.
  comments: { legal: true, annotation: true, jsdoc: false },
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: false } },
};

async function openBundler(input, plugins = []) {
  const { dependencies, peerDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const names = Object.keys({ ...dependencies, ...peerDependencies });
  return await rolldown({
    cwd: root,
    input,
    platform: 'node',
    plugins: [resultTables(join(lib, 'com', 'hresult.ts')), ...plugins],
    // Node.js 20 has no `await using`.
    transform: { target: 'es2023' },
    external: (id) => id.startsWith('node:') || names.some((name) => id === name || id.startsWith(`${name}/`)),
    // An unresolved import or a circular dependency must not be published.
    onLog(level, log) {
      if (level === 'warn') throw new Error(log.message);
    },
  });
}

/** The modules that are loaded together, in the order of loading: a module belongs to the first chunk that imports it. */
const chunks = {
  // With what several of the other chunks import: the clock, events and sessions, the numbers of the legacy queue manager.
  core: [
    'index.ts',
    'com/clock.ts',
    'com/event-queue.ts',
    'com/diagnostics/sessions.ts',
    'com/diagnostics/sinks.ts',
    'com/file-time.ts',
    'com/listeners.ts',
    'com/questions.ts',
    'bits/legacy-names.ts',
    'bits/legacy-progress.ts',
  ],
  // What emulated jobs and transfers without an emulation both use.
  'transfer-core': [
    'bits/http/pieces.ts',
    'bits/http/redirects.ts',
    'bits/http/remote-file.ts',
    'bits/http/temporary-name.ts',
  ],
  // The jobs of the modern manager, and the groups of the legacy queue manager: the first call of each loads them.
  'bits-jobs': ['bits/jobs.ts'],
  'bits-groups': ['bits/groups.ts'],
  // The other families: their first call loads them.
  winsync: ['winsync/open.ts'],
  syncmgr: ['syncmgr/open.ts'],
  ctm: ['ctm/open.ts'],
  // With what several of the emulated families import: the first call of a family loads it.
  'emulation-machine': [
    'machine/real-machine.ts',
    'emulation/event-batches.ts',
    'emulation/process-hold.ts',
    'emulation/references.ts',
  ],
  // With the sessions of uploads, which the files of a state directory and the transfers over HTTP both contain.
  'emulation-bits': ['bits/emulation/bits-emulation.ts', 'bits/emulation/http/upload-session.ts'],
  // bits.download(), bits.upload() and bits.availability() load it.
  'bits-transfers': ['bits/transfers.ts'],
  // parseManifest() of the main entry loads it, and so does the emulation.
  'content-manifest': ['ctm/formats/manifest.ts'],
  'emulation-winsync': ['winsync/emulation/winsync-emulation.ts'],
  'emulation-syncmgr': ['syncmgr/machine/syncmgr-emulation.ts'],
  'emulation-ctm': ['ctm/emulation/content-transfer-emulation.ts'],
  http: ['bits/http/http-file.ts'],
  'emulation-http': ['bits/emulation/http/transport.ts'],
  'emulation-complete': ['emulation.ts'],
};

const groups = Object.entries(chunks).map(([name, roots], index, all) => ({
  name: (id, context) => (isReached(id, roots, context) ? name : null),
  debugName: name,
  priority: all.length - index,
}));

/** Whether one of these files imports the module, directly or indirectly. Modules imported with `import()` are not included. */
function isReached(id, roots, context) {
  const reached = roots.map((path) => join(lib, path));
  for (const module of reached) {
    if (module === id) return true;
    for (const imported of context.getModuleInfo(module)?.importedIds ?? []) {
      if (!reached.includes(imported)) reached.push(imported);
    }
  }
  return false;
}

/**
 * Returns the declarations that the entries reach, by their path in dist. `error` contains the errors of the compiler.
 *
 * @returns {Promise<Map<string, string> & { error?: Error }>}
 */
async function declare() {
  const folder = join(root, 'build', 'types');
  await rm(folder, { recursive: true, force: true });
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const types = new Map();
  await run(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', folder], { quiet: true }).catch(
    (error) => {
      types.error = error;
    },
  );
  const wanted = typeEntries.map((name) => join(folder, name));
  for (const path of wanted) {
    const text = await readFile(path, 'utf8');
    types.set(join(dist, typesFolder, relative(folder, path)), text);
    for (const [, imported] of text.matchAll(/(?:from|import\()\s*['"](\.[^'"]+)\.js['"]/g)) {
      const other = resolve(dirname(path), `${imported}.d.ts`);
      if (!wanted.includes(other)) wanted.push(other);
    }
  }
  return types;
}

async function write(path, text) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** Files whose source was deleted must be neither tested nor packed. */
async function removeOthers(products) {
  for (const path of await files(dist)) if (!products.has(path)) await rm(path);
}

async function isCurrent() {
  if (!existsSync(stamp)) return false;
  const configurations = ['package.json', 'tsconfig.json', 'tsconfig.build.json'].map((name) => join(root, name));
  const scripts = ['build-library.mjs', 'result-tables.mjs'].map((name) => join(root, 'scripts', name));
  const sources = [...(await files(lib)), ...configurations, ...scripts];
  const folders = await readdir(lib, { recursive: true, withFileTypes: true });
  // Deleting a source changes the time of its folder.
  const places = folders.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  const newest = Math.max(...(await Promise.all([lib, ...places, ...sources].map(modified))));
  return (await modified(stamp)) > newest;
}

async function modified(path) {
  return (await stat(path)).mtimeMs;
}

async function files(folder) {
  if (!existsSync(folder)) return [];
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await withLock(join(root, '.wine', 'build-library.lock'), build);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

export default buildLibrary;
