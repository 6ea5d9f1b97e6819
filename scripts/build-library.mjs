// Compiles lib into dist when a source is newer than what was built from it. vitest runs this before the suites, since
// the command line and the package are tested as they are shipped.
import { existsSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { root, run } from './process.mjs';

const lib = join(root, 'lib');
const dist = join(root, 'dist');
const configurations = ['tsconfig.json', 'tsconfig.build.json'].map((name) => join(root, name));

/** Compiles when it must. Type errors are printed, not thrown: `npm run check` is where they count. */
export async function buildLibrary() {
  await withLock(join(root, '.wine', 'build-library.lock'), async () => {
    const sources = await files(lib);
    await removeOrphans(sources);
    if (await isCurrent(sources)) return;
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    await run(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { quiet: true }).catch((error) => {
      console.error(error.message);
    });
  });
}

/** What was compiled from a source that is gone must not be tested, and must not be packed. */
async function removeOrphans(sources) {
  const expected = new Set(sources.map((path) => path.slice(lib.length, -'.ts'.length)));
  for (const path of await files(dist)) {
    if (!expected.has(path.slice(dist.length).replace(/(\.d\.ts|\.js)$/, ''))) await rm(path);
  }
}

async function isCurrent(sources) {
  const products = sources.map((path) => join(dist, `${path.slice(lib.length, -'.ts'.length)}.js`));
  if (!products.every((path) => existsSync(path))) return false;
  const newest = Math.max(...(await Promise.all([...sources, ...configurations].map(modified))));
  const oldest = Math.min(...(await Promise.all(products.map(modified))));
  return oldest > newest;
}

async function modified(path) {
  return (await stat(path)).mtimeMs;
}

async function files(folder) {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

export default buildLibrary;
