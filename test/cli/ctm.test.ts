import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { parseRecord, Workplace } from './support/command.js';
import { bytes, TestServer } from './support/server.js';

// Starting a process is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const example = fileURLToPath(new URL('../../examples/alternate-content-provider.mjs', import.meta.url));
const content = bytes(1_000_000);
const id = '{0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9}';
const target = ['--library', 'C:\\notify.dll', '--endpoint', 'CTM', '--id', id, '--client-data', ''];
const counts = ['--bytes-transferred', '1', '--files-transferred', '0'];

/** A provider that reports success before the download is complete, and then an error. */
const brokenProvider = `export default async ({ ctm }, { library }) => {
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
    ['an id that is not a GUID', ['notify', 'progress', ...target, ...counts, '--id', '5']],
    ['no counts', ['notify', 'success', ...target]],
    ['a byte count that is not whole', ['notify', 'progress', ...target, ...counts, '--bytes-total', '1.5']],
    ['a byte count above 2^64 - 1', ['notify', 'progress', ...target, ...counts, '--bytes-total', String(2n ** 64n)]],
    ['a file count above 2^32 - 1', ['notify', 'success', ...target, ...counts, '--files-total', String(2 ** 32)]],
    ['an unknown progress type', ['notify', 'progress', ...target, ...counts, '--progress-type', 'Sleeping']],
    ['an error without a message', ['notify', 'error', ...target, '--hresult', '0x80004005']],
    ['an error that is not an HRESULT', ['notify', 'error', ...target, '--hresult', '0x1FFFFFFFF', '--message', '']],
    ['no provider', ['simulate']],
    ['content that is not a URL', ['simulate', example, '--content', 'file.bin']],
    ['a timeout of 0', ['simulate', example, '--timeout', '0']],
  ])('exits with 2 and an error on standard error for %s', async (_, args) => {
    await using place = await Workplace.create();
    const { code, lines, stderr } = await place.run('ctm', ...args);
    expect({ code, lines }).toEqual({ code: 2, lines: [] });
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('exits with 2 for a provider module that does not exist', async () => {
    await using place = await Workplace.create();
    const { code, lines, stderr } = await place.start('ctm', 'simulate', 'no-such-module.mjs').ended;
    expect({ code, lines }).toEqual({ code: 2, lines: [] });
    expect(stderr).toContain('no-such-module.mjs');
  });

  it.each([[['--help']], [['notify', '--help']], [['notify', 'success', '--help']], [['simulate', '--help']]])(
    'exits with 0 for %j',
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
  ])('%s fails with ERROR_MOD_NOT_FOUND for a library that does not exist', async (kind, args) => {
    await using place = await Workplace.create();
    const { code, lines } = await place.run('ctm', 'notify', kind, ...target, ...args, '--json');
    expect(code).toBe(1);
    expect(lines.map(parseRecord)).toMatchObject([
      { type: 'error', code: 'ERROR_MOD_NOT_FOUND', hresult: 0x8007007e, operation: 'LoadLibraryExW' },
    ]);
  });
});

describe('winprogress ctm simulate', () => {
  it.skipIf(process.platform === 'win32')('rejects a Windows path as the folder on other platforms', async () => {
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

  it('requests the content from the provider and writes its reports', async () => {
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

  it('requests generated files by default and prints the end of each job', async () => {
    await using place = await Workplace.create();
    const { code, lines, stderr } = await place.run('ctm', 'simulate', example);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(lines.filter((line) => line.startsWith('succeeded  '))).toHaveLength(5);
    expect(lines.at(-1)).toBe('5 of 5 jobs succeeded, 0 rule violations.');
    expect(lines.join('')).not.toContain('\u001b');
  });

  it('requests content whose URL has a percent sign that encodes nothing', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ '%E0%A4%A': { content } });
    const { code, lines } = await place.run('ctm', 'simulate', example, '--content', server.url('%E0%A4%A'), '--json');
    expect(code).toBe(0);
    expect(lines.slice(-2).map(parseRecord)).toMatchObject([{ name: '%E0%A4%A' }, { type: 'done', succeeded: 1 }]);
  });

  it('exits with 1 and the error that the provider reported', async () => {
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

  it('exits with 1 and the rules that the provider violated', async () => {
    await using place = await Workplace.create();
    await writeFile(place.path('broken.mjs'), brokenProvider);
    const args = ['ctm', 'simulate', place.path('broken.mjs'), '--content', 'http://127.0.0.1:9/a', '--json'];
    const { code, lines } = await place.run(...args);
    expect(code).toBe(1);
    expect(lines.slice(-2).map(parseRecord)).toMatchObject([
      { type: 'job', violations: [{ rule: 'successIncomplete', function: 'SendNotifySuccessToCTM' }] },
      { type: 'done', violations: 1 },
    ]);
  });

  it.each([
    ['has no default export', 'export const provider = {};', 2],
    ['throws instead of creating a provider', 'export default () => { throw new Error("not today"); };', 1],
    ['returns no object', 'export default () => {};', 2],
    ['returns an object that is not a provider', 'export default () => ({});', 1],
  ])('fails for a module that %s', async (_, source, expected) => {
    await using place = await Workplace.create();
    await writeFile(place.path('module.mjs'), source);
    const { code, lines, stderr } = await place.run('ctm', 'simulate', place.path('module.mjs'));
    expect({ code, lines }).toEqual({ code: expected, lines: [] });
    expect(stderr).toMatch(/^error: (?!Cannot read)/);
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
