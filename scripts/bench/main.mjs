// Runs in Windows Node: main.mjs <folder of koffi> <path of group.dll> [paths of sync_manager.dll and sync_provider.dll]
import { Bench } from 'tinybench';
import { loadKoffi, openGroup, openJob } from './calls.mjs';
import { flood, judge } from './flood.mjs';
import { measureReports } from './reports.mjs';

const inFlight = 1000;
const rounds = 3;
/** Of the flood, whose figures the operating system scatters. Each has to keep within the bounds. */
const floodRounds = 15;
/** Nanoseconds that a report of a handler may take at the median while the event loop is blocked. */
const reportBound = 50_000;

const [koffiFolder, groupLibrary, syncManagerLibrary, syncProviderLibrary] = process.argv.slice(2);
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
  const ratio = median(theirs) / median(ours);
  console.log(`| ${name} | ${list(ours)} | ${list(theirs)} | ${ratio.toFixed(1)} |`);
}

if (syncProviderLibrary !== undefined) {
  const floods = [];
  for (let round = 0; round < floodRounds; round += 1) floods.push(await flood(koffi, syncProviderLibrary));
  console.log(
    '\nISyncSessionState::OnProgress, a million times from a native thread, while JavaScript takes what comes\n',
  );
  console.log(
    '| median ns | 99 % ns | memory, KiB | loop held, ms | of it running | of it queued | the same untold, ms | events |',
  );
  console.log('|---|---|---|---|---|---|---|---|');
  for (const { median, percentile99, growth, held, running, queued, untold, events } of floods) {
    const numbers = [median, percentile99, growth / 1024].map((value) => list([value]));
    const times = [held, running, queued, untold].map((value) => value?.toFixed(1) ?? 'not known');
    console.log(`| ${[...numbers, ...times, list([events])].join(' | ')} |`);
  }
  const complaints = judge(floods);
  for (const complaint of complaints) console.error(complaint);
  if (complaints.length > 0) process.exitCode = 1;
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

function median(values) {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];
}

function list(values) {
  return values.map((value) => Math.round(value).toLocaleString('en-US')).join(', ');
}
