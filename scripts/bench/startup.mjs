// The cost of `import` and `connect()` in addition to the start of Node.js.
//
// Each process runs in turn with one that does nothing, so that a busy machine affects both. Processor time is compared, because it does
// not include other programs; the wall time is also printed, because that is what a user waits for. The values are medians of the rounds.
import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

const rounds = 25;
const entry = JSON.stringify(new URL('../../dist/index.js', import.meta.url).href);
const native = JSON.stringify(new URL('../../dist/native.js', import.meta.url).href);

const connected = `const { connect } = await import(${entry});
  const connection = await connect({ backend: 'emulation' });`;
const beforeAddon = `await import(${entry}); await import(${native});`;
const end = 'await connection.close();';

/** `bound`: the maximum in milliseconds, in addition to Node.js. */
const programs = [
  { name: '`import`', code: `await import(${entry});` },
  { name: '`import` and `connect()`, the emulation', code: connected + end, bound: 40 },
  {
    // Measured on each platform: without the addon, which only Windows loads.
    name: '`import` and `connect()`, real COM before the addon',
    code: beforeAddon,
    bound: 25,
  },
  {
    name: 'the same, and `node-gyp-build`, which finds the addon',
    code: `${beforeAddon}
      process.getBuiltinModule('node:module').createRequire(${entry})('node-gyp-build');`,
  },
  {
    name: 'the emulation, and a job of BITS',
    code: `${connected} await connection.bits.createJob({ name: 'a' }); ${end}`,
  },
  {
    name: 'the emulation, and a call of Sync Manager',
    code: `${connected} await connection.syncmgr.handlers(); ${end}`,
  },
];

const nothing = [];
const results = programs.map(() => []);
// The first processes read the files into the caches of the file system.
for (const { code } of programs) measure(code);
for (let round = 0; round < rounds; round += 1) {
  const base = measure('');
  nothing.push(base);
  for (const [index, { code }] of programs.entries()) {
    const { wall, processor } = measure(code);
    results[index].push({ wall: wall - base.wall, processor: processor - base.processor });
  }
}

console.log(`Node.js ${process.version}, ${process.platform}, ${rounds} rounds, medians in milliseconds\n`);
console.log('| what | processor time | wall time | bound |');
console.log('|---|---|---|---|');
console.log(`| Node.js alone | ${median(nothing, 'processor')} | ${median(nothing, 'wall')} | |`);
for (const [index, { name, bound }] of programs.entries()) {
  const processor = median(results[index], 'processor');
  console.log(`| ${name} | +${processor} | +${median(results[index], 'wall')} | ${bound ?? ''} |`);
  if (bound !== undefined && processor >= bound) {
    console.error(`${name} takes ${processor} ms of processor time more than Node.js alone; the bound is ${bound} ms`);
    process.exitCode = 1;
  }
}

/** Runs a process to completion. */
function measure(code) {
  const report =
    'process.on("exit", () => { const { user, system } = process.cpuUsage(); console.log(user + system); });';
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', report + code], {
    encoding: 'utf8',
  });
  const wall = performance.now() - start;
  if (status !== 0) throw new Error(stderr);
  return { wall, processor: Number(stdout) / 1000 };
}

function median(samples, name) {
  const sorted = samples.map((sample) => sample[name]).sort((left, right) => left - right);
  return Math.round(sorted[Math.floor(sorted.length / 2)]);
}
