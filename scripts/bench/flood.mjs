// A million reports into a session state of ours, from a thread of native code, while JavaScript takes what comes.
import { performance } from 'node:perf_hooks';
import { connect } from '../../dist/index.js';
import { openSchedule } from './schedule.mjs';

const schedule = openSchedule();
const reports = 1_000_000;
/** Reports that are refused cost less: so many take longer than the million that are delivered. */
const refusedReports = 6_000_000;

/** What has to hold in every round. */
export const floodBounds = {
  /** Nanoseconds for one report at the median. */
  median: 150,
  /** Nanoseconds for one report of the slowest hundredth. */
  percentile99: 1500,
  /** Bytes by which the process may grow. */
  growth: 16 * 1024 * 1024,
  /** Milliseconds for which JavaScript may run in one turn of the event loop; judged where it is known. */
  running: 2,
};

/** How often the flood may be judged to hold the loop longer than the control does when it does not. */
const significance = 0.01;

/**
 * Floods one session, and another one that is canceled and refuses all reports: the control, which keeps a thread as busy for as long and
 * reports nothing to JavaScript.
 *
 * @param {boolean} controlFirst whether the control comes first, for as long as the flood of an earlier round took
 * @returns {Promise<{ median: number, percentile99: number, growth: number, running: number | null, held: number, control: number,
 *   duration: number, events: number, reports: number, last: number, failures: number }>} in milliseconds: `held`, the longest time between
 *   two calls of a timer of one millisecond; `control`, the same of the control; `running`, the longest time for which the JavaScript thread
 *   has run between two such calls, where the system reports it; `duration` of the flood
 */
export async function flood(koffi, libraryPath, { controlFirst, duration: expected }) {
  const library = koffi.load(libraryPath);
  const start = library.func('uint32_t StartFlood(uint64_t state, uint32_t count)');
  const read = library.func('int ReadFlood(double *values)');
  const values = new Float64Array(4);
  const connection = await connect({ backend: 'native' });
  const canceled = await connection.winsync.createSession();
  await canceled.cancel();

  async function begin(session, count) {
    // What came before leaves no garbage to collect in the time that is measured.
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (start(session.pointer, count) !== 0) throw new Error('the flood does not start');
  }
  async function runControl(duration) {
    await begin(canceled, refusedReports);
    const end = performance.now() + duration;
    const { longest } = await waitWhile(() => performance.now() < end);
    await waitWhile(() => read(values) === 0);
    return longest;
  }

  try {
    const seen = { events: 0, reports: 0, last: 0 };
    const session = await connection.winsync.createSession({
      onProgress({ completedWork, folded }) {
        seen.events += 1;
        seen.reports += folded + 1;
        seen.last = completedWork;
      },
    });
    const early = controlFirst ? await runControl(expected) : undefined;
    const before = process.memoryUsage.rss();
    await begin(session, reports);
    const started = performance.now();
    const { longest, running, peak } = await waitWhile(() => seen.reports < reports);
    const duration = performance.now() - started;
    await waitWhile(() => read(values) === 0);
    const [median, percentile99, , failures] = values;
    const control = early ?? (await runControl(duration));
    return {
      median,
      percentile99,
      growth: peak - before,
      running,
      held: longest,
      control,
      duration,
      ...seen,
      failures,
    };
  } finally {
    await connection.close();
  }
}

/**
 * Judges the rounds: each has to keep within the bounds, and the event loop must not be held longer at the median of the rounds than in the
 * control. How long it is held in one round is up to the operating system; without a difference, the one median is the longer as often as
 * the other. So a longer median counts where a one-sided sign test of the pairs finds it significant: with 51 rounds, where the flood was held
 * longer in 35 of them.
 *
 * @returns {string[]} what does not hold
 */
export function judge(rounds) {
  const complaints = [];
  for (const [name, bound] of Object.entries(floodBounds)) {
    const worst = Math.max(...rounds.map((round) => round[name] ?? 0));
    if (!(worst < bound)) complaints.push(`${name} is ${worst}, expected less than ${bound}`);
  }
  const [held, control] = ['held', 'control'].map((name) => medianOf(rounds.map((round) => round[name])));
  const { longer, different, probability } = compare(rounds);
  if (held > control && probability < significance) {
    complaints.push(
      `the loop is held for ${held} ms at the median, longer than the ${control} ms of the control, in ${longer} of ${different} rounds`,
    );
  }
  for (const { last, reports: accounted, failures } of rounds) {
    if (last !== reports) complaints.push(`the last value is ${last} instead of ${reports}`);
    if (accounted !== reports) complaints.push(`${accounted} reports are accounted for, of ${reports}`);
    if (failures !== 0) complaints.push(`${failures} reports failed`);
  }
  return complaints;
}

/** In how many rounds the flood was held longer, and how probable so many are where either side is as likely to be. */
export function compare(rounds) {
  const pairs = rounds.filter(({ held, control }) => held !== control);
  const different = pairs.length;
  const longer = pairs.filter(({ held, control }) => held > control).length;
  let probability = 0;
  // The number of ways in which `count` of them can be longer, out of all.
  for (let count = 0, share = 0.5 ** different; count <= different; count += 1) {
    if (count >= longer) probability += share;
    share *= (different - count) / (count + 1);
  }
  return { longer, different, probability };
}

export function medianOf(values) {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];
}

/** Waits: the longest time between two calls of the timer, the longest run of the thread in one, and the most memory of the process. */
async function waitWhile(condition) {
  let longest = 0;
  let running = schedule === null ? null : 0;
  let peak = process.memoryUsage.rss();
  let [begin, before] = [performance.now(), schedule?.()];
  while (condition()) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    const [now, after] = [performance.now(), schedule?.()];
    longest = Math.max(longest, now - begin);
    if (running !== null) running = Math.max(running, after - before);
    [begin, before] = [now, after];
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  return { longest, running, peak };
}
