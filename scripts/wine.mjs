// Real COM on Linux: Windows Node under Wine. On Windows the same commands run directly.
//
//   node scripts/wine.mjs setup                 creates everything in .wine/; fast if it exists
//   node scripts/wine.mjs node ARGS…            runs Windows Node and exits with its exit code
//   node scripts/wine.mjs test [ARGS…]          builds the addon and runs the native suite in Windows Node, or what ARGS name for vitest
//
// Relative Linux paths can be passed, and absolute paths that a program only opens: Windows interprets /a/b as a path on the current drive,
// which is Z:, the root of Linux. A program that needs a drive letter gets Z:\a\b.
//
// WINPROGRESS_WINE_TIMEOUT is the timeout of `node` and `test`, in seconds (default: 1800).
import { fileURLToPath } from 'node:url';
import { runWindowsNode } from './wine/run.mjs';
import { setup } from './wine/setup.mjs';
import { prepareNative, runNativeFiles, runNativeParts } from './wine/test.mjs';

export { nativeReport, prefix, toWindowsPath, windowsNode, windowsPackage, wineFolder } from './wine/places.mjs';
export { aptCommand, checkRequirements, installRequirements } from './wine/requirements.mjs';
export { runWindows, runWindowsNode, wineEnvironment } from './wine/run.mjs';
export { setup } from './wine/setup.mjs';
export { nativeParts, prepareNative, runNativeParts } from './wine/test.mjs';

const timeout = Number(process.env.WINPROGRESS_WINE_TIMEOUT ?? 1800) * 1000;

const verbs = {
  async setup() {
    await setup();
    return 0;
  },
  async node(args) {
    await setup();
    return (await runWindowsNode(args, { cwd: process.cwd(), timeout })).code;
  },
  async test(args) {
    const env = await prepareNative();
    const passed =
      args.length === 0 ? await runNativeParts(env, { timeout }) : await runNativeFiles(env, args, { timeout });
    return passed ? 0 : 1;
  },
};

async function main([verb, ...args]) {
  const run = Object.hasOwn(verbs, verb ?? '') ? verbs[verb] : undefined;
  if (run === undefined) {
    console.error('usage: node scripts/wine.mjs setup | node ARGS… | test [ARGS…]');
    return 2;
  }
  try {
    return await run(args);
  } catch (error) {
    console.error(error.message);
    return 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
