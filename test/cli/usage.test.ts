import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseRecord, Workplace } from './support/command.js';

// Starting a process is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const url = 'http://127.0.0.1:9/file.bin';

describe('the command line', () => {
  let place: Workplace;

  beforeAll(async () => {
    place = await Workplace.create();
  });

  afterAll(async () => {
    await place[Symbol.asyncDispose]();
  });

  it.each([
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
  ])('exits with 2 and an error on standard error for %s', async (_, args) => {
    const { code, lines, stderr } = await place.run(...args);
    expect({ code, lines }).toEqual({ code: 2, lines: [] });
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/^\s+at /m);
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
    for (const command of ['get', 'jobs', 'job', 'probe', 'demo', 'sync', 'syncmgr', 'ctm'])
      expect(lines.join('\n')).toMatch(new RegExp(`^\\s+${command}\\b`, 'm'));
  });

  it.each([
    [[]],
    [['get']],
    [['jobs']],
    [['jobs', 'clean']],
    [['job', 'cancel']],
    [['probe']],
    [['demo']],
    [['sync']],
    [['syncmgr', 'list']],
    [['syncmgr', 'run']],
    [['syncmgr', 'start']],
    [['syncmgr', 'stop']],
    [['ctm', 'notify', 'progress']],
    [['ctm', 'notify', 'success']],
    [['ctm', 'notify', 'error']],
    [['ctm', 'simulate']],
  ])('prints an example of the command with --help: %j', async (command) => {
    const { code, lines, stderr } = await place.run(...command, '--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const example = ['  $ winprogress', ...command].join(' ');
    expect(lines.slice(lines.findIndex((line) => /^Examples?:$/.test(line)))).toContainEqual(
      expect.stringMatching(new RegExp(`^${example.replace('$', '\\$')}(?: |$)`)),
    );
  });

  it.each([['job'], ['syncmgr'], ['ctm'], ['ctm notify']])(
    'prints the commands of %s and an example with --help',
    async (command) => {
      const { code, lines } = await place.run(...command.split(' '), '--help');
      expect(code).toBe(0);
      expect(lines).toContain('Commands:');
      expect(lines).toContainEqual(expect.stringMatching(/^ {2}\$ winprogress /));
    },
  );

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
