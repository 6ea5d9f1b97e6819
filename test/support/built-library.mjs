import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The folder of the repository. */
export const repository = join(import.meta.dirname, '..', '..');

const { WINPROGRESS_TEST_PACKAGE: consumer } = process.env;

/** The folder of the package under test: in the native suite as it was installed from the tarball, in the others the repository. */
export const testedPackage = consumer === undefined ? repository : join(consumer, 'node_modules', 'winprogress');

/** The program of the command line. */
export const commandLine = join(testedPackage, 'dist', 'cli', 'main.js');

/**
 * Imports a built module.
 *
 * @param {'index' | 'emulation' | 'native'} name
 */
export async function importBuilt(name) {
  return await import(pathToFileURL(join(testedPackage, 'dist', `${name}.js`)).href);
}
