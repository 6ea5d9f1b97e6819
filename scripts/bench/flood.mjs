// A million reports into a session state of ours, from a thread of native code, while JavaScript takes what comes.
import { performance } from 'node:perf_hooks';
import { connect } from '../../dist/index.js';

const reports = 1_000_000;
/** Reports that are refused cost less: so many take about as long as the million that are told. */
const refusedReports = 6_000_000;

/** What has to hold. */
export const floodBounds = {
  /** Nanoseconds for one report at the median. */
  median: 150,
  /** Bytes by which the process may grow. */
  growth: 16 * 1024 * 1024,
  /**
   * Milliseconds for which the event loop may be held at a stretch, at the median of the rounds: what the code does it does in every round,
   * while the operating system takes the processor away for 4 ms and more now and then. A machine that does so for as long where nothing
   * is told cannot tell.
   */
  held: 5,
};

/**
 * Floods one session.
 *
 * @returns {Promise<{ median: number, percentile99: number, growth: number, held: number, late: number, untold: number, events: number,
 *   reports: number, last: number, failures: number }>} `held`: milliseconds of the longest turn of the event loop, without the time in
 *   which it waits for something to do; `late`: the longest time between two calls of a timer of one millisecond, in which the operating
 *   system and what it gives to others count, too; `untold`: the same while a cancelled session refused the reports of a thread that was
 *   as busy, and JavaScript was told nothing
 */
export async function flood(koffi, libraryPath) {
  const library = koffi.load(libraryPath);
  const start = library.func('uint32_t StartFlood(uint64_t state, uint32_t count)');
  const read = library.func('int ReadFlood(double *values)');
  const connection = await connect({ backend: 'native' });
  try {
    const seen = { events: 0, reports: 0, last: 0 };
    const turns = new Turns();
    const session = await connection.winsync.createSession({
      callbacks: {
        onProgress({ completedWork, folded }) {
          seen.events += 1;
          seen.reports += folded + 1;
          seen.last = completedWork;
          turns.look();
        },
      },
    });
    const before = process.memoryUsage.rss();
    if (start(session.pointer, reports) !== 0) throw new Error('the flood does not start');
    // The start of a thread takes its time, and is not ours.
    turns.begin();
    const { longest: late, peak } = await waitWhile(() => seen.reports < reports, turns);
    const held = turns.longest;
    const values = new Float64Array(4);
    await waitWhile(() => read(values) === 0, turns);
    const [median, percentile99, , failures] = values;
    await session.cancel();
    if (start(session.pointer, refusedReports) !== 0) throw new Error('the refused flood does not start');
    const { longest: untold } = await waitWhile(() => read(values) === 0, turns);
    await session.close();
    return { median, percentile99, growth: peak - before, held, late, untold, ...seen, failures };
  } finally {
    await connection.close();
  }
}

/**
 * What is wrong with the rounds.
 *
 * @returns {string[]}
 */
export function judge(rounds) {
  const figures = {
    median: Math.max(...rounds.map(({ median }) => median)),
    growth: Math.max(...rounds.map(({ growth }) => growth)),
    held:
      medianOf(rounds.map(({ untold }) => untold)) < floodBounds.held ? medianOf(rounds.map(({ held }) => held)) : 0,
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

function medianOf(values) {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
}

/** The turns of the event loop: how long each was active. Whoever looks at the end of a turn has it measured. */
class Turns {
  longest = 0;
  #active = 0;

  begin() {
    this.longest = 0;
    this.#active = performance.eventLoopUtilization().active;
  }

  look() {
    const { active } = performance.eventLoopUtilization();
    this.longest = Math.max(this.longest, active - this.#active);
    this.#active = active;
  }
}

/** Waits: the longest time in milliseconds between two calls of the timer, and the most memory that the process had. */
async function waitWhile(condition, turns) {
  let longest = 0;
  let peak = process.memoryUsage.rss();
  for (let begin = performance.now(); condition(); begin = performance.now()) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    turns.look();
    longest = Math.max(longest, performance.now() - begin);
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  return { longest, peak };
}
