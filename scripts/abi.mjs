// Builds test/abi, the program that compares our declarations with the headers of the compiler, for the native tests.
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { root, run } from './process.mjs';
import { wineFolder } from './wine/places.mjs';

const folder = join(wineFolder, 'abi');

/**
 * Builds the program if it has changed.
 *
 * @returns {Promise<string>} the path of the program
 */
export function buildAbi() {
  return withLock(join(wineFolder, 'abi.lock'), async () => {
    const target =
      process.platform === 'win32'
        ? ['-A', 'x64']
        : [`-DCMAKE_TOOLCHAIN_FILE=${join(root, 'scripts', 'toolchain-mingw64.cmake')}`];
    await run('cmake', ['-S', join(root, 'test', 'abi'), '-B', folder, ...target], { quiet: true });
    await run('cmake', ['--build', folder, '--config', 'Release'], { quiet: true });
    return join(folder, 'Release', 'abi.exe');
  });
}
