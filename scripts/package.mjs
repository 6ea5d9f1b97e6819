import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { npm, root, run } from './process.mjs';

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
  const tarball = await packPackage(folder);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, version: '1.0.0' }));
  await npm(['install', '--prefer-offline', `./${basename(tarball)}`], { cwd: folder });
  return folder;
}

/**
 * Packs the repository as it stands.
 *
 * `dist` and `prebuilds` are taken as they are.
 *
 * @param {string} folder made when missing
 * @returns {Promise<string>} the path of the tarball in it
 */
export async function packPackage(folder) {
  await mkdir(folder, { recursive: true });
  // The prepack script would build dist while other tests read from it.
  const [packed] = JSON.parse(
    await npm(['pack', '--ignore-scripts', '--json', `--pack-destination=${folder}`], { cwd: root }),
  );
  return join(folder, packed.filename);
}

/**
 * Packs the repository and unpacks the tarball, without what the package depends on.
 *
 * @param {string} folder the folder of the package, made anew
 */
export async function unpackPackage(folder) {
  await rm(folder, { recursive: true, force: true });
  const tarball = await packPackage(folder);
  await run('tar', ['-xzf', basename(tarball), '--strip-components=1'], { cwd: folder });
  await rm(tarball);
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
