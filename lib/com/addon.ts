import { cureOf } from './addon-cure.js';
import { type AddonAttempt, AddonLoadError } from './addon-error.js';
import { describeThrown } from './thrown.js';

// Not imported: `import` would list all exports of these modules, which takes 3 ms at each start.
const { existsSync, readdirSync, readFileSync } = process.getBuiltinModule('node:fs');
const { createRequire } = process.getBuiltinModule('node:module');
const { dirname, join } = process.getBuiltinModule('node:path');
const { fileURLToPath } = process.getBuiltinModule('node:url');

/** The remedy if a bundler has moved this module out of the package. */
const bundleCure =
  'winprogress cannot load its addon from inside a bundle: mark the package as external (esbuild --external:winprogress, ' +
  "rollup and vite external: ['winprogress'], webpack externals, ncc --external winprogress) and install it beside the bundle.";

/**
 * Loads the addon for this process: a local build in `build/` if there is one, otherwise the prebuilt binary of the package.
 * @param root the folder of the package; by default found from this module
 * @throws {AddonLoadError} with every attempt
 */
export function loadAddonModule(root?: string): unknown {
  const host = `${process.platform}-${process.arch}`;
  if (process.platform !== 'win32') {
    throw new AddonLoadError([{ what: `host ${host}`, error: 'real COM needs Windows; use the emulation here' }]);
  }
  const folder = root ?? packageRoot();
  const tried: AddonAttempt[] = [];
  let path: string;
  try {
    path = resolveAddon(folder);
  } catch (error) {
    for (const place of [join(folder, 'build', 'Release'), join(folder, 'prebuilds', host)]) {
      tried.push({ what: place, error: existsSync(place) ? 'holds no binary for this host' : 'does not exist' });
    }
    tried.push({ what: 'node-gyp-build', error: describeThrown(error).split('\n')[0] ?? '' });
    throw new AddonLoadError(tried, { cause: error, cure: cureOf(error) ?? missingCure(folder, host) });
  }
  try {
    return createRequire(import.meta.url)(path);
  } catch (error) {
    tried.push({ what: path, error: describeThrown(error) });
    throw new AddonLoadError(tried, { cause: error, cure: cureOf(error, path) });
  }
}

/**
 * Returns the folder of the package's package.json, which it searches upwards from this module. Runs only when the addon is loaded, because a bundle
 * may have no `import.meta.url` and is not a package.
 * @throws {AddonLoadError} if this module is not in the package
 */
export function packageRoot(): string {
  let place: string | undefined;
  try {
    place = import.meta.url;
    for (let folder = dirname(fileURLToPath(place)); ; folder = dirname(folder)) {
      if (isPackage(folder)) return folder;
      if (folder === dirname(folder)) break;
    }
  } catch (error) {
    const cure = cureOf(error) ?? bundleCure;
    throw new AddonLoadError([{ what: describePlace(place), error: describeThrown(error) }], { cause: error, cure });
  }
  throw new AddonLoadError([{ what: describePlace(place), error: 'is not in the package winprogress' }], {
    cure: bundleCure,
  });
}

function describePlace(place: string | undefined): string {
  return place === undefined ? 'the module that loads the addon' : `the module ${place}`;
}

function isPackage(folder: string): boolean {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return false;
  const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'name' in manifest && manifest.name === 'winprogress';
}

function resolveAddon(root: string): string {
  const build: unknown = createRequire(import.meta.url)('node-gyp-build');
  if (typeof build !== 'function' || !('path' in build) || typeof build.path !== 'function') {
    throw new Error('node-gyp-build does not export path()');
  }
  const path: unknown = build.path(root);
  if (typeof path !== 'string') throw new Error('node-gyp-build returned no path');
  return path;
}

/** Returns the remedy if the package has no binary for this host. */
function missingCure(folder: string, host: string): string {
  const found = prebuiltHosts(folder);
  if (found.length === 0)
    return 'The package has no prebuilt binaries: install winprogress again, from the npm registry.';
  return `The package has binaries for ${found.join(', ')}, not for ${host}: use a Node.js of one of these architectures, or install it again.`;
}

function prebuiltHosts(folder: string): string[] {
  try {
    return readdirSync(join(folder, 'prebuilds')).filter((name) =>
      existsSync(join(folder, 'prebuilds', name, 'winprogress.node')),
    );
  } catch {
    return [];
  }
}
