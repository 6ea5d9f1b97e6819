import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type Ended, parseRecord, Workplace } from './support/command.js';

// Starting a process is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const example = '{8D0A4C57-6E1B-4F0C-9B53-2A7C61D0E4F8}';
const unknown = '{00000000-1111-2222-3333-444444444444}';

const counts = { changesApplied: 39, changesFailed: 0, conflicts: 1, recoverableErrors: 0 };

/** Runs the command with the emulation in a temporary folder. */
async function run(...args: string[]): Promise<Ended> {
  await using place = await Workplace.create();
  return await place.run('sync', ...args);
}

describe('winprogress sync --json with the example provider', () => {
  let ended: Ended;

  beforeAll(async () => {
    ended = await run(example, '--json');
  });

  it('exits with 0 and writes nothing to standard error', () => {
    expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('writes only progress records before the last record', () => {
    const types = ended.lines.map((line) => parseRecord(line).type);
    expect(new Set(types.slice(0, -1))).toEqual(new Set(['progress']));
  });

  it('writes the progress of a stage, with null for unknown values', () => {
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

  it('writes the three stages in order, with their providers', () => {
    const names = ended.lines.slice(0, -1).map((line) => parseRecord(line).name);
    expect([...new Set(names)]).toEqual([
      'source change detection',
      'source change enumeration',
      'destination change application',
    ]);
    expect(names.indexOf('destination change application')).toBe(names.lastIndexOf('source change enumeration') + 1);
  });

  it.each(['source change detection', 'source change enumeration', 'destination change application'])(
    'writes increasing progress of the %s up to its end',
    (name) => {
      const records = ended.lines.map(parseRecord).filter((record) => record.name === name);
      const work = records.map(({ completedWork }) => Number(completedWork));
      expect(work).toEqual([...work].sort((one, other) => one - other));
      expect(records.at(-1)).toMatchObject({ completedWork: records[0]?.totalWork, fraction: 1, remainingSeconds: 0 });
    },
  );

  it('writes a rate and the remaining time', () => {
    const measured = ended.lines.map(parseRecord).filter(({ workPerSecond }) => typeof workPerSecond === 'number');
    expect(measured.length).toBeGreaterThan(0);
    for (const record of measured) expect(record).toMatchObject({ remainingSeconds: expect.any(Number) });
  });

  it('writes the counts of the session in the last record', () => {
    const done = { type: 'done', backend: 'emulation', clsid: example, role: 'source', outcome: 'complete' };
    expect(parseRecord(ended.lines.at(-1) ?? '')).toEqual({ ...done, ...counts });
  });
});

// At the same time: the example provider takes seconds on purpose.
describe.concurrent('winprogress sync', () => {
  it('prints the stages and the counts of the session', async () => {
    const { code, lines, stderr } = await run(example);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const name of ['source change detection', 'source change enumeration', 'destination change application'])
      expect(lines.some((line) => line.startsWith(`${name}: 100 %`))).toBe(true);
    expect(lines.at(-1)).toMatch(/39 applied, 0 failed, 1 in conflict, deferred \(emulation\)$/);
    expect(lines.join('')).not.toContain('\u001b');
  });

  it('accepts a CLSID without braces in lower case, and opens the provider in the given role', async () => {
    const { code, lines } = await run(example.slice(1, -1).toLowerCase(), '--role', 'destination', '--json');
    expect(code).toBe(0);
    expect(parseRecord(lines.at(-1) ?? '')).toMatchObject({ type: 'done', clsid: example, role: 'destination' });
  });

  // Each item of the example takes longer than a millisecond.
  it('ends the session when the time of --idle has elapsed without a report', async () => {
    const { code, lines, stderr } = await run(example, '--idle', '1', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(parseRecord(lines.at(-1) ?? '')).toMatchObject({ type: 'done', outcome: 'idle', recoverableErrors: 0 });
  });

  it('fails with REGDB_E_CLASSNOTREG for a class that is not registered', async () => {
    const { code, lines, stderr } = await run(unknown, '--json');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(lines.map(parseRecord)).toMatchObject([
      { type: 'error', code: 'REGDB_E_CLASSNOTREG', hresult: 0x80040154, operation: 'CoCreateInstance' },
    ]);
  });

  it('prints the error on standard error', async () => {
    const { code, lines, stderr } = await run(unknown);
    expect({ code, lines }).toEqual({ code: 1, lines: [] });
    expect(stderr).toMatch(/^error: .*REGDB_E_CLASSNOTREG/);
  });

  it('prints the CLSID of the example provider with --help', async () => {
    const { code, lines, stderr } = await run('--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(lines.join('\n')).toContain(example);
  });

  it.each([
    ['a class that is not a GUID', ['nonsense']],
    ['one class too many', [example, unknown]],
    ['an unknown role', [example, '--role', 'observer']],
    ['an idle time of 0', [example, '--idle', '0']],
    ['an idle time that is not a number', [example, '--idle', 'long']],
    ['an idle time above 2^31 - 1', [example, '--idle', String(2 ** 31)]],
    ['an unknown backend', [example, '--backend', 'wine']],
    ['an unknown option', [example, '--loud']],
  ])('exits with 2 and an error on standard error for %s', async (_, args) => {
    const { code, lines, stderr } = await run(...args);
    expect({ code, lines }).toEqual({ code: 2, lines: [] });
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('winprogress sync without a CLSID', () => {
  it('writes a record for each registered provider with --json', async () => {
    const { code, lines, stderr } = await run('--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(lines.map(parseRecord)).toMatchObject([
      { type: 'provider', clsid: example, name: 'Two replicas in memory', enabled: true },
    ]);
  });

  it('prints CLSID, name and description in one line', async () => {
    const { lines } = await run();
    expect(lines).toEqual([`${example}  Two replicas in memory  The example of the command line`]);
  });
});

// On Windows, a process cannot send SIGINT to another process: Ctrl-C is an event of the console.
describe.runIf(process.platform !== 'win32')('winprogress sync after Ctrl-C', () => {
  it('cancels the session and exits with 130 and the counts', async () => {
    await using place = await Workplace.create();
    const { code, lines, stderr } = await place.startInterrupted('sync', example, '--json').ended;
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    const noCounts = { changesApplied: null, changesFailed: null, conflicts: 0, recoverableErrors: 0 };
    expect(parseRecord(lines.at(-1) ?? '')).toEqual({ type: 'interrupted', clsid: example, ...noCounts });
  });

  it('prints on standard error that the session is cancelled', async () => {
    await using place = await Workplace.create();
    const command = place.begin('sync', example);
    await command.line(() => true);
    command.interrupt();
    const { code, stderr } = await command.ended;
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'Interrupted: the session is cancelled.\n' });
  });
});
