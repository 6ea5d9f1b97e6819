// Measures the cost of start-up, jobs, downloads and calls.
//
//   npm run bench [-- startup | jobs | download | diagnostics | calls | snapshot | bits | flood]
//
// `startup` measures `import` and `connect()`, each in a new process; `jobs` and `download` measure the emulation in this Node.js, the
// latter compared with curl; `diagnostics` measures the cost of the diagnostics channels for a call; `calls` measures the addon compared with koffi in Windows Node (under Wine on Linux). `snapshot` compares
// `bits.snapshot()` of 100 jobs with a C++ program, `bits` a download of 1 GB through BITS, and `flood` measures the effect of a million reports on the event loop; all three under Wine only.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildAddon } from './build-addon.mjs';
import { buildLibrary, bundleModule } from './build-library.mjs';
import { buildBitsService } from './fixtures/bits-service.mjs';
import { buildInProcessGroup } from './fixtures/in-process-group.mjs';
import { installSyncManager } from './fixtures/sync-manager.mjs';
import { installSyncProvider } from './fixtures/sync-provider.mjs';
import { root, which } from './process.mjs';
import { runWindowsNode, setup, toWindowsPath, windowsPackage } from './wine.mjs';

const parts = {
  startup: measureStartup,
  jobs: measureJobs,
  download: measureDownload,
  diagnostics: measureDiagnostics,
  calls: measureCalls,
  snapshot: measureSnapshot,
  bits: measureBitsDownload,
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
  console.log('download: skipped, curl or bash is missing');
  return 0;
}

async function measureDiagnostics() {
  await bundleModule('scripts/bench/ground.ts', 'build/bench/ground.js');
  return await runNode('scripts/bench/diagnostics.mjs');
}

async function measureCalls() {
  await prepareAddon();
  const group = await buildInProcessGroup();
  // Only Wine has the reference handler.
  const references = process.platform === 'linux' ? [await installSyncManager()] : [];
  return await runInWindows(['scripts/bench/main.mjs'], group, ...references);
}

async function measureSnapshot() {
  if (process.platform !== 'linux') {
    console.log('snapshot: skipped, only Wine lets the reference service take the place of BITS');
    return 0;
  }
  await prepareAddon();
  await bundleModule('test/reference/bits-service/reference-bits.ts', 'build/bench/reference-bits.js');
  const { code } = await runWindowsNode(['scripts/bench/snapshots.mjs'], {
    env: { WINPROGRESS_TEST_BITS: toWindowsPath(await buildBitsService()) },
  });
  return code;
}

async function measureBitsDownload() {
  if (process.platform !== 'linux') {
    console.log('bits: skipped, the C++ program is built for Wine only');
    return 0;
  }
  await prepareAddon();
  const client = join(dirname(await buildBitsService()), 'bits-service-client.exe');
  const size = '1000000000';
  const folder = await mkdtemp(join(tmpdir(), 'winprogress-bench-'));
  const server = spawn(process.execPath, [join(root, 'scripts', 'bench', 'loopback-server.mjs'), size], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [url] = await once(createInterface({ input: server.stdout }), 'line');
    const words = [toWindowsPath(client), url, size, toWindowsPath(folder)];
    return (await runWindowsNode(['scripts/bench/bits-downloads.mjs', ...words])).code;
  } finally {
    server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureFlood() {
  if (process.platform !== 'linux') {
    console.log('flood: skipped, only Wine has the reference provider');
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

/** @returns {Promise<number>} the exit code: if a bound is exceeded, all figures are printed nevertheless */
async function runNode(...words) {
  const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'exit');
  return code ?? 1;
}
