import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { parseRecord, Workplace } from './support/command.js';
import { bytes, TestServer } from './support/server.js';

// A process of its own takes its time where the machine has other things to do.
vi.setConfig({ testTimeout: 60_000 });

const example = fileURLToPath(new URL('../../examples/alternate-content-provider.mjs', import.meta.url));
const content = bytes(1_000_000);
const id = '{0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9}';
const target = ['--library', 'C:\\notify.dll', '--endpoint', 'CTM', '--id', id, '--client-data', ''];
const counts = ['--bytes-transferred', '1', '--files-transferred', '0'];

/** A provider that reports success although not all has come, and then an error. */
const careless = `export default async ({ ctm }, { library }) => {
  const notifier = await ctm.openNotifier({ library, allowPartialSuccess: true });
  const id = '${id}';
  const report = async ({ notifyEndpoint: endpoint, notifyData: clientData }) => {
    const counts = { bytesTotal: 10n, bytesTransferred: 5n, filesTotal: 1, filesTransferred: 0 };
    await notifier.notifySuccess({ endpoint, clientData, id, ...counts }).catch(() => {});
    await notifier.notifyError({ endpoint, clientData, id, hresult: 0x80004005, message: '' }).catch(() => {});
  };
  const none = async () => {};
  return {
    downloadContent: async (request) => {
      setImmediate(report, request);
      return id;
    },
    cancelJob: none, modifyJobSource: none, modifyJobPriority: none, modifyJobTimeout: none, resume: none, suspend: none,
  };
};
`;

describe('winprogress ctm', () => {
  it.each([
    ['no command', []],
    ['no notification', ['notify']],
    ['an unknown notification', ['notify', 'start']],
    ['no library', ['notify', 'progress', ...target.slice(2), ...counts]],
    ['a relative library', ['notify', 'progress', '--library', 'notify.dll', ...target.slice(2), ...counts]],
    ['an id that is no GUID', ['notify', 'progress', ...target, ...counts, '--id', '5']],
    ['no counts', ['notify', 'success', ...target]],
    ['a byte count that is not whole', ['notify', 'progress', ...target, ...counts, '--bytes-total', '1.5']],
    ['a byte count above 2^64 - 1', ['notify', 'progress', ...target, ...counts, '--bytes-total', String(2n ** 64n)]],
    ['a file count above 2^32 - 1', ['notify', 'success', ...target, ...counts, '--files-total', String(2 ** 32)]],
    ['an unknown progress type', ['notify', 'progress', ...target, ...counts, '--progress-type', 'Sleeping']],
    ['an error without a message', ['notify', 'error', ...target, '--hresult', '0x80004005']],
    ['an error that is no HRESULT', ['notify', 'error', ...target, '--hresult', '0x1FFFFFFFF', '--message', '']],
    ['no provider', ['simulate']],
    ['content that is no URL', ['simulate', example, '--content', 'file.bin']],
    ['a timeout of 0', ['simulate', example, '--timeout', '0']],
  ])('%s is wrong usage: exit code 2, told on standard error alone', async (_, args) => {
    await using place = await Workplace.create();
    const { code, lines, stderr } = await place.run('ctm', ...args);
    expect({ code, lines }).toEqual({ code: 2, lines: [] });
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('a provider module that does not exist is wrong usage', async () => {
    await using place = await Workplace.create();
    const { code, lines, stderr } = await place.start('ctm', 'simulate', 'no-such-module.mjs').ended;
    expect({ code, lines }).toEqual({ code: 2, lines: [] });
    expect(stderr).toContain('no-such-module.mjs');
  });

  it.each([[['--help']], [['notify', '--help']], [['notify', 'success', '--help']], [['simulate', '--help']]])(
    '%j is a good end',
    async (args) => {
      await using place = await Workplace.create();
      const { code, stderr } = await place.run('ctm', ...args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    },
  );
});

describe('winprogress ctm notify', () => {
  it.each([
    ['progress', counts],
    ['success', counts],
    ['error', ['--hresult', '-2147467259', '--message', 'The disk is full.']],
  ])('%s fails with the error of a library that is not there', async (kind, args) => {
    await using place = await Workplace.create();
    const { code, lines } = await place.run('ctm', 'notify', kind, ...target, ...args, '--json');
    expect(code).toBe(1);
    expect(lines.map(parseRecord)).toMatchObject([
      { type: 'error', code: 'ERROR_MOD_NOT_FOUND', hresult: 0x8007007e, operation: 'LoadLibraryExW' },
    ]);
  });
});

describe('winprogress ctm simulate', () => {
  it.skipIf(process.platform === 'win32')('refuses a folder of Windows, and creates nothing', async () => {
    await using place = await Workplace.create();
    const { code, stderr } = await place.run(
      'ctm',
      'simulate',
      example,
      '--content',
      'http://127.0.0.1:1/a',
      '--folder',
      'C:\\a',
    );
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error: --folder must be a path of this platform, got C:\\a\n',
    });
    expect(existsSync('C:\\a')).toBe(false);
  });

  it('has the provider bring the content, and ends with what was reported', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'first.bin': { content }, 'second.bin': { content: bytes(0) } });
    const urls = ['first.bin', 'second.bin'].flatMap((name) => ['--content', server.url(name)]);
    const args = ['ctm', 'simulate', example, ...urls, '--folder', place.path('content'), '--json'];
    const { code, lines, stderr } = await place.run(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const records = lines.map(parseRecord);
    expect(records.slice(-3)).toMatchObject([
      { type: 'job', name: 'first.bin', state: 'succeeded', bytesTransferred: '1000000', violations: [] },
      { type: 'job', name: 'second.bin', state: 'succeeded', bytesTransferred: '0', violations: [] },
      { type: 'done', jobs: 2, succeeded: 2, violations: 0 },
    ]);
    expect(records.findLast(({ type, name }) => type === 'progress' && name === 'first.bin')).toMatchObject({
      state: 'transferred',
      bytesTransferred: '1000000',
      bytesTotal: '1000000',
      fraction: 1,
    });
    expect(content.equals(await readFile(place.path('content/first.bin')))).toBe(true);
  });

  it('has generated content where none is named, and tells people how each job ended', async () => {
    await using place = await Workplace.create();
    const { code, lines, stderr } = await place.run('ctm', 'simulate', example);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(lines.filter((line) => line.startsWith('succeeded  '))).toHaveLength(5);
    expect(lines.at(-1)).toBe('5 of 5 jobs succeeded, 0 rule violations.');
    expect(lines.join('')).not.toContain('\u001b');
  });

  it('tells the error that the provider reported, with exit code 1', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({});
    const args = ['ctm', 'simulate', example, '--content', server.url('none.bin'), '--json'];
    const { code, lines, stderr } = await place.run(...args);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(lines.slice(-2).map(parseRecord)).toMatchObject([
      { type: 'job', state: 'failed', error: { code: 'BG_E_HTTP_ERROR_404', operation: 'SendNotifyErrorToCTM' } },
      { type: 'done', jobs: 1, succeeded: 0 },
    ]);
  });

  it('tells which rule a provider broke, with exit code 1', async () => {
    await using place = await Workplace.create();
    await writeFile(place.path('careless.mjs'), careless);
    const args = ['ctm', 'simulate', place.path('careless.mjs'), '--content', 'http://127.0.0.1:9/a', '--json'];
    const { code, lines } = await place.run(...args);
    expect(code).toBe(1);
    expect(lines.slice(-2).map(parseRecord)).toMatchObject([
      { type: 'job', violations: [{ rule: 'successIncomplete', function: 'SendNotifySuccessToCTM' }] },
      { type: 'done', violations: 1 },
    ]);
  });

  it.each([
    ['has no default export', 'export const provider = {};', 2],
    ['throws while it makes the provider', 'export default () => { throw new Error("not today"); };', 1],
    ['makes something else', 'export default () => ({});', 1],
  ])('fails for a module that %s', async (_, source, expected) => {
    await using place = await Workplace.create();
    await writeFile(place.path('module.mjs'), source);
    const { code, lines, stderr } = await place.run('ctm', 'simulate', place.path('module.mjs'));
    expect({ code, lines }).toEqual({ code: expected, lines: [] });
    expect(stderr).toMatch(/^error: /);
  });

  it('cancels its jobs on Ctrl-C', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content, stops: [500_000] } });
    const folder = place.path('content');
    const args = ['--content', server.url('file.bin'), '--folder', folder, '--chunk-size', '1', '--json'];
    const command = place.start('ctm', 'simulate', example, ...args);
    await command.record(({ type, bytesTotal }) => type === 'progress' && bytesTotal === '1000000');
    command.interrupt();
    const { code, lines } = await command.ended;
    expect(code).toBe(130);
    expect(parseRecord(lines.at(-1) ?? '')).toMatchObject({ type: 'interrupted', jobs: 1 });
    expect(existsSync(place.path('content/file.bin'))).toBe(false);
  });
});
