// What `import` and `connect()` cost over Node.js alone.
//
// Each process runs beside one that does nothing, in turns: the machine may be busy with other things, but then it is so for both. Processor
// time counts, so that what other programs take does not; the wall time beside it is what a user waits for. Medians of the rounds.
import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

const rounds = 25;
const entry = JSON.stringify(new URL('../../dist/index.js', import.meta.url).href);
const native = JSON.stringify(new URL('../../dist/native.js', import.meta.url).href);

const connected = `const { connect } = await import(${entry});
  const connection = await connect({ backend: 'emulation' });`;
const end = 'await connection.close();';

/** `bound`: milliseconds over Node.js alone. */
const programs = [
  { name: '`import`', code: `await import(${entry});` },
  { name: '`import` and `connect()`, the emulation', code: connected + end, bound: 40 },
  {
    // Measured on every platform: the addon itself, which only Windows loads, is left out.
    name: '`import` and `connect()`, real COM without the addon',
    code: `await import(${entry}); await import(${native});
      (await import('node:module')).createRequire(${entry})('node-gyp-build');`,
    bound: 25,
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
// The first processes read the files, and fill the caches of the file system.
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
    console.error(`${name} takes ${processor} ms of processor time over Node.js alone, ${bound} or more`);
    process.exitCode = 1;
  }
}

/** One process, from its start to its end. */
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
