// A million reports to a session state of this project, from a native thread, while JavaScript receives them.
import { performance } from 'node:perf_hooks';
import { connect } from '../../dist/index.js';
import { openSchedule } from './schedule.mjs';

const schedule = openSchedule();
const reports = 1_000_000;
/** A refused report takes less time: this number takes longer than the million delivered reports. */
const refusedReports = 6_000_000;

/** The bounds of each round. */
const floodBounds = {
  /** The median duration of a report in nanoseconds. */
  median: 150,
  /** The 99th percentile of the duration of a report in nanoseconds. */
  percentile99: 1500,
  /** The growth of the process in bytes. */
  growth: 16 * 1024 * 1024,
  /** The longest time that JavaScript runs in one turn of the event loop, in milliseconds; checked where it can be measured. */
  running: 2,
};

/** The probability of a false positive: judging the flood slower than the control if it is not. */
const significance = 0.01;

/**
 * Floods one session, and a cancelled one that refuses all reports. The latter is the control: it keeps a thread busy for as long, without
 * reports to JavaScript.
 *
 * @param {boolean} controlFirst whether the control is first, for the duration of the flood in an earlier round
 * @returns {Promise<{ median: number, percentile99: number, growth: number, running: number | null, held: number, control: number,
 *   duration: number, events: number, reports: number, last: number, failures: number }>} in milliseconds: `held`, the longest time between
 *   two calls of a 1 ms timer; `control`, the same for the control; `running`, the longest time that the JavaScript thread has run between two
 *   such calls, if the system reports it; `duration`, the time of the flood
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
    // Collects the garbage of earlier work, so that it is not collected during the measurement.
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (start(session.pointer, count) !== 0) throw new Error('the flood could not be started');
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
 * Judges the rounds: each must be within the bounds, and the median time for which the event loop was blocked must not exceed that of the
 * control. The time in one round depends on the operating system; without a difference each median is longer equally often. A longer median
 * is therefore significant only according to a one-sided sign test of the pairs: with 51 rounds, if the flood took longer in 35 of them.
 *
 * @returns {string[]} the bounds that were exceeded
 */
export function violations(rounds) {
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

/** Counts the rounds in which the flood took longer, and returns the probability of that number if both are equally likely. */
export function compare(rounds) {
  const pairs = rounds.filter(({ held, control }) => held !== control);
  const different = pairs.length;
  const longer = pairs.filter(({ held, control }) => held > control).length;
  let probability = 0;
  // The fraction of all outcomes in which `count` rounds take longer.
  for (let count = 0, share = 0.5 ** different; count <= different; count += 1) {
    if (count >= longer) probability += share;
    share *= (different - count) / (count + 1);
  }
  return { longer, different, probability };
}

export function medianOf(values) {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];
}

/**
 * Measures while it waits: the longest time between two timer calls, the longest run of the thread in it, and the maximum memory of the
 * process.
 */
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
