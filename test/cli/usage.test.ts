import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { problemOf, splitCommand } from '../package/documentation/shell.js';
import { parseRecord, Workplace } from './support/command.js';
import { expectDocumented } from './support/documented-records.js';

// Starting a process is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const url = 'http://127.0.0.1:9/file.bin';

/** Wrong arguments: those that the parser finds, and those that a command finds. */
const wrongArguments = [
  ['no command', []],
  ['an unknown command', ['fetch']],
  ['an unknown option', ['probe', '--loud']],
  ['a missing argument', ['get', url]],
  ['one argument too many', ['get', url, 'file.bin', 'other.bin']],
  ['an unknown backend', ['probe', '--backend', 'wine']],
  ['an interval of 0', ['get', url, 'file.bin', '--interval', '0']],
  ['an interval that is not a number', ['get', url, 'file.bin', '--interval', 'often']],
  ['an unknown priority', ['get', url, 'file.bin', '--priority', 'urgent']],
  ['an address that is not a URL', ['get', 'file.bin', 'file.bin']],
  ['an empty path', ['get', url, '']],
  ['an unknown state', ['jobs', '--state', 'paused']],
  ['an age without a unit', ['jobs', 'clean', '--older-than', '3']],
  ['a hash that is too short', ['job', 'complete', 'setup', '--sha256', 'abc']],
  ['the name of a job that does not exist', ['job', 'show', 'setup']],
  ['two options that exclude each other', ['get', url, 'file.bin', '--group', '--fallback', 'http']],
  ['a hash that is missing', ['get', url, 'a', url, 'b', '--sha256', 'a'.repeat(64)]],
  ['a header that is not valid', ['get', url, 'file.bin', '--header', 'a b: c']],
] as const;

/** The options that a help text lists. */
function optionsOf(help: readonly string[]): string[] {
  return help.flatMap((line) => /^ {2}(?:-\w, )?(--[a-z0-9-]+)/.exec(line)?.[1] ?? []);
}

describe('the command line', () => {
  let place: Workplace;

  beforeAll(async () => {
    place = await Workplace.create();
  });

  afterAll(async () => {
    await place[Symbol.asyncDispose]();
  });

  it.each(wrongArguments)('exits with 2 and an error on standard error for %s', async (_, args) => {
    const { code, lines, stderr } = await place.run(...args);
    expect({ code, lines }).toEqual({ code: 2, lines: [] });
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it.each(wrongArguments)('writes one error record with --json for %s', async (_, args) => {
    const { code, lines, stderr } = await place.run(...args, '--json');
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    const [record = {}, ...others] = lines.map(parseRecord);
    expect(others).toEqual([]);
    expectDocumented('any', record);
    const none = { hresult: null, operation: null, context: null, file: null, httpStatus: null };
    expect(record).toMatchObject({ type: 'error', code: expect.stringMatching(/^ERR_/), ...none });
    expect(record.message).toMatch(/^(?!error: )./);
  });

  it.each([
    ['get', ['get', url]],
    ['jobs clean', ['jobs', 'clean', '--older-than', '3']],
    ['ctm notify error', ['ctm', 'notify', 'error']],
  ])('names the help of %s after a wrong argument of it', async (command, args) => {
    const { stderr } = await place.run(...args);
    expect(stderr).toContain(`(run winprogress ${command} --help for usage)`);
  });

  it('names its own help after an unknown command', async () => {
    expect((await place.run('fetch')).stderr).toContain('(run winprogress --help for usage)');
  });

  it('gives an argument that is not valid another code than options that exclude each other', async () => {
    const codeFor = async (...args: string[]) => {
      const { lines } = await place.run('get', url, 'file.bin', '--json', ...args);
      return parseRecord(lines.join('')).code;
    };
    expect(await codeFor('--priority', 'urgent')).toBe('ERR_INVALID_ARG_VALUE');
    expect(await codeFor('--group', '--fallback', 'http')).toBe('ERR_INCOMPATIBLE_OPTION_PAIR');
  });

  it('takes --json after -- for a name', async () => {
    const { code, lines, stderr } = await place.run('probe', '--', '--json');
    expect({ code, lines }).toEqual({ code: 2, lines: [] });
    expect(stderr).toContain('too many arguments');
  });

  it('exits with 2 for an unknown WINPROGRESS_BACKEND', async () => {
    const { code, stderr } = await place.runWith({ WINPROGRESS_BACKEND: 'wine' }, 'probe');
    expect(code).toBe(2);
    expect(stderr).toContain('WINPROGRESS_BACKEND');
  });

  it('prints the version of the package with --version', async () => {
    const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    const { code, lines } = await place.start('--version').ended;
    expect(code).toBe(0);
    expect(manifest).toMatchObject({ version: lines.join('') });
  });

  it('lists all commands with --help', async () => {
    const { code, lines } = await place.run('--help');
    expect(code).toBe(0);
    for (const command of ['get', 'put', 'jobs', 'job', 'groups', 'probe', 'demo', 'sync', 'syncmgr', 'ctm'])
      expect(lines.join('\n')).toMatch(new RegExp(`^\\s+${command}\\b`, 'm'));
  });

  /** The help of every command, by the words of the command: those that a help text lists are read in turn. */
  async function readHelp(
    command: readonly string[] = [],
  ): Promise<{ command: readonly string[]; lines: readonly string[] }[]> {
    const { code, lines, stderr } = await place.run(...command, '--help');
    expect({ command, code, stderr }).toEqual({ command, code: 0, stderr: '' });
    const start = lines.indexOf('Commands:') + 1;
    const listed = start === 0 ? [] : lines.slice(start, lines.indexOf('', start));
    const names = listed.flatMap((line) => /^ {2}([a-z-]+)/.exec(line)?.[1] ?? []).filter((name) => name !== 'help');
    const pages = [{ command, lines }];
    for (const name of names) pages.push(...(await readHelp([...command, name])));
    return pages;
  }

  it('prints an example of each command with --help, and each example is a command that can be parsed', async () => {
    const pages = await readHelp();
    for (const { command, lines } of pages) {
      const from = lines.findIndex((line) => /^Examples?:$/.test(line));
      const examples = lines.slice(from + 1).filter((line) => line.startsWith('  $ '));
      const words = examples.map((line) => splitCommand(line.slice(4)));
      expect({ command, words }).toEqual({
        command,
        words: expect.arrayContaining([expect.arrayContaining(['winprogress', ...command])]),
      });
      for (const example of words) expect(await problemOf(example)).toBeNull();
    }
    expect(pages.length).toBeGreaterThan(20);
  });

  it('has the options of docs/command-line.md in the commands that the page names', async () => {
    const page = readFileSync(new URL('../../docs/command-line.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `(--[a-z-]+)` \| ((?:all|`)[^|]*) \| /gm)];
    expect(rows.map(([, option]) => option)).toEqual(['--backend', '--state-directory', '--json']);
    const commands = (await readHelp())
      .map(({ command, lines }) => ({ name: command.join(' '), options: optionsOf(lines) }))
      // A command that only has others below it has no options of its own.
      .filter(({ options }) => options.some((option) => option !== '--version' && option !== '--help'));
    for (const [, option = '', named = ''] of rows) {
      const spans = [...named.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span);
      const isNamed = (name: string) => spans.some((span) => name === span || name.startsWith(`${span} `));
      const documented = commands.filter(({ name }) => isNamed(name) !== named.startsWith('all'));
      const actual = commands.filter(({ options }) => options.includes(option));
      const names = (list: typeof commands) => list.map(({ name }) => name);
      expect({ option, commands: names(documented) }).toEqual({ option, commands: names(actual) });
    }
  });

  it.runIf(process.platform !== 'win32')(
    'fails with ERR_WINPROGRESS_ADDON for the native backend on other platforms',
    async () => {
      const { code, lines } = await place.run('probe', '--backend', 'native', '--json');
      expect(code).toBe(1);
      expect(lines.map(parseRecord)).toMatchObject([
        { type: 'error', code: 'ERR_WINPROGRESS_ADDON', hresult: null, operation: null, context: null },
      ]);
    },
  );
});
