import { writeFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { BitsUploadServer } from '../support/bits-upload-server.js';
import { parseRecord, Workplace } from './support/command.js';
import { documented, expectDocumented, sets } from './support/documented-records.js';
import { bytes, TestServer } from './support/server.js';

vi.setConfig({ testTimeout: 60_000 });

describe('docs/command-line.md', () => {
  it('documents the properties of a transfer and of a stage, and records of every command', () => {
    expect([sets.get('transfer')?.length, sets.get('stage')?.length]).toEqual([10, 9]);
    expect(documented.size).toBeGreaterThan(40);
  });

  it.each([
    ['get', ['progress', 'done']],
    ['get --group', ['progress', 'done']],
    ['get of a missing file', ['progress', 'error']],
    ['probe', ['probe']],
  ])('documents the records of %s', async (name, expected) => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content: bytes(1000) } });
    const command = name.split(' ')[0] ?? '';
    const url = server.url(name.includes('missing') ? 'missing.bin' : 'file.bin');
    const files = command === 'get' ? [url, place.path('file.bin')] : [];
    const { lines } = await place.run(command, ...files, ...(name.includes('--group') ? ['--group'] : []), '--json');
    const records = lines.map(parseRecord);
    for (const record of records) expectDocumented(command, record);
    expect([...new Set(records.map(({ type }) => type))]).toEqual(expected);
  });

  it('documents the records of put', async () => {
    await using place = await Workplace.create();
    await using server = await BitsUploadServer.start();
    await writeFile(place.path('report.zip'), bytes(1000));
    const { lines } = await place.run('put', place.path('report.zip'), `${server.origin}/in`, '--json');
    const records = lines.map(parseRecord);
    for (const record of records) expectDocumented('put', record);
    expect(records.at(-1)?.type).toBe('done');
  });

  it('documents the records of the commands for jobs and groups', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({});
    const records = new Set<string>();
    const run = async (command: string, ...args: readonly string[]) => {
      const { lines } = await place.run(...command.split(' '), ...args, '--json');
      for (const record of lines.map(parseRecord)) {
        records.add(expectDocumented(command, record));
      }
    };
    await place.store(async (bits) => {
      for (const name of ['one', 'two', 'three', 'winprogress get four']) {
        await bits.createJob({ name, files: [{ url: server.url('file.bin'), path: place.path(name) }] });
      }
      await bits.createGroup({ name: 'updates' });
    });
    await run('jobs');
    await run('groups');
    await run('job show', 'one');
    await run('job suspend', 'one');
    await run('job resume', 'one');
    await run('job take', 'two');
    await run('job complete', '{00000000-0000-4000-8000-000000000000}');
    await run('job complete', 'two');
    await run('job cancel', 'three');
    await run('jobs clean --dry-run');
    await run('jobs clean');
    expect([...records].sort()).toEqual([
      'groups: group',
      'job cancel: canceled',
      'job cancel: done',
      'job complete: completed',
      'job complete: error',
      'job resume: resumed',
      'job show: details',
      'job suspend: suspended',
      'job take: error',
      'jobs clean --dry-run: done',
      'jobs clean --dry-run: selected',
      'jobs clean: canceled',
      'jobs clean: done',
      'jobs: job',
    ]);
  });

  it.each([
    ['get', 'interrupted', (name: string) => name === 'progress'],
    ['jobs --watch', 'jobs', (name: string) => name === 'jobs'],
  ])('documents the records of %s up to Ctrl-C', async (command, last, isFirst) => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'file.bin': { content: bytes(1000), stops: [500] } });
    const files = command === 'get' ? [server.url('file.bin'), place.path('file.bin')] : [];
    const running = place.begin(...command.split(' '), ...files, '--json');
    await running.record(({ type }) => isFirst(String(type)));
    running.interrupt();
    const records = (await running.ended).lines.map(parseRecord);
    for (const record of records) expectDocumented(command, record);
    expect(records.at(-1)?.type).toBe(last);
  });
});
