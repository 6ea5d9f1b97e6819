// Builds test/reference/in-process-group: group.dll, for the native tests and the benchmark.
import { join } from 'node:path';
import { root, run } from './process.mjs';
import { wineFolder } from './wine/places.mjs';

const folder = join(wineFolder, 'in-process-group');

/**
 * Builds what has changed.
 *
 * @returns {Promise<string>} the path of the library
 */
export async function buildInProcessGroup() {
  const source = join(root, 'test', 'reference', 'in-process-group');
  const toolchain =
    process.platform === 'win32' ? [] : [`-DCMAKE_TOOLCHAIN_FILE=${join(root, 'scripts', 'toolchain-mingw64.cmake')}`];
  await run('cmake', ['-S', source, '-B', folder, ...toolchain], { quiet: true });
  await run('cmake', ['--build', folder, '--config', 'Release'], { quiet: true });
  return join(folder, 'Release', 'group.dll');
}
