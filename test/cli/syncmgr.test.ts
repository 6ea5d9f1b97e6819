import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type Ended, type JsonRecord, parseRecord, Workplace } from './support/command.js';

// Starting a process is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const example = '{3E7B1A52-90C4-4D6F-A8E1-5C2F7D9B0461}';
const contacts = '{3E7B1A52-90C4-4D6F-A8E1-5C2F7D9B0472}';
const photos = '{3E7B1A52-90C4-4D6F-A8E1-5C2F7D9B0473}';
const unknown = '{00000000-1111-2222-3333-444444444444}';
const centerExample = 'Winprogress.Example';

/** Runs the command with the emulation in a temporary folder. */
async function run(...args: string[]): Promise<Ended> {
  await using place = await Workplace.create();
  return await place.run('syncmgr', ...args);
}

describe('winprogress syncmgr run --json with the example handler', () => {
  let ended: Ended;
  let records: JsonRecord[];

  beforeAll(async () => {
    ended = await run('run', example, '--json');
    records = ended.lines.map(parseRecord);
  });

  it('exits with 0 and writes nothing to standard error', () => {
    expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('writes the progress of the checked items only', () => {
    const names = records.filter(({ type }) => type === 'progress').map(({ name }) => name);
    expect(new Set(names)).toEqual(new Set(['Inbox', 'Contacts', 'Photos']));
  });

  it('writes the progress of an item', () => {
    expect(records[0]).toEqual({
      type: 'progress',
      name: 'Inbox',
      itemId: '{3E7B1A52-90C4-4D6F-A8E1-5C2F7D9B0471}',
      statusText: null,
      status: 'pending',
      value: 0,
      max: 20,
      fraction: 0,
      valuePerSecond: null,
      remainingSeconds: null,
      folded: 0,
    });
  });

  it('writes a null fraction while the extent of an item is unknown', () => {
    const marquee = records.filter(({ status }) => status === 'updatingIndeterminate');
    expect(marquee.length).toBeGreaterThan(0);
    for (const record of marquee) expect(record).toMatchObject({ itemId: photos, fraction: null });
  });

  it.each(['Inbox', 'Contacts', 'Photos'])('writes increasing progress of %s up to its end', (name) => {
    const steps = records.filter((record) => record.name === name);
    const values = steps.map(({ value }) => Number(value));
    expect(values).toEqual([...values].sort((one, other) => one - other));
    expect(steps.at(-1)).toMatchObject({ status: 'succeeded', fraction: 1 });
  });

  it('writes log entries of the handler', () => {
    expect(records.filter(({ type }) => type === 'log')).toEqual([
      {
        type: 'log',
        level: 'warning',
        text: 'Two contacts have the same name.',
        errorId: null,
        itemId: contacts,
        canShowError: false,
        dropped: 0,
      },
    ]);
  });

  it('writes the result of the handler and the statuses of its items at the end', () => {
    const end = { succeeded: true, code: 'S_OK', hresult: 0 };
    expect(records.slice(-2)).toEqual([
      { type: 'completed', ...end },
      { type: 'done', backend: 'emulation', clsid: example, ...end, missing: false, items: { succeeded: 3 } },
    ]);
  });
});

describe('winprogress syncmgr run', () => {
  it('prints the items, log entries and the result', async () => {
    const { code, lines, stderr } = await run('run', example);
    expect(code).toBe(0);
    for (const name of ['Inbox', 'Contacts', 'Photos']) expect(lines).toContain(`${name}: 100 %  20 of 20  succeeded`);
    expect(lines.at(-1)).toBe('Completed: 3 succeeded (emulation)');
    expect(stderr).toBe('warning: Contacts: Two contacts have the same name.\n');
    expect(lines.join('')).not.toContain('\u001b');
  });

  it('accepts a CLSID without braces in lower case, and items by id and by name', async () => {
    const { code, lines } = await run('run', example.slice(1, -1).toLowerCase(), photos, 'Inbox', '--json');
    expect(code).toBe(0);
    expect(parseRecord(lines.at(-1) ?? '')).toMatchObject({ type: 'done', clsid: example, items: { succeeded: 2 } });
  });

  it('exits with 1 when an item has failed', async () => {
    const { code, lines } = await run('run', example, 'Archive', 'Photos', '--json');
    expect(code).toBe(1);
    const done = { type: 'done', succeeded: false, items: { failed: 1, succeeded: 1 } };
    expect(parseRecord(lines.at(-1) ?? '')).toMatchObject(done);
  });

  it('fails with REGDB_E_CLASSNOTREG for a class that is not registered', async () => {
    const { code, lines, stderr } = await run('run', unknown, '--json');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(lines.map(parseRecord)).toMatchObject([
      { type: 'error', code: 'REGDB_E_CLASSNOTREG', hresult: 0x80040154, operation: 'CoCreateInstance' },
    ]);
  });

  it('prints the error on standard error', async () => {
    const { code, lines, stderr } = await run('run', unknown);
    expect({ code, lines }).toEqual({ code: 1, lines: [] });
    expect(stderr).toMatch(/^error: .*REGDB_E_CLASSNOTREG/);
  });

  it('exits with 2 and the available items for an unknown item', async () => {
    const { code, lines, stderr } = await run('run', example, 'Calendar');
    expect({ code, lines }).toEqual({ code: 2, lines: [] });
    for (const name of ['Inbox', 'Contacts', 'Photos', 'Archive']) expect(stderr).toContain(`"${name}"`);
  });
});

describe('winprogress syncmgr list', () => {
  it('writes a record for each registered handler with --json', async () => {
    const { code, lines, stderr } = await run('list', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(lines.map(parseRecord)).toEqual([{ type: 'handler', clsid: example, description: 'Example' }]);
  });

  it('prints CLSID and description in one line', async () => {
    const { lines } = await run('list');
    expect(lines).toEqual([`${example}  Example`]);
  });
});

describe('winprogress syncmgr start', () => {
  it('waits for the result and writes it', async () => {
    const { code, lines, stderr } = await run('start', centerExample, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const result = { status: 'succeeded', errors: 0, conflicts: 0 };
    expect(lines.map(parseRecord)).toEqual([
      { type: 'done', backend: 'emulation', handlerId: centerExample, ...result },
    ]);
  });

  it('exits with 1 when an item has failed', async () => {
    const { code, lines } = await run('start', centerExample, 'inbox', 'archive');
    expect({ code, lines }).toEqual({ code: 1, lines: ['failed, 1 error, 0 conflicts (emulation)'] });
  });

  it('fails with ERROR_NOT_FOUND for an unknown handler', async () => {
    const { code, lines } = await run('start', 'Unknown', '--json');
    expect(code).toBe(1);
    expect(lines.map(parseRecord)).toMatchObject([
      { type: 'error', code: 'ERROR_NOT_FOUND', operation: 'ISyncMgrControl.StartHandlerSync' },
    ]);
  });
});

describe('winprogress syncmgr stop', () => {
  it('writes a record when Sync Center has accepted the request', async () => {
    const { code, lines, stderr } = await run('stop', centerExample, 'inbox', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(lines.map(parseRecord)).toEqual([{ type: 'done', backend: 'emulation', handlerId: centerExample }]);
  });

  it('fails with ERROR_NOT_FOUND for an unknown handler', async () => {
    const { code, stderr } = await run('stop', 'Unknown');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: .*ERROR_NOT_FOUND/);
  });
});

describe('winprogress syncmgr', () => {
  it.each([
    ['run', [example, 'progress (', 'completed (', 'done (']],
    ['start', [centerExample, 'done (', 'interrupted (']],
    ['stop', [centerExample, 'done (']],
    ['list', ['handler (']],
  ])('%s --help prints an example and the records of --json', async (command, expected) => {
    const { code, lines, stderr } = await run(command, '--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const text of expected) expect(lines.join('\n')).toContain(text);
  });

  it.each([
    ['no command', []],
    ['an unknown command', ['pause']],
    ['run without a class', ['run']],
    ['a class that is not a GUID', ['run', 'nonsense']],
    ['start without a handler', ['start']],
    ['a handler with an empty id', ['start', '']],
    ['a handler with an id of 64 characters', ['stop', 'x'.repeat(64)]],
    ['an item with an id of 64 characters', ['start', centerExample, 'inbox', 'x'.repeat(64)]],
    ['an argument for list', ['list', example]],
    ['an unknown backend', ['list', '--backend', 'wine']],
    ['an unknown option', ['run', example, '--loud']],
  ])('exits with 2 and an error on standard error for %s', async (_, args) => {
    const { code, lines, stderr } = await run(...args);
    expect({ code, lines }).toEqual({ code: 2, lines: [] });
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

// On Windows, a process cannot send SIGINT to another process: Ctrl-C is an event of the console.
describe.runIf(process.platform !== 'win32')('winprogress syncmgr after Ctrl-C', () => {
  it('cancels all items, waits for the handler and exits with 130', async () => {
    const whenUpdating = `
      const write = process.stdout.write.bind(process.stdout);
      process.stdout.write = (...written) => {
        if (written[0].includes('"updating"')) {
          process.stdout.write = write;
          process.kill(process.pid, 'SIGINT');
        }
        return write(...written);
      };`;
    const { code, lines, stderr } = await runWith(whenUpdating, 'run', example, '--json');
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    expect(lines.slice(-2).map(parseRecord)).toEqual([
      { type: 'completed', code: 'E_ABORT', hresult: 0x80004004, succeeded: false },
      { type: 'interrupted', clsid: example, items: { stopped: 3 } },
    ]);
  });

  it('exits at once when it is pressed a second time', async () => {
    const twice = `
      let lines = 0;
      const write = process.stdout.write.bind(process.stdout);
      process.stdout.write = (...written) => {
        if (lines++ < 2) process.kill(process.pid, 'SIGINT');
        return write(...written);
      };`;
    const { code, lines } = await runWith(twice, 'run', example, '--json');
    expect(code).toBe(130);
    expect(lines.map((line) => parseRecord(line).type)).not.toContain('interrupted');
  });

  it('stops the handler in Sync Center and exits with 130', async () => {
    const whenListening = `
      process.on('newListener', (name) => {
        if (name === 'SIGINT') setImmediate(() => process.kill(process.pid, 'SIGINT'));
      });`;
    const { code, lines, stderr } = await runWith(whenListening, 'start', centerExample, '--json');
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    expect(lines.map(parseRecord)).toMatchObject([
      { type: 'interrupted', handlerId: centerExample, status: 'canceled', errors: 0 },
    ]);
  });

  /** Runs the command with a preloaded script, so that the process can send SIGINT to itself at a defined time. */
  async function runWith(script: string, ...args: string[]): Promise<Ended> {
    const options = `--import="data:text/javascript,${encodeURIComponent(script)}"`;
    await using place = await Workplace.create();
    return await place.startWith({ NODE_OPTIONS: options }, 'syncmgr', ...args).ended;
  }
});
