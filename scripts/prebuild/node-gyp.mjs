// Stands where prebuildify expects node-gyp, and builds with CMake instead. prebuildify calls
//   node-gyp rebuild --target=<version> --devdir=<folder> --arch=<arch> --release
// Of these only the architecture matters: Node-API binaries know no version of Node, and CMake brings its own headers.
import { parseArgs } from 'node:util';
import { buildAddon } from '../build-addon.mjs';

const { values } = parseArgs({ strict: false, options: { arch: { type: 'string' }, debug: { type: 'boolean' } } });

try {
  if (values.debug) throw new Error('only release builds are shipped');
  // On Windows the folder may hold another architecture. Linux builds for one, and make or ninja know what has changed.
  await buildAddon({ rebuild: process.platform === 'win32', arch: values.arch });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
