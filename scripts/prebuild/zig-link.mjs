// Runs the link step of CMake with Zig, which does not pass the option for delay loading to its linker: links once to learn the command
// of the linker, with the start-up code and libraries that Zig has built for it, and links again with that command and our options.
//
//   node scripts/prebuild/zig-link.mjs ZIG c++ ARGS…
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The options of LLD beside those of Zig: https://learn.microsoft.com/cpp/build/reference/linker-options, `-timestamp` is LLD's own. */
const LINKER_OPTIONS = [
  '-delayload:node.exe',
  '-dynamicbase',
  '-highentropyva',
  '-nxcompat',
  '-opt:icf',
  '-opt:ref',
  '-timestamp:0',
];

const [zig, ...given] = process.argv.slice(2);

try {
  link(
    given.flatMap((word) => (word.startsWith('@') ? readFileSync(word.slice(1), 'utf8').trim().split(/\s+/) : word)),
  );
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function link(words) {
  // Zig rejects the compiled resource, which its linker accepts.
  const isResource = (word) => word.endsWith('.res');
  const log = runZig(
    words.filter((word) => !isResource(word)),
    { ZIG_VERBOSE_LINK: '1' },
  );
  const command = log.split('\n').find((line) => line.startsWith('lld-link '));
  if (command === undefined) throw new Error(`Zig has not printed the command of its linker:\n${log}`);
  runZig([...command.trim().split(' '), ...words.filter(isResource), ...LINKER_OPTIONS]);
}

/** Returns what Zig has written to its standard error. */
function runZig(args, env = {}) {
  const { status, stdout, stderr, error } = spawnSync(zig, args, {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`zig ${args.join(' ')} ended with code ${status}\n${stdout}${stderr}`);
  return stderr;
}
