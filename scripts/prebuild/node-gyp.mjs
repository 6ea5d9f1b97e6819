// Replaces node-gyp for prebuildify, and builds with CMake. prebuildify calls
//   node-gyp rebuild --target=<version> --devdir=<folder> --arch=<arch> --release
// Only the architecture is used: Node-API binaries do not depend on the version of Node.js, and CMake has its own headers.
import { parseArgs } from 'node:util';
import { buildAddon } from '../build-addon.mjs';

const { values } = parseArgs({ strict: false, options: { arch: { type: 'string' }, debug: { type: 'boolean' } } });

try {
  if (values.debug) throw new Error('only release builds are supported');
  // On Windows the folder may be configured for another architecture. Linux has a folder for each, and builds incrementally.
  await buildAddon({ rebuild: process.platform === 'win32', arch: values.arch, folder: process.cwd() });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
