import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { run } from '../../../lib/cli/program.js';
import { CollectedOutput } from '../../cli/support/collected-output.js';
import { root } from './pages.js';

/** Splits a command at its blanks. Quoted words stay whole; a `#` begins a comment. */
export function splitCommand(line: string): string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/'[^']*'|"[^"]*"|\S+/g)) {
    if (word.startsWith('#')) break;
    words.push(/^['"]/.test(word) ? word.slice(1, -1) : word);
  }
  return words;
}

/** The commands of a shell block, one an item. */
export function commandsOf(code: string): string[][] {
  return code
    .split('\n')
    .flatMap((line) => {
      const words = splitCommand(line);
      const commands: string[][] = [[]];
      for (const word of words) {
        if (word === '&&') commands.push([]);
        else commands.at(-1)?.push(word);
      }
      return commands;
    })
    .filter((command) => command.length > 0);
}

/** What is wrong with a command of a page, or null. */
export async function problemOf(command: readonly string[]): Promise<string | null> {
  const [program = '', ...args] = command;
  if (program === 'winprogress') return await parse(args);
  if (program === 'npx' && args[0] === 'winprogress') return await parse(args.slice(1));
  if (program === 'npm') return problemOfNpm(args);
  if (program === 'node') return problemOfNode(args);
  // Another test compares the packages with those that the suites ask for.
  if (program === 'apt-get' && args[0] === 'install') return null;
  return `no rule covers the command ${program}`;
}

/** Parses the arguments with the real program, whose commands do nothing meanwhile. */
async function parse(args: readonly string[]): Promise<string | null> {
  const output = new CollectedOutput();
  const original = Command.prototype.action;
  let calls = 0;
  Command.prototype.action = function (this: Command) {
    return original.call(this, () => {
      calls += 1;
    });
  };
  try {
    const code = await run(args, output);
    if (code !== 0) return `winprogress ${args.join(' ')} exits with ${code}: ${output.warnings.join('; ')}`;
    return calls === 1 || args.includes('--help') ? null : `winprogress ${args.join(' ')} calls no command`;
  } finally {
    Command.prototype.action = original;
  }
}

function problemOfNpm(args: readonly string[]): string | null {
  const [command = '', name = ''] = args;
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  if (command === 'ci' && args.length === 1) return null;
  if (command === 'install' && name === 'winprogress' && args.length === 2) return null;
  if (command === 'test' && args.length === 1) return null;
  if (command === 'run' && name in scripts) return null;
  return `npm ${args.join(' ')} is not a command of this package`;
}

/** A script of the repository must exist; a file without a folder is the reader's own. */
function problemOfNode(args: readonly string[]): string | null {
  const [file = ''] = args;
  if (!file.includes('/') && file.endsWith('.mjs')) return null;
  return existsSync(join(root, file)) ? null : `${file} does not exist`;
}
