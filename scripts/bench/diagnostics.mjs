// The cost of the diagnostics channels for a call: of the look whether anything subscribes, and of the messages with a subscriber.
//
//   node scripts/bench/diagnostics.mjs     after scripts/bench.mjs has built build/bench/ground.js
import { tracingChannel } from 'node:diagnostics_channel';
import { Calls } from '../../build/bench/ground.js';

const calls = 50_000;
const rounds = 25;
/** The look must not cost more than this part of a call, which the median of the pairs shows. */
const bound = 1.05;
const operation = 'IBackgroundCopyJob.GetState';

const gate = new Calls();
// A backend that costs nothing, so that the channel has the largest part of a call.
const invoke = async () => 1;
const subscribers = { start() {}, end() {}, asyncStart() {}, asyncEnd() {}, error() {} };
const channel = tracingChannel('winprogress:call');

const sides = {
  without: () => measure(() => gate.wait(operation, invoke)),
  unsubscribed: () => measure(() => gate.run(operation, invoke)),
  async subscribed() {
    channel.subscribe(subscribers);
    try {
      return await measure(() => gate.run(operation, invoke));
    } finally {
      channel.unsubscribe(subscribers);
    }
  },
};

const results = { without: [], unsubscribed: [], subscribed: [] };
for (let round = -2; round < rounds; round += 1) {
  const names = Object.keys(sides);
  // Each side is the first one in turn.
  for (let index = 0; index < names.length; index += 1) {
    const name = names[(index + Math.abs(round)) % names.length];
    const nanoseconds = await sides[name]();
    // The compiler has finished optimizing after two rounds.
    if (round >= 0) results[name].push(nanoseconds);
  }
}

const ratios = results.unsubscribed.map((value, index) => value / results.without[index]);
console.log(`Node ${process.version}, ${rounds} rounds of ${calls} calls, median processor time of a call, ns\n`);
console.log('| without the channel | with it, nothing subscribes | ratio of the pairs | something subscribes |');
console.log('|---|---|---|---|');
const [without, unsubscribed, subscribed] = Object.values(results).map((values) => Math.round(medianOf(values)));
console.log(`| ${without} | ${unsubscribed} | ${medianOf(ratios).toFixed(3)} | ${subscribed} |`);
if (medianOf(ratios) > bound) {
  console.log(`the ratio exceeds ${bound}`);
  process.exitCode = 1;
}

/** @returns {Promise<number>} nanoseconds of processor time for each call */
async function measure(call) {
  const before = process.cpuUsage();
  for (let count = 0; count < calls; count += 1) await call();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / calls;
}

function medianOf(values) {
  return [...values].sort((left, right) => left - right)[values.length >> 1];
}
