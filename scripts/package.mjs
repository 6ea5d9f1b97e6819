import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { npm, root, run } from './process.mjs';

/**
 * Packs the repository in its present state and installs the tarball into an empty folder, as npm does for a user.
 *
 * `dist` and `prebuilds` are not built.
 *
 * @param {string} folder the folder, which is created again
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
 * Packs the repository in its present state.
 *
 * `dist` and `prebuilds` are not built.
 *
 * @param {string} folder the folder, which is created if it does not exist
 * @returns {Promise<string>} the path of the tarball in it
 */
export async function packPackage(folder) {
  await mkdir(folder, { recursive: true });
  // The prepack script would build dist while other tests read it.
  const [packed] = JSON.parse(
    await npm(['pack', '--ignore-scripts', '--json', `--pack-destination=${folder}`], { cwd: root }),
  );
  return join(folder, packed.filename);
}

/**
 * Packs the repository and unpacks the tarball, without installing the dependencies.
 *
 * @param {string} folder the folder of the package, which is created again
 */
export async function unpackPackage(folder) {
  await rm(folder, { recursive: true, force: true });
  const tarball = await packPackage(folder);
  await run('tar', ['-xzf', basename(tarball), '--strip-components=1'], { cwd: folder });
  await rm(tarball);
}

/**
 * Lists the files that `npm pack` would put into the tarball.
 *
 * @returns {Promise<string[]>} paths inside the package, sorted
 */
export async function packedFiles() {
  const [packed] = JSON.parse(await npm(['pack', '--ignore-scripts', '--dry-run', '--json'], { cwd: root }));
  return packed.files.map((file) => file.path).sort();
}
