import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { npm, root, run } from './process.mjs';

/**
 * Installs a tarball into an empty folder, as npm does for a user.
 *
 * @param {string} folder the folder, which is created again
 * @param {string} [tarball] its path; without it, the repository is packed in its present state (see packPackage)
 * @returns {Promise<string>} the folder
 */
export async function installPackage(folder, tarball) {
  await rm(folder, { recursive: true, force: true });
  const path = tarball ?? (await packPackage(folder));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, version: '1.0.0' }));
  // An absolute path may contain spaces, which the shell would split on Windows.
  await npm(['install', '--prefer-offline', `./${relative(folder, path)}`], { cwd: folder });
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
 * Unpacks a tarball, without installing the dependencies.
 *
 * @param {string} tarball
 * @param {string} folder the folder of the package, which is created again
 */
export async function unpackPackage(tarball, folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  // tar takes a path with a colon for that of another machine.
  const path = relative(folder, tarball).replaceAll('\\', '/');
  await run('tar', ['-xzf', path, '--strip-components=1'], { cwd: folder });
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
