import { mkdir, readdir } from 'node:fs/promises';
import { expect, it, vi } from 'vitest';
import { parseRecord, Workplace } from './support/command.js';
import { documented, expectDocumented } from './support/documented-records.js';

// Starting a process is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

it('winprogress demo downloads and verifies all files, shows their progress and removes them', async () => {
  await using place = await Workplace.create();
  const temporary = place.path('temporary');
  await mkdir(temporary);
  const environment = { TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  const { code, lines, stderr } = await place.runWith(environment, 'demo', '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const records = lines.map(parseRecord);
  expect(records.at(-1)).toEqual({ type: 'done', backend: 'emulation', files: 7, verified: 7, synchronized: true });
  expect(records.filter(({ type, verified }) => type === 'verification' && verified === true)).toHaveLength(8);
  const counts = records.filter(({ name }) => name === 'job large').map(({ bytesTransferred }) => bytesTransferred);
  expect(new Set(counts).size).toBeGreaterThanOrEqual(5);
  expect(await readdir(temporary)).toEqual([]);

  // docs/command-line.md has a row for each of these shapes, and no others; Ctrl-C writes the last one.
  const keys = new Set(records.map((record) => expectDocumented('demo', record)));
  const expected = [...documented.keys()].filter((key) => /^demo\b/.test(key));
  expect([...keys, 'demo: interrupted'].sort()).toEqual(expected.sort());
  const ofType = (wanted: string) => records.filter(({ type }) => type === wanted);
  expect(new Set(ofType('progress').map(({ stage }) => stage === undefined))).toEqual(new Set([true, false]));
  expect(new Set(ofType('verification').map(({ file }) => file === undefined))).toEqual(new Set([true, false]));
});

it('winprogress demo prints that all files are verified', async () => {
  await using place = await Workplace.create();
  const { code, lines } = await place.run('demo');
  expect(code).toBe(0);
  expect(lines.at(-1)).toBe('All 7 files verified.');
});

it.runIf(process.platform !== 'win32')(
  'winprogress demo ends with an error without a folder for its files',
  async () => {
    await using place = await Workplace.create();
    const { code, lines, stderr } = await place.runWith({ TMPDIR: place.path('missing') }, 'demo');
    expect({ code, lines }).toEqual({ code: 1, lines: [] });
    expect(stderr).toContain('ENOENT');
  },
);

it.runIf(process.platform !== 'win32')('winprogress demo removes its files after Ctrl-C', async () => {
  await using place = await Workplace.create();
  const temporary = place.path('temporary');
  await mkdir(temporary);
  const command = place.startWith({ TMPDIR: temporary }, 'demo', '--json');
  await command.record(({ name, state }) => name === 'job large' && state === 'transferring');
  command.interrupt();
  const { code, stderr, lines } = await command.ended;
  expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
  expect(parseRecord(lines.at(-1) ?? '')).toMatchObject({ type: 'interrupted', files: 7 });
  for (const line of lines) expectDocumented('demo', parseRecord(line));
  expect(await readdir(temporary)).toEqual([]);
});
