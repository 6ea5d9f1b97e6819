import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type Ended, parseRecord, Workplace } from './support/command.js';

// A process of its own takes its time where the machine has other things to do.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const example = '{8D0A4C57-6E1B-4F0C-9B53-2A7C61D0E4F8}';
const unknown = '{00000000-1111-2222-3333-444444444444}';

const counts = { changesApplied: 39, changesFailed: 0, conflicts: 1, recoverableErrors: 0 };

/** Runs the command with the emulation, in a place of its own. */
async function run(...args: string[]): Promise<Ended> {
  await using place = await Workplace.create();
  return await place.run('sync', ...args);
}

describe('a session whose changes are all applied, with --json', () => {
  let ended: Ended;

  beforeAll(async () => {
    ended = await run(example, '--json');
  });

  it('ends with exit code 0 and nothing on standard error', () => {
    expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('tells nothing but progress before its end', () => {
    const types = ended.lines.map((line) => parseRecord(line).type);
    expect(new Set(types.slice(0, -1))).toEqual(new Set(['progress']));
  });

  it('tells what a provider has reported of a stage, and nothing that is not known', () => {
    expect(parseRecord(ended.lines[0] ?? '')).toEqual({
      type: 'progress',
      name: 'source change detection',
      provider: 'source',
      stage: 'changeDetection',
      completedWork: 1,
      totalWork: 40,
      fraction: 1 / 40,
      workPerSecond: null,
      remainingSeconds: null,
      folded: 0,
    });
  });

  it('tells of the three stages one after the other, each by the provider that does its work', () => {
    const names = ended.lines.slice(0, -1).map((line) => parseRecord(line).name);
    expect([...new Set(names)]).toEqual([
      'source change detection',
      'source change enumeration',
      'destination change application',
    ]);
    expect(names.indexOf('destination change application')).toBe(names.lastIndexOf('source change enumeration') + 1);
  });

  it.each(['source change detection', 'source change enumeration', 'destination change application'])(
    'tells of the %s without a step back, up to its end',
    (name) => {
      const records = ended.lines.map(parseRecord).filter((record) => record.name === name);
      const work = records.map(({ completedWork }) => Number(completedWork));
      expect(work).toEqual([...work].sort((one, other) => one - other));
      expect(records.at(-1)).toMatchObject({ completedWork: records[0]?.totalWork, fraction: 1, remainingSeconds: 0 });
    },
  );

  it('measures a rate and the remaining time on the way', () => {
    const measured = ended.lines.map(parseRecord).filter(({ workPerSecond }) => typeof workPerSecond === 'number');
    expect(measured.length).toBeGreaterThan(0);
    for (const record of measured) expect(record).toMatchObject({ remainingSeconds: expect.any(Number) });
  });

  it('ends with what came of it', () => {
    const done = { type: 'done', backend: 'emulation', clsid: example, role: 'source', outcome: 'complete' };
    expect(parseRecord(ended.lines.at(-1) ?? '')).toEqual({ ...done, ...counts });
  });
});

describe('winprogress sync', () => {
  it('tells people each stage by its name, and at last what came of it', async () => {
    const { code, lines, stderr } = await run(example);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const name of ['source change detection', 'source change enumeration', 'destination change application'])
      expect(lines.some((line) => line.startsWith(`${name}: 100 %`))).toBe(true);
    expect(lines.at(-1)).toMatch(/39 applied, 0 failed, 1 in conflict, deferred \(emulation\)$/);
    expect(lines.join('')).not.toContain('\u001b');
  });

  it('takes a class without braces and in lower case, and opens it in the role that is asked for', async () => {
    const { code, lines } = await run(example.slice(1, -1).toLowerCase(), '--role', 'destination', '--json');
    expect(code).toBe(0);
    expect(parseRecord(lines.at(-1) ?? '')).toMatchObject({ type: 'done', clsid: example, role: 'destination' });
  });

  // The items of the example take longer than a millisecond each.
  it('ends a session whose provider has been silent for the time of --idle', async () => {
    const { code, lines, stderr } = await run(example, '--idle', '1', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(parseRecord(lines.at(-1) ?? '')).toMatchObject({ type: 'done', outcome: 'idle', recoverableErrors: 0 });
  });

  it('fails for a class that nobody has registered', async () => {
    const { code, lines, stderr } = await run(unknown, '--json');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(lines.map(parseRecord)).toMatchObject([
      { type: 'error', code: 'REGDB_E_CLASSNOTREG', hresult: 0x80040154, operation: 'CoCreateInstance' },
    ]);
  });

  it('tells people on standard error why it failed', async () => {
    const { code, lines, stderr } = await run(unknown);
    expect({ code, lines }).toEqual({ code: 1, lines: [] });
    expect(stderr).toMatch(/^error: .*REGDB_E_CLASSNOTREG/);
  });

  it('--help is a good end, and names the class to try', async () => {
    const { code, lines, stderr } = await run('--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(lines.join('\n')).toContain(example);
  });

  it.each([
    ['a class that is no GUID', ['nonsense']],
    ['one class too many', [example, unknown]],
    ['an unknown role', [example, '--role', 'observer']],
    ['an idle time of 0', [example, '--idle', '0']],
    ['an idle time that is no number', [example, '--idle', 'long']],
    ['an idle time above 2^31 - 1', [example, '--idle', String(2 ** 31)]],
    ['an unknown backend', [example, '--backend', 'wine']],
    ['an unknown option', [example, '--loud']],
  ])('%s is wrong usage: exit code 2, told on standard error alone', async (_, args) => {
    const { code, lines, stderr } = await run(...args);
    expect({ code, lines }).toEqual({ code: 2, lines: [] });
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('winprogress sync without a class', () => {
  it('tells each registered provider as an object with --json', async () => {
    const { code, lines, stderr } = await run('--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(lines.map(parseRecord)).toMatchObject([
      { type: 'provider', clsid: example, name: 'Two replicas in memory', enabled: true },
    ]);
  });

  it('tells people class, name and description in one line', async () => {
    const { lines } = await run();
    expect(lines).toEqual([`${example}  Two replicas in memory  The example of the command line`]);
  });
});

// Windows knows no signal that one process could send to another: there, Ctrl-C comes from the console alone.
describe.runIf(process.platform !== 'win32')('Ctrl-C', () => {
  it('cancels the session, with what was done so far and exit code 130', async () => {
    const { code, lines, stderr } = await runInterrupted(example, '--json');
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    const nothing = { changesApplied: null, changesFailed: null, conflicts: 0, recoverableErrors: 0 };
    expect(parseRecord(lines.at(-1) ?? '')).toEqual({ type: 'interrupted', clsid: example, ...nothing });
  });

  it('is told to people on standard error', async () => {
    const { code, stderr } = await runInterrupted(example);
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'Interrupted: the session is cancelled.\n' });
  });

  /** The process gets the signal while it writes its first line: from itself, so that it never comes late. */
  async function runInterrupted(...args: string[]): Promise<Ended> {
    const preload = `
      const write = process.stdout.write.bind(process.stdout);
      process.stdout.write = (...written) => {
        process.stdout.write = write;
        process.kill(process.pid, 'SIGINT');
        return write(...written);
      };`;
    const options = `--import="data:text/javascript,${encodeURIComponent(preload)}"`;
    await using place = await Workplace.create();
    return await place.startWith({ NODE_OPTIONS: options }, 'sync', ...args).ended;
  }
});
