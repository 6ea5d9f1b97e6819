// A million reports into a session state of ours, from a thread of native code, while JavaScript takes what comes.
import { performance } from 'node:perf_hooks';
import { connect } from '../../dist/index.js';
import { openSchedule } from './schedule.mjs';

const schedule = openSchedule();
const reports = 1_000_000;
/** Reports that are refused cost less: so many take about as long as the million that are told. */
const refusedReports = 6_000_000;

/** What has to hold. */
export const floodBounds = {
  /** Nanoseconds for one report at the median. */
  median: 150,
  /** Bytes by which the process may grow. */
  growth: 16 * 1024 * 1024,
  /** Milliseconds for which the event loop may be held at a stretch. */
  held: 5,
};

/**
 * Floods one session.
 *
 * @returns {Promise<{ median: number, percentile99: number, growth: number, held: number, running: number | null, queued: number | null,
 *   untold: number, events: number, reports: number, last: number, failures: number }>} `held`: the longest time in milliseconds between two
 *   calls of a timer of one millisecond; `running` and `queued`: for how long of it the JavaScript thread has run, and has waited for a
 *   processor, where Linux tells; `untold`: as `held`, while a cancelled session refused the reports of a thread that was as busy, and
 *   JavaScript was told nothing
 */
export async function flood(koffi, libraryPath) {
  const library = koffi.load(libraryPath);
  const start = library.func('uint32_t StartFlood(uint64_t state, uint32_t count)');
  const read = library.func('int ReadFlood(double *values)');
  const connection = await connect({ backend: 'native' });
  try {
    const seen = { events: 0, reports: 0, last: 0 };
    const session = await connection.winsync.createSession({
      callbacks: {
        onProgress({ completedWork, folded }) {
          seen.events += 1;
          seen.reports += folded + 1;
          seen.last = completedWork;
        },
      },
    });
    const before = process.memoryUsage.rss();
    if (start(session.pointer, reports) !== 0) throw new Error('the flood does not start');
    const { longest, running, queued, peak } = await waitWhile(() => seen.reports < reports);
    const values = new Float64Array(4);
    await waitWhile(() => read(values) === 0);
    const [median, percentile99, , failures] = values;
    await session.cancel();
    if (start(session.pointer, refusedReports) !== 0) throw new Error('the refused flood does not start');
    const { longest: untold } = await waitWhile(() => read(values) === 0);
    await session.close();
    return { median, percentile99, growth: peak - before, held: longest, running, queued, untold, ...seen, failures };
  } finally {
    await connection.close();
  }
}

/**
 * What is wrong with the rounds: each of them has to keep within the bounds.
 *
 * @returns {string[]}
 */
export function judge(rounds) {
  const figures = {
    median: Math.max(...rounds.map(({ median }) => median)),
    growth: Math.max(...rounds.map(({ growth }) => growth)),
    held: Math.max(...rounds.map(({ held }) => held)),
  };
  const complaints = Object.entries(floodBounds)
    .filter(([name, bound]) => !(figures[name] < bound))
    .map(([name, bound]) => `${name} is ${figures[name]}, which has to be below ${bound}`);
  for (const { last, reports: accounted, failures } of rounds) {
    if (last !== reports) complaints.push(`the last value is ${last} instead of ${reports}`);
    if (accounted !== reports) complaints.push(`${accounted} reports are accounted for, of ${reports}`);
    if (failures !== 0) complaints.push(`${failures} reports failed`);
  }
  return complaints;
}

/** Waits: the longest time between two calls of the timer, what the thread did in it, and the most memory that the process had. */
async function waitWhile(condition) {
  let worst = { longest: 0, running: null, queued: null };
  let peak = process.memoryUsage.rss();
  let [begin, before] = [performance.now(), schedule?.()];
  while (condition()) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    const [now, after] = [performance.now(), schedule?.()];
    if (now - begin > worst.longest) {
      const [running, queued] = [difference(after, before, 'running'), difference(after, before, 'queued')];
      worst = { longest: now - begin, running, queued };
    }
    [begin, before] = [performance.now(), after];
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  return { ...worst, peak };
}

function difference(after, before, key) {
  return after === undefined || before === undefined ? null : after[key] - before[key];
}
