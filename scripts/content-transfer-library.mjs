// Builds test/reference/content-transfer: content_transfer.dll and its variants, for the native tests.
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { root, run } from './process.mjs';
import { wineFolder } from './wine/places.mjs';

const folder = join(wineFolder, 'content-transfer');

/** How CMake is told the architecture: by toolchain file with MinGW, by platform with Visual Studio. */
const architectures = {
  x64: { toolchain: 'toolchain-mingw64.cmake', platform: 'x64' },
  ia32: { toolchain: 'toolchain-mingw32.cmake', platform: 'Win32' },
};

/**
 * Builds what has changed.
 *
 * @returns {Promise<{ x64: string, ia32: string }>} the path of content_transfer.dll for each architecture; the variants
 *   lie beside it
 */
export function buildContentTransferLibrary() {
  return withLock(join(wineFolder, 'content-transfer.lock'), async () => ({
    x64: await build('x64'),
    ia32: await build('ia32'),
  }));
}

async function build(architecture) {
  const { toolchain, platform } = architectures[architecture];
  const source = join(root, 'test', 'reference', 'content-transfer');
  const output = join(folder, architecture);
  const target =
    process.platform === 'win32' ? ['-A', platform] : [`-DCMAKE_TOOLCHAIN_FILE=${join(root, 'scripts', toolchain)}`];
  await run('cmake', ['-S', source, '-B', output, ...target], { quiet: true });
  await run('cmake', ['--build', output, '--config', 'Release'], { quiet: true });
  return join(output, 'Release', 'content_transfer.dll');
}
