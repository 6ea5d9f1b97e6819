import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npm, root } from './process.mjs';

/**
 * Packs the repository as it stands and installs the tarball into an empty folder, the way a user's npm does.
 *
 * `dist` and `prebuilds` are taken as they are.
 *
 * @param {string} folder made anew
 * @returns {Promise<string>} the folder
 */
export async function installPackage(folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  // The prepack script would compile into dist while other tests read from it.
  const [packed] = JSON.parse(
    await npm(['pack', '--ignore-scripts', '--json', `--pack-destination=${folder}`], { cwd: root }),
  );
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, version: '1.0.0' }));
  await npm(['install', '--prefer-offline', `./${packed.filename}`], { cwd: folder });
  return folder;
}

/**
 * What `npm pack` would put into the tarball.
 *
 * @returns {Promise<string[]>} paths inside the package, sorted
 */
export async function packedFiles() {
  const [packed] = JSON.parse(await npm(['pack', '--ignore-scripts', '--dry-run', '--json'], { cwd: root }));
  return packed.files.map((file) => file.path).sort();
}
