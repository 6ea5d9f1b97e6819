import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { npm, root } from './process.mjs';

/**
 * Programs that tests run and that are not dependencies: several versions of one program, each with the same commands, and packages that
 * are too large for each `npm ci`.
 */
const cache = join(root, 'node_modules', '.cache', 'winprogress-tools');

/**
 * Installs a package into its own folder, one for each version, without running its scripts.
 *
 * @param {string} name
 * @param {string} version an exact version
 * @param {readonly string[]} [companions] packages that it loads, each with its version, such as `name@1.2.3`
 * @returns {Promise<string>} the folder of the package
 */
export async function installTool(name, version, companions = []) {
  const folder = join(cache, `${name.replaceAll('/', '+')}@${version}`);
  const installed = join(folder, 'node_modules', name);
  if (existsSync(installed)) return installed;
  await withLock(`${folder}.lock`, async () => {
    if (existsSync(installed)) return;
    await mkdir(cache, { recursive: true });
    // An existing folder is complete.
    const temporary = await mkdtemp(join(cache, 'installing-'));
    try {
      await writeFile(join(temporary, 'package.json'), JSON.stringify({ name: 'tool', private: true }));
      await npm(['install', '--prefer-offline', '--ignore-scripts', '--force', `${name}@${version}`, ...companions], {
        cwd: temporary,
      });
      await rename(temporary, folder);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      throw new Error(`${name}@${version} cannot be installed: the first run needs the npm registry`, { cause: error });
    }
  });
  return installed;
}
