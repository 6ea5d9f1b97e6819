import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One thing that was tried to get at the addon, and what came of it. */
export interface AddonAttempt {
  readonly what: string;
  readonly error: string;
}

/** The native addon is missing, broken, or not for this platform. It says all that was tried. */
export class AddonLoadError extends Error {
  readonly code = 'ERR_WINPROGRESS_ADDON';
  readonly tried: readonly AddonAttempt[];

  constructor(tried: readonly AddonAttempt[], options?: ErrorOptions) {
    const lines = tried.map(({ what, error }) => `  - ${what}: ${error}`);
    super(`winprogress could not load its native addon. Tried:\n${lines.join('\n')}`, options);
    this.tried = tried;
  }

  static {
    AddonLoadError.prototype.name = 'AddonLoadError';
  }
}

const require = createRequire(import.meta.url);

/** The folder of the package's package.json: one up from lib, two up from dist/com or lib/com. */
export const packageRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * Loads the addon for this process: a build of one's own in `build/`, else the prebuilt binary that the package carries.
 * @throws {AddonLoadError} with everything that was tried
 */
export function loadAddonModule(root = packageRoot): unknown {
  const host = `${process.platform}-${process.arch}`;
  if (process.platform !== 'win32') {
    throw new AddonLoadError([{ what: `host ${host}`, error: 'real COM needs Windows; use the emulation here' }]);
  }
  const tried: AddonAttempt[] = [];
  let path: string;
  try {
    path = resolveAddon(root);
  } catch (error) {
    for (const folder of [join(root, 'build', 'Release'), join(root, 'prebuilds', host)]) {
      tried.push({ what: folder, error: existsSync(folder) ? 'holds no binary for this host' : 'does not exist' });
    }
    tried.push({ what: 'node-gyp-build', error: messageOf(error).split('\n')[0] ?? '' });
    throw new AddonLoadError(tried, { cause: error });
  }
  try {
    return require(path);
  } catch (error) {
    tried.push({ what: path, error: messageOf(error) });
    throw new AddonLoadError(tried, { cause: error });
  }
}

function resolveAddon(root: string): string {
  const build: unknown = require('node-gyp-build');
  if (typeof build !== 'function' || !('path' in build) || typeof build.path !== 'function') {
    throw new Error('node-gyp-build offers no path()');
  }
  const path: unknown = build.path(root);
  if (typeof path !== 'string') throw new Error('node-gyp-build gave no path');
  return path;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
