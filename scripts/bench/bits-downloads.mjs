// bits.download() through the host's BITS, alternately with a C++ program that polls its job. In Windows Node under Wine:
//
//   bits-downloads.mjs <bits-service-client.exe> <URL> <bytes> <folder>
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { connect } from '../../dist/index.js';
import { medianOf } from './flood.mjs';
import { MeasuredProgram } from './measured-program.mjs';

const [, , program, url, bytes, folder] = process.argv;
const size = Number(bytes);
const rounds = 7;
/** The maximum of the median ratio of the pairs, and of the processor time of this process in each second of a download. */
const bounds = { ratio: 1.03, processor: 0.02 };

const path = join(folder, 'file');
const client = new MeasuredProgram(program, ['download', url, path]);
const connection = await connect({ backend: 'native' });
const ours = [];
const theirs = [];
const ratios = [];
const shares = [];
for (let round = 0; round <= rounds; round += 1) {
  // Each of the two is the first one in every second pair.
  const first = round % 2 === 0 ? await measureLibrary() : undefined;
  const [nanoseconds] = await client.measure();
  const loop = nanoseconds / 1e6;
  await check();
  const library = first ?? (await measureLibrary());
  // The first pair warms up the server and the disk.
  if (round === 0) continue;
  ours.push(library.wall);
  theirs.push(loop);
  ratios.push(library.wall / loop);
  shares.push(library.processor / library.wall);
}
await client.stop();
await connection.close();

console.log(
  `${size.toLocaleString('en-US')} bytes through BITS, Windows Node ${process.version}, medians of ${rounds} pairs\n`,
);
console.log('| | winprogress | C++ | ratio of the pairs | bound |');
console.log('|---|---|---|---|---|');
console.log(
  `| wall time, ms | ${medianOf(ours).toFixed(0)} | ${medianOf(theirs).toFixed(0)} | ${medianOf(ratios).toFixed(3)} | ${bounds.ratio} |`,
);
console.log(`| processor time of the process, share | ${medianOf(shares).toFixed(4)} | | | ${bounds.processor} |`);
if (!(medianOf(ratios) <= bounds.ratio && medianOf(shares) <= bounds.processor)) process.exitCode = 1;

/** Milliseconds of one download. */
async function measureLibrary() {
  const before = process.cpuUsage();
  const start = performance.now();
  await connection.bits.download(url, path);
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  await check();
  return { wall, processor: (user + system) / 1000 };
}

async function check() {
  const { size: written } = await stat(path);
  if (written !== size) throw new Error(`${written} of ${size} bytes were written`);
  await rm(path);
}
