import { readFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { parseRecord, Workplace } from './support/command.js';
import { bytes, TestServer } from './support/server.js';

// Starting a process is slow on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const content = bytes(50_000_000);
const native = { WINPROGRESS_BACKEND: 'native' };

describe.each([
  { kind: 'job', flags: [] },
  { kind: 'group', flags: ['--group'] },
])('winprogress get with the native backend and a $kind', ({ flags }) => {
  it('downloads 50 MB byte for byte and reports at least five byte counts', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content } });
    const path = place.path('file.bin');
    const { code, lines, stderr } = await place.runWith(
      native,
      'get',
      server.url('file.bin'),
      path,
      '--json',
      ...flags,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const records = lines.map(parseRecord);
    expect(records.at(-1)).toMatchObject({ type: 'done', backend: 'native', bytes: '50000000', path });
    const counts = new Set(records.filter(({ type }) => type === 'progress').map((record) => record.bytesTransferred));
    expect(counts.size).toBeGreaterThanOrEqual(5);
    expect(content.equals(await readFile(path))).toBe(true);
  });

  it('exits with 1 and the error of the transfer, its file and its HTTP status', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({});
    const [url, path] = [server.url('none.bin'), place.path('file.bin')];
    const args = ['get', url, path, '--json', ...flags];
    const { code, lines } = await place.runWith(native, ...args);
    expect(code).toBe(1);
    expect(parseRecord(lines.at(-1) ?? '')).toMatchObject({
      type: 'error',
      code: 'BG_E_HTTP_ERROR_404',
      hresult: 0x80190194,
      context: 'remoteFile',
      file: { url, path },
      httpStatus: 404,
    });
  });
});

it('winprogress demo with the native backend verifies all files', async () => {
  await using place = await Workplace.create();
  const { code, lines } = await place.startWith(native, 'demo').ended;
  expect({ code, last: lines.at(-1) }).toEqual({ code: 0, last: 'All 7 files verified.' });
});
