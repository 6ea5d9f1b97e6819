// bits.snapshot() of 100 jobs of the reference service, alternately with a C++ program that makes the same COM calls. In Windows Node under
// Wine, with WINPROGRESS_TEST_BITS.
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { startReferenceBits } from '../../build/bench/reference-bits.js';
import { connect } from '../../dist/index.js';
import { medianOf } from './flood.mjs';
import { MeasuredProgram } from './measured-program.mjs';

const jobs = 100;
const warmups = 10;
const rounds = 101;
/** The maximum of the median ratio of the pairs. */
const bound = 1.1;
const transferring = 2;

const service = await startReferenceBits({ keepCalls: false });
const connection = await connect({ backend: 'native' });
const client = new MeasuredProgram(join(dirname(process.env.WINPROGRESS_TEST_BITS), 'bits-service-client.exe'), [
  'snapshot',
]);
try {
  await addJobs();
  for (let round = 0; round < warmups; round += 1) {
    await measureLibrary();
    await measureProgram();
  }
  await checkCalls();
  const library = [];
  const loop = [];
  const ratios = [];
  for (let round = 0; round < rounds; round += 1) {
    // Each of the two is the first one in every second pair.
    const first = round % 2 === 0 ? await measureLibrary() : undefined;
    const theirs = await measureProgram();
    const ours = first ?? (await measureLibrary());
    library.push(ours);
    loop.push(theirs);
    ratios.push(ours / theirs);
  }
  const ratio = medianOf(ratios);
  console.log(`bits.snapshot() of ${jobs} jobs, Windows Node ${process.version}, medians of ${rounds} pairs\n`);
  console.log('| winprogress, ms | C++, ms | ratio of the pairs | bound |');
  console.log('|---|---|---|---|');
  console.log(
    `| ${format(medianOf(library))} | ${format(medianOf(loop))} | ${ratio.toFixed(3)} | ${bound.toFixed(2)} |`,
  );
  if (!(ratio <= bound)) process.exitCode = 1;
} finally {
  await client.stop();
  await connection.close();
  await service.stop();
}

async function addJobs() {
  for (let index = 0; index < jobs; index += 1) {
    await service.addJob({
      displayName: `job ${index}`,
      state: transferring,
      files: [
        {
          remoteName: 'http://localhost/file',
          localName: `C:\\${index}.bin`,
          bytesTotal: 1000n,
          bytesTransferred: 10n,
        },
      ],
    });
  }
}

/** Fails unless both make the same calls. */
async function checkCalls() {
  await service.reset();
  await measureLibrary();
  const ours = await service.counts();
  await service.reset();
  await measureProgram();
  const theirs = await service.counts();
  if (JSON.stringify(ours) !== JSON.stringify(theirs))
    throw new Error(`the calls differ: ${JSON.stringify(ours)} and ${JSON.stringify(theirs)}`);
}

/** Milliseconds of one snapshot. */
async function measureLibrary() {
  const start = performance.now();
  const snapshots = await connection.bits.snapshot();
  const duration = performance.now() - start;
  requireJobs(snapshots.length);
  return duration;
}

function requireJobs(count) {
  if (count !== jobs) throw new Error(`${count} of ${jobs} jobs were read`);
}

/** Milliseconds of one reading by the C++ program. */
async function measureProgram() {
  const [nanoseconds, count] = await client.measure();
  requireJobs(count);
  return nanoseconds / 1e6;
}

function format(milliseconds) {
  return milliseconds.toFixed(2);
}
