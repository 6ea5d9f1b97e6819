// Measures what calls cost, ours beside koffi's, in one run of Windows Node (under Wine on Linux).
//
//   npm run bench
import { buildAddon } from './build-addon.mjs';
import { buildLibrary } from './build-library.mjs';
import { buildInProcessGroup } from './in-process-group.mjs';
import { installSyncManager } from './sync-manager.mjs';
import { installSyncProvider } from './sync-provider.mjs';
import { runWindowsNode, setup, toWindowsPath, windowsPackage } from './wine.mjs';

if (process.platform !== 'win32') await setup();
await buildLibrary();
await buildAddon({ quiet: true, testEntries: true });
const group = await buildInProcessGroup();
// Wine alone has the reference handler and providers.
const references = process.platform === 'linux' ? [await installSyncManager(), await installSyncProvider()] : [];
const { code } = await runWindowsNode([
  'scripts/bench/main.mjs',
  toWindowsPath(windowsPackage('koffi')),
  toWindowsPath(group),
  ...references.map(toWindowsPath),
]);
process.exitCode = code;
