// The cost of the emulation's jobs, for few and for many jobs.
//
//   node --expose-gc scripts/bench/scheduler.mjs [numbers of jobs]
import { createEmulation } from '../../dist/emulation.js';
import { connect } from '../../dist/index.js';

const url = 'http://files.example/a';
/** The size of a file that takes a second of virtual time: it is checked every 100 ms. */
const file = { size: 100_000, bytesPerSecond: 100_000, latency: 0 };
const eventsOfTransfer = 10;
/** For each number of jobs, rounds are measured until this many jobs have run. */
const jobsOfMeasurement = 10_000;

const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [100, 10_000, 100_000];
/** The maximum ratio of the cost of an event, between the largest and the smallest number of jobs. */
const ratioBound = 1.5;
const bytesBound = 2048;
const snapshotBound = { jobs: 10_000, milliseconds: 20 };

// After this number the compiler has finished optimizing.
for (let round = 0; round < 5; round += 1) await measureJobs(1000);
const rows = [];
for (const count of counts) {
  const rounds = [];
  for (let done = 0; done < jobsOfMeasurement; done += count) rounds.push(await measureJobs(count));
  // Means instead of medians: the garbage of a small round is collected in a later one, and belongs to the cost of each.
  const row = Object.fromEntries(Object.keys(rounds[0]).map((key) => [key, mean(rounds.map((each) => each[key]))]));
  rows.push({ count, ...row, ...(await measureMemory(count)), snapshot: await measureSnapshot(count) });
}

console.log(`\nThe emulation in Node ${process.version}, foreground jobs of one file, means, processor time\n`);
console.log(
  '| jobs | create, µs | resume, µs | event, µs | complete, µs | bytes of a job | transferring, bytes | snapshot of all, ms |',
);
console.log('|---|---|---|---|---|---|---|---|');
for (const { count, create, resume, event, complete, bytes, activeBytes, snapshot } of rows) {
  const numbers = [create, resume, event, complete].map((value) => value.toFixed(1));
  console.log(
    `| ${list(count)} | ${numbers.join(' | ')} | ${memory(count, bytes)} | ${memory(count, activeBytes)} | ${snapshot.toFixed(2)} |`,
  );
}

const [few, many] = [rows[0], rows.at(-1)];
for (const key of ['resume', 'event', 'complete']) {
  const ratio = many[key] / few[key];
  report(ratio <= ratioBound, `${key}: ${ratio.toFixed(2)} times as much with ${many.count} jobs as with ${few.count}`);
}
report(many.bytes < bytesBound, `${list(many.bytes)} bytes a job`);
report(many.activeBytes < bytesBound, `${list(many.activeBytes)} bytes a job that transfers`);
const listed = rows.find(({ count }) => count === snapshotBound.jobs);
if (listed !== undefined) {
  report(
    listed.snapshot < snapshotBound.milliseconds,
    `bits.snapshot() of ${list(listed.count)} jobs: ${listed.snapshot.toFixed(2)} ms`,
  );
}

/**
 * Transfers foreground jobs concurrently, with the public API.
 *
 * @param {number} count
 * @returns {Promise<Record<string, number>>} the processor time of each call or event in microseconds
 */
async function measureJobs(count) {
  const { emulation, connection } = await open();
  const jobs = [];
  const create = await cost(count, () => createJobs(connection, jobs, count));
  const resume = await cost(count, () => resumeJobs(jobs));
  const event = await cost(count * eventsOfTransfer, () => emulation.clock.tickAsync(1050));
  const complete = await cost(count, async () => {
    for (const job of jobs) await job.complete();
  });
  await connection.close();
  await emulation.close();
  return { create, resume, event, complete };
}

/**
 * Measured separately: the garbage of the snapshots would be collected during later measurements. The best of five is used, since other
 * programs on the machine only add time.
 *
 * @param {number} count
 * @returns {Promise<number>} the duration of a snapshot of all jobs in milliseconds
 */
async function measureSnapshot(count) {
  const { emulation, connection } = await open();
  const jobs = [];
  await createJobs(connection, jobs, count);
  await resumeJobs(jobs);
  await emulation.clock.tickAsync(1050);
  const snapshots = [];
  for (let round = 0; round < 5; round += 1) snapshots.push(await time(() => connection.bits.snapshot()));
  await connection.close();
  await emulation.close();
  return Math.min(...snapshots);
}

/**
 * Measured separately: collecting garbage would change measured times.
 *
 * @param {number} count
 * @returns {Promise<Record<string, number>>} the bytes of a job before and during its transfer
 */
async function measureMemory(count) {
  const { emulation, connection } = await open();
  const jobs = [];
  const before = heapUsed();
  await createJobs(connection, jobs, count);
  const bytes = (heapUsed() - before) / count;
  await resumeJobs(jobs);
  const activeBytes = (heapUsed() - before) / count;
  await connection.close();
  await emulation.close();
  return { bytes, activeBytes };
}

async function open() {
  const emulation = createEmulation({ administrator: true });
  const connection = await connect({ backend: emulation });
  emulation.network.serve(url, file);
  return { emulation, connection };
}

async function createJobs(connection, jobs, count) {
  for (let index = 0; index < count; index += 1) {
    const path = `C:\\files\\${index}`;
    jobs.push(await connection.bits.createJob({ name: 'job', priority: 'foreground', files: [{ url, path }] }));
  }
}

async function resumeJobs(jobs) {
  for (const job of jobs) await job.resume();
}

/** Measures the processor time of each call in microseconds, which does not include other programs. */
async function cost(calls, act) {
  const begin = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / calls;
}

/** Measures the duration of a function in milliseconds. */
async function time(act) {
  const begin = performance.now();
  await act();
  return performance.now() - begin;
}

function heapUsed() {
  if (globalThis.gc === undefined) throw new Error('run with --expose-gc');
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

function report(holds, text) {
  console.log(`${holds ? 'holds' : 'DOES NOT HOLD'}: ${text}`);
  if (!holds) process.exitCode = 1;
}

/** Uses many jobs: the memory of a few is less than other changes of the heap. */
function memory(count, bytes) {
  return count < 1000 ? '' : list(bytes);
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function list(value) {
  return Math.round(value).toLocaleString('en-US');
}
