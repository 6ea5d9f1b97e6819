import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { completeJob } from '../../lib/cli/jobs/complete.js';
import { caught } from '../support/caught.js';
import { Workplace } from './support/command.js';
import { machine } from './support/machine.js';
import { bytes, TestServer } from './support/server.js';

vi.setConfig({ testTimeout: 60_000 });

const content = bytes(100_000);
const sha256 = createHash('sha256').update(content).digest('hex');
const other = sha256.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));

/** A job that has been transferred over HTTP, so that its temporary file is on the disk. */
async function transferred(place: Workplace, server: TestServer, names: readonly string[]) {
  const host = await machine({ clock: 'real', transport: 'http' });
  const files = names.map((name) => ({ url: server.url(name), path: place.path(name) }));
  const job = await host.bits.createJob({ name: 'setup', priority: 'foreground', files });
  await job.resume();
  for await (const { state } of job.watch()) expect(state).not.toBe('error');
  expect(await job.getState()).toBe('transferred');
  return { ...host, job };
}

describe('winprogress job complete', () => {
  it('puts the file of a transferred job in place', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'one.bin': { content } });
    const { bits, job, output, surroundings } = await transferred(place, server, ['one.bin']);
    expect(await completeJob(bits, job.id, [], surroundings)).toBe(0);
    expect(content.equals(await readFile(place.path('one.bin')))).toBe(true);
    expect(output.records).toEqual([{ type: 'completed', id: job.id, name: 'setup', outcome: 'completed' }]);
  });

  it('puts the file in place if the temporary file has the hash of --sha256', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'one.bin': { content } });
    const { bits, job, surroundings } = await transferred(place, server, ['one.bin']);
    expect(await completeJob(bits, job.id, [sha256], surroundings)).toBe(0);
    expect(existsSync(place.path('one.bin'))).toBe(true);
  });

  it.each([
    ['the only file', ['one.bin'], [other]],
    ['the second file', ['one.bin', 'two.bin'], [sha256, other]],
  ])('fails if %s has another hash, and the job stays transferred', async (_, names, hashes) => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'one.bin': { content }, 'two.bin': { content } });
    const { bits, job, output, surroundings } = await transferred(place, server, names);
    const error = await caught(completeJob(bits, job.id, hashes, surroundings));
    expect(error).toMatchObject({ code: 'ERR_TRANSFER_INTEGRITY', message: expect.stringContaining(sha256) });
    expect(output.lines).toEqual([]);
    expect(await job.getState()).toBe('transferred');
    for (const name of names) expect(existsSync(place.path(name))).toBe(false);
  });

  it('rejects another number of hashes than files', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'one.bin': { content } });
    const { bits, job, surroundings } = await transferred(place, server, ['one.bin']);
    const error = await caught(completeJob(bits, job.id, [sha256, sha256], surroundings));
    expect(error).toMatchObject({ name: 'UsageError' });
    expect(await job.getState()).toBe('transferred');
  });

  it('does not complete the job when it is interrupted while it reads the file', async () => {
    await using place = await Workplace.create();
    await using server = await TestServer.start({ 'one.bin': { content } });
    const { bits, job, surroundings } = await transferred(place, server, ['one.bin']);
    const reason = new Error('Ctrl-C');
    await caught(completeJob(bits, job.id, [sha256], surroundings, AbortSignal.abort(reason)));
    expect(await job.getState()).toBe('transferred');
  });

  it('exits with 0 for an id that BITS does not have any more', async () => {
    const { bits, output, surroundings } = await machine();
    const { id } = await bits.createJob({ name: 'setup' });
    await (await bits.getJob(id)).complete();
    expect(await completeJob(bits, id, [], surroundings)).toBe(0);
    expect(output.records).toEqual([{ type: 'completed', id, name: null, outcome: 'gone' }]);
  });

  it('exits with 0 for a job that another process completes at the same time', async () => {
    const { bits, output, surroundings } = await machine();
    const job = await bits.createJob({ name: 'setup' });
    const found = { snapshot: () => bits.snapshot(), getJob: async () => job };
    await job.complete();
    expect(await completeJob(found, job.id, [], surroundings)).toBe(0);
    expect(output.records).toMatchObject([{ type: 'completed', id: job.id, outcome: 'alreadyCompleted' }]);
  });

  it('fails for a job that is not transferred, and the job stays as it is', async () => {
    const { bits, surroundings } = await machine();
    const job = await bits.createJob({ name: 'setup' });
    const error = await caught(completeJob(bits, 'setup', [], surroundings));
    expect(error).toMatchObject({ code: 'ERR_TRANSFER_INCOMPLETE', message: expect.stringContaining('suspended') });
    expect(await job.getState()).toBe('suspended');
  });

  it('fails for a job that another process cancels at the same time', async () => {
    const { bits, surroundings } = await machine();
    const job = await bits.createJob({ name: 'setup' });
    const found = { snapshot: () => bits.snapshot(), getJob: async () => job };
    await job.cancel();
    const error = await caught(completeJob(found, job.id, [], surroundings));
    expect(error).toMatchObject({ code: 'ERR_TRANSFER_CANCELED' });
  });

  it('fails with the error of a job that has failed', async () => {
    const { bits, emulation, surroundings } = await machine();
    const url = 'http://server.test/missing.bin';
    emulation.network.serve(url, { status: 404 });
    const job = await bits.createJob({ name: 'setup', files: [{ url, path: 'C:\\missing.bin' }] });
    await job.resume();
    await emulation.clock.tickAsync(60_000);
    const error = await caught(completeJob(bits, job.id, [], surroundings));
    expect(error).toMatchObject({ code: 'BG_E_HTTP_ERROR_404', file: { url } });
    expect(await job.getState()).toBe('error');
  });
});
