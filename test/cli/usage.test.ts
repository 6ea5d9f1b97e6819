import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseRecord, Workplace } from './support/command.js';

// A process of its own takes its time where the machine has other things to do.
vi.setConfig({ testTimeout: 60_000 });

const url = 'http://127.0.0.1:9/file.bin';

describe('usage', () => {
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
    ['an interval that is no number', ['get', url, 'file.bin', '--interval', 'often']],
    ['an unknown priority', ['get', url, 'file.bin', '--priority', 'urgent']],
    ['an address that is no URL', ['get', 'file.bin', 'file.bin']],
    ['an empty path', ['get', url, '']],
  ])('%s is wrong usage: exit code 2, told on standard error alone', async (_, args) => {
    const { code, lines, stderr } = await place.run(...args);
    expect({ code, lines }).toEqual({ code: 2, lines: [] });
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('a WINPROGRESS_BACKEND that does not exist is wrong usage', async () => {
    const { code, stderr } = await place.runWith({ WINPROGRESS_BACKEND: 'wine' }, 'probe');
    expect(code).toBe(2);
    expect(stderr).toContain('WINPROGRESS_BACKEND');
  });

  it('--version tells the version of the package', async () => {
    const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    const { code, lines } = await place.start('--version').ended;
    expect(code).toBe(0);
    expect(manifest).toMatchObject({ version: lines.join('') });
  });

  it('--help names every command', async () => {
    const { code, lines } = await place.run('--help');
    expect(code).toBe(0);
    for (const command of ['get', 'probe', 'demo', 'sync', 'syncmgr', 'ctm'])
      expect(lines.join('\n')).toMatch(new RegExp(`^\\s+${command}\\b`, 'm'));
  });

  it.each(['get', 'probe', 'demo', 'sync', 'syncmgr', 'ctm'])('%s --help is a good end', async (command) => {
    const { code, stderr } = await place.run(command, '--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.runIf(process.platform !== 'win32')('real COM off Windows fails and does not fall back', async () => {
    const { code, lines } = await place.run('probe', '--backend', 'native', '--json');
    expect(code).toBe(1);
    expect(lines.map(parseRecord)).toMatchObject([
      { type: 'error', code: 'ERR_WINPROGRESS_ADDON', hresult: null, operation: null, context: null },
    ]);
  });
});
