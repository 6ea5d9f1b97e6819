import { readFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { parseRecord, Workplace } from './support/command.js';
import { bytes, TestServer } from './support/server.js';

// A process of its own takes its time where the machine has other things to do.
vi.setConfig({ testTimeout: 120_000 });

const content = bytes(50_000_000);
const native = { WINPROGRESS_BACKEND: 'native' };

describe.each([
  { kind: 'job', flags: [] },
  { kind: 'group', flags: ['--group'] },
])('winprogress get through real COM as a $kind', ({ flags }) => {
  it('brings 50 MB byte for byte, with at least five byte counts on the way', async () => {
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

  it('ends with the error of the transfer', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({});
    const args = ['get', server.url('none.bin'), place.path('file.bin'), '--json', ...flags];
    const { code, lines } = await place.runWith(native, ...args);
    expect(code).toBe(1);
    expect(parseRecord(lines.at(-1) ?? '')).toMatchObject({
      type: 'error',
      code: 'BG_E_HTTP_ERROR_404',
      hresult: 0x80190194,
      context: 'remoteFile',
    });
  });
});

it('winprogress demo verifies every file that real COM brought', async () => {
  await using place = await Workplace.create();
  const { code, lines } = await place.startWith(native, 'demo').ended;
  expect({ code, last: lines.at(-1) }).toEqual({ code: 0, last: 'All 7 files verified.' });
});
