// Runs in Windows Node: --expose-gc floods.mjs <folder of koffi> <path of sync_provider.dll>
import { loadKoffi } from './calls.mjs';
import { compare, flood, medianOf, violations } from './flood.mjs';

/** Odd, so that the median is one of the rounds. The docstring of violations() contains the number. */
const rounds = 51;

const columns = [
  ['median ns', ({ median }) => median],
  ['99 % ns', ({ percentile99 }) => percentile99],
  ['memory, KiB', ({ growth }) => growth / 1024],
  ['JavaScript runs, ms', ({ running }) => running],
  ['loop held, ms', ({ held }) => held],
  ['the control, ms', ({ control }) => control],
  ['events', ({ events }) => events],
];

const [koffiFolder, library] = process.argv.slice(2);
const koffi = loadKoffi(koffiFolder);
const floods = [];
for (let round = 0; round < rounds; round += 1) {
  // The second measurement has a warm event loop, and may run on a busier machine.
  const controlFirst = round % 2 === 1;
  floods.push(await flood(koffi, library, { controlFirst, duration: floods.at(-1)?.duration ?? 0 }));
}

console.log(
  '\nISyncSessionState::OnProgress, a million times from a native thread, while JavaScript takes what comes\n',
);
console.log(`| ${rounds} rounds | ${columns.map(([title]) => title).join(' | ')} |`);
console.log(`|---${'|---'.repeat(columns.length)}|`);
for (const [title, choose] of [
  ['median', medianOf],
  ['largest', (values) => Math.max(...values)],
]) {
  const cells = columns.map(([, read]) => {
    const values = floods.map(read);
    return values.includes(null) ? 'not known' : format(choose(values));
  });
  console.log(`| ${title} | ${cells.join(' | ')} |`);
}
const { longer, different, probability } = compare(floods);
console.log(
  `\nThe flood blocked the loop longer than the control in ${longer} of ${different} rounds (p = ${probability.toFixed(2)}).`,
);

const exceeded = violations(floods);
for (const violation of exceeded) console.error(violation);
if (exceeded.length > 0) process.exitCode = 1;

function format(value) {
  return value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US');
}
