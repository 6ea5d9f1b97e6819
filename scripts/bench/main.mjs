// Runs in Windows Node: main.mjs <folder of koffi> <path of group.dll> [path of sync_manager.dll]
import { Bench } from 'tinybench';
import { loadKoffi, openGroup, openJob } from './calls.mjs';
import { medianOf } from './flood.mjs';
import { measureReports } from './reports.mjs';

const inFlight = 1000;
const rounds = 3;
/** The maximum median duration of a handler's report in nanoseconds, while the event loop is blocked. */
const reportBound = 50_000;

const [koffiFolder, groupLibrary, syncManagerLibrary] = process.argv.slice(2);
const koffi = loadKoffi(koffiFolder);
const group = await openGroup(koffi, groupLibrary);
const job = await openJob(koffi);

const measurements = [
  {
    name: `IBackgroundCopyGroup::GetProgress in process, ${inFlight} in flight`,
    calls: inFlight,
    ours: () => burst(group.ours),
    koffi: () => burst(group.koffi),
  },
  {
    name: 'IBackgroundCopyGroup::GetProgress in process, one at a time',
    calls: 1,
    ours: group.ours,
    koffi: group.koffi,
  },
  { name: 'state and progress of one job, from the BITS service', calls: 1, ours: job.ours, koffi: job.koffi },
];

const results = measurements.map(({ name }) => ({ name, ours: [], koffi: [] }));
for (let round = 0; round < rounds; round += 1) {
  for (const [index, measurement] of measurements.entries()) {
    const bench = new Bench({ time: 1000, warmupTime: 200 });
    for (const side of ['ours', 'koffi']) bench.add(side, measurement[side], { async: true });
    await bench.run();
    for (const side of ['ours', 'koffi']) {
      const { result } = bench.getTask(side);
      if (result.state !== 'completed') throw result.error ?? new Error(`${measurement.name}: ${result.state}`);
      results[index][side].push((result.latency.p50 * 1e6) / measurement.calls);
    }
  }
}
await group.close();
await job.close();

console.log(`Windows Node ${process.version}, ${rounds} rounds, median ns per call of each round\n`);
console.log('| what | winprogress | koffi | koffi / winprogress |');
console.log('|---|---|---|---|');
for (const { name, ours, koffi: theirs } of results) {
  const ratio = medianOf(theirs) / medianOf(ours);
  console.log(`| ${name} | ${list(ours)} | ${list(theirs)} | ${ratio.toFixed(1)} |`);
}

if (syncManagerLibrary !== undefined) {
  const reports = [];
  for (let round = 0; round < rounds; round += 1) reports.push(await measureReports(koffi, syncManagerLibrary));
  console.log(
    '\nISyncMgrSynchronizeCallback::Progress from a worker thread of the handler, while the event loop is blocked',
  );
  console.log(`median ns per report of each round: ${list(reports)} (bound ${list([reportBound])})`);
  if (Math.max(...reports) >= reportBound) process.exitCode = 1;
}

function burst(call) {
  return Promise.all(Array.from({ length: inFlight }, call));
}

function list(values) {
  return values.map((value) => Math.round(value).toLocaleString('en-US')).join(', ');
}
