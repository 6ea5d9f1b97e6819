import { describe, expect, it } from 'vitest';
import { toErrorRecord } from '../../lib/cli/errors.js';
import { actOn, resumeJob, suspendJob, takeJob } from '../../lib/cli/jobs/control.js';
import { showJob } from '../../lib/cli/jobs/show.js';
import { connect } from '../../lib/index.js';
import { caught } from '../support/caught.js';
import { machine } from './support/machine.js';

const files = [{ url: 'http://files.example/a', path: 'C:\\a' }];

describe('winprogress job suspend and job resume', () => {
  it.each(['id', 'id without braces', 'name'])('change the state of the job with this %s', async (kind) => {
    const { bits, emulation, output, surroundings } = await machine();
    emulation.network.serve('http://files.example/a', { size: 1000, bytesPerSecond: 1 });
    const job = await bits.createJob({ name: 'setup', files });
    const wanted = kind === 'name' ? 'setup' : kind === 'id' ? job.id : job.id.slice(1, -1).toLowerCase();
    expect(await actOn(bits, wanted, resumeJob, surroundings)).toBe(0);
    expect(await job.getState()).not.toBe('suspended');
    expect(await actOn(bits, wanted, suspendJob, surroundings)).toBe(0);
    expect(await job.getState()).toBe('suspended');
    expect(output.records).toEqual([
      { type: 'resumed', id: job.id, name: 'setup' },
      { type: 'suspended', id: job.id, name: 'setup' },
    ]);
  });

  it('print one line without --json', async () => {
    const { bits, output } = await machine();
    const { id } = await bits.createJob({ name: 'setup', files });
    await actOn(bits, 'setup', suspendJob, { json: false, output });
    expect(output.lines).toEqual([`${id}  suspended  setup`]);
  });

  it('reject a name of several jobs with the list of their ids', async () => {
    const { bits, surroundings } = await machine();
    const ids = [await bits.createJob({ name: 'setup' }), await bits.createJob({ name: 'setup' })].map(({ id }) => id);
    const error = await caught(actOn(bits, 'setup', suspendJob, surroundings));
    expect(error).toMatchObject({ name: 'UsageError' });
    for (const id of ids) expect(String(error)).toContain(id);
  });

  it('fail with BG_E_NOT_FOUND and name the command that lists the jobs for an unknown id', async () => {
    const { bits, surroundings } = await machine();
    const unknown = '{00000000-0000-4000-8000-000000000000}';
    expect(toErrorRecord(await caught(actOn(bits, unknown, suspendJob, surroundings)))).toMatchObject({
      code: 'BG_E_NOT_FOUND',
      context: null,
      message: expect.stringMatching(/; list the jobs with winprogress jobs$/),
    });
  });

  it('fail with the error of BITS', async () => {
    const { bits, surroundings } = await machine();
    await bits.createJob({ name: 'empty' });
    expect(await caught(actOn(bits, 'empty', resumeJob, surroundings))).toMatchObject({ code: 'BG_E_EMPTY' });
  });
});

describe('winprogress job take', () => {
  it.each(['id', 'name'])('makes an administrator the owner of the job of another user, by %s', async (kind) => {
    const { emulation, bits, surroundings } = await machine({ administrator: true });
    const user = emulation.machine.addUser();
    await using connection = await connect({ backend: emulation.as(user) });
    const { id } = await connection.bits.createJob({ name: 'setup' });
    expect(await bits.snapshot()).toEqual([]);
    expect(await actOn(bits, kind === 'id' ? id : 'setup', takeJob, surroundings)).toBe(0);
    expect((await bits.snapshot()).map((job) => job.id)).toEqual([id]);
  });

  it('fails with E_ACCESSDENIED without administrator rights', async () => {
    const { emulation, bits, surroundings } = await machine();
    const user = emulation.machine.addUser();
    await using connection = await connect({ backend: emulation.as(user) });
    const { id } = await connection.bits.createJob({ name: 'setup' });
    expect(await caught(actOn(bits, id, takeJob, surroundings))).toMatchObject({ code: 'E_ACCESSDENIED' });
  });
});

describe('winprogress job show', () => {
  it('writes one record with the details, the transfer and the files', async () => {
    const { bits, output, surroundings } = await machine();
    const settings = { description: 'updates', priority: 'low', maximumDownloadSize: 5_000_000_000_000n } as const;
    const job = await bits.createJob({ name: 'setup', files, ...settings });
    expect(await showJob(bits, 'setup', surroundings)).toBe(0);
    expect(output.records).toMatchObject([
      {
        type: 'details',
        jobType: 'download',
        id: job.id,
        name: 'setup',
        description: 'updates',
        priority: 'low',
        maximumDownloadSize: '5000000000000',
        transfer: { state: 'suspended', bytesTransferred: '0', bytesTotal: null },
        files: [{ ...files[0], bytesTransferred: '0', bytesTotal: null, completed: false }],
      },
    ]);
  });

  it('prints one line for each value that BITS has', async () => {
    const { bits, emulation, output } = await machine();
    const job = await bits.createJob({ name: 'setup', files, http: { headers: { 'X-Token': 'secret' } } });
    await showJob(bits, 'setup', { json: false, output });
    const rows = new Map(
      output.lines.map((line) => [line.slice(0, line.indexOf('  ')), line.trim().split(/ {2,}/).at(-1)]),
    );
    expect(rows.get('id')).toBe(job.id);
    expect(rows.get('name')).toBe('setup');
    expect(rows.get('times created')).toBe(new Date(emulation.clock.now()).toISOString());
    expect(rows.get('minimum retry delay')).toBe('600');
    expect(rows.get('http header names')).toBe('X-Token');
    expect(output.lines.at(-1)).toBe('  http://files.example/a  C:\\a  0 B');
    expect(output.lines.join('\n')).not.toContain('secret');
  });
});
