// Measures what jobs, downloads and calls cost.
//
//   npm run bench [-- startup | jobs | download | calls | flood]
//
// `startup` measures `import` and `connect()` in processes of their own; `jobs` and `download` measure the emulation in this Node, the latter
// beside curl; `calls` measures the addon beside koffi in Windows Node (under Wine on Linux), `flood` what a million reports do to the event
// loop, under Wine only.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buildAddon } from './build-addon.mjs';
import { buildLibrary, bundleModule } from './build-library.mjs';
import { buildInProcessGroup } from './fixtures/in-process-group.mjs';
import { installSyncManager } from './fixtures/sync-manager.mjs';
import { installSyncProvider } from './fixtures/sync-provider.mjs';
import { root, which } from './process.mjs';
import { runWindowsNode, setup, toWindowsPath, windowsPackage } from './wine.mjs';

const parts = {
  startup: measureStartup,
  jobs: measureJobs,
  download: measureDownload,
  calls: measureCalls,
  flood: measureFlood,
};

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
const unknown = names.find((name) => !Object.hasOwn(parts, name));
if (unknown !== undefined) throw new RangeError(`expected ${Object.keys(parts).join(', ')}, got ${unknown}`);
await buildLibrary();
for (const name of names) {
  const code = await parts[name]();
  if (code !== 0) process.exitCode = code;
}

function measureStartup() {
  return runNode('scripts/bench/startup.mjs');
}

function measureJobs() {
  return runNode('--expose-gc', 'scripts/bench/scheduler.mjs');
}

async function measureDownload() {
  if (which('curl') !== undefined && which('bash') !== undefined) return await runNode('scripts/bench/loopback.mjs');
  console.log('no download is measured: curl or bash is missing');
  return 0;
}

async function measureCalls() {
  await prepareAddon();
  const group = await buildInProcessGroup();
  // Wine alone has the reference handler.
  const references = process.platform === 'linux' ? [await installSyncManager()] : [];
  return await runInWindows(['scripts/bench/main.mjs'], group, ...references);
}

async function measureFlood() {
  if (process.platform !== 'linux') {
    console.log('no flood is measured: Wine alone has the reference provider');
    return 0;
  }
  await prepareAddon();
  return await runInWindows(['--expose-gc', 'scripts/bench/floods.mjs'], await installSyncProvider());
}

async function prepareAddon() {
  if (process.platform !== 'win32') await setup();
  await buildAddon({ quiet: true, testEntries: true });
  await bundleModule('scripts/bench/ground.ts', 'build/bench/ground.js');
}

async function runInWindows(words, ...libraries) {
  const { code } = await runWindowsNode([
    ...words,
    toWindowsPath(windowsPackage('koffi')),
    ...libraries.map(toWindowsPath),
  ]);
  return code;
}

/** @returns {Promise<number>} its exit code: the figures of a bound that does not hold are printed like the others */
async function runNode(...words) {
  const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'exit');
  return code ?? 1;
}
