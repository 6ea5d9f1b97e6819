import { PassThrough } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { watchJobs } from '../../lib/cli/jobs/watch.js';
import { Output } from '../../lib/cli/output.js';
import { caught } from '../support/caught.js';
import { parseRecord, Workplace } from './support/command.js';
import { machine } from './support/machine.js';
import { Terminal } from './support/terminal.js';

vi.setConfig({ testTimeout: 60_000 });

const url = 'http://files.example/a';

/** A job that has been created and started. */
async function started({ bits, emulation }: Awaited<ReturnType<typeof machine>>) {
  emulation.network.serve(url, { size: 10_000, bytesPerSecond: 1000 });
  const files = [{ url, path: 'C:\\a' }];
  const job = await bits.createJob({ name: 'setup', priority: 'foreground', files });
  await job.resume();
  return job;
}

function watching() {
  const controller = new AbortController();
  return { controller, options: { filter: {}, interval: 1000, signal: controller.signal } };
}

describe('winprogress jobs --watch', () => {
  it('writes a record of all jobs with --json at first and after each change, and exits with 130 after Ctrl-C', async () => {
    const host = await machine();
    const job = await started(host);
    const { controller, options } = watching();
    const ended = watchJobs(host.bits, options, host.surroundings);
    await host.emulation.clock.tickAsync(4000);
    await job.cancel();
    await host.emulation.clock.tickAsync(1000);
    controller.abort();
    expect(await ended).toBe(130);
    const records = host.output.records;
    expect(records[0]).toMatchObject({
      type: 'jobs',
      jobs: [{ type: 'job', id: job.id }],
      added: [job.id],
      removed: [],
    });
    expect(records.at(-2)).toMatchObject({
      jobs: [{ state: 'transferring', bytesPerSecond: 1000 }],
      changed: [job.id],
    });
    expect(records.at(-1)).toEqual({ type: 'jobs', jobs: [], added: [], changed: [], removed: [job.id] });
  });

  it('writes a line for each job that was added, has changed or was removed where there is no terminal', async () => {
    const host = await machine();
    const { controller, options } = watching();
    const ended = watchJobs(host.bits, options, { json: false, output: host.output });
    await host.emulation.clock.tickAsync(1000);
    await host.bits.createJob({ name: 'other' });
    const job = await host.bits.createJob({ name: 'setup' });
    await host.emulation.clock.tickAsync(1000);
    await job.setDisplayName('new name');
    await host.emulation.clock.tickAsync(1000);
    await job.cancel();
    await host.emulation.clock.tickAsync(1000);
    controller.abort();
    await ended;
    expect(host.output.lines).toEqual([
      'There are no jobs.',
      expect.stringMatching(/ {2}other {4}0 %/),
      `${job.id}  setup    0 %  0 B of 0 B  suspended`,
      `${job.id}  new name    0 %  0 B of 0 B  suspended`,
      `${job.id}  new name  ended`,
    ]);
  });

  it('updates a table on a terminal, and shows what pauses a job', async () => {
    const host = await machine();
    await started(host);
    const { controller, options } = watching();
    const terminal = new Terminal(80);
    const output = new Output(terminal, new PassThrough());
    const ended = watchJobs(host.bits, options, { json: false, output });
    await host.emulation.clock.tickAsync(5000);
    expect(terminal.screen).toEqual([
      '1 job  1.0 kB/s',
      expect.stringMatching(/^setup {2}█+░+ {2}\d+ % {2}.* of 10\.0 kB {2}1\.0 kB\/s {2}0:0\d left {2}transferring$/),
    ]);
    host.emulation.machine.setGameMode(true);
    await host.emulation.clock.tickAsync(2000);
    expect(terminal.screen[1]).toMatch(/ {2}paused by Game Mode$/);
    controller.abort();
    await ended;
    expect(terminal.listenerCount('resize')).toBe(0);
  });

  it('ends with exit code 0 when the reader closes the pipe', async () => {
    const host = await machine();
    const stdout = new PassThrough();
    const ended = watchJobs(host.bits, watching().options, {
      json: true,
      output: new Output(stdout, new PassThrough()),
    });
    await host.emulation.clock.tickAsync(1000);
    stdout.emit('error', new Error('EPIPE'));
    expect(await ended).toBe(0);
  });

  it('fails with the error of BITS', async () => {
    const { bits, surroundings } = await machine();
    const options = { ...watching().options, filter: { allUsers: true } };
    expect(await caught(watchJobs(bits, options, surroundings))).toMatchObject({ code: 'E_ACCESSDENIED' });
  });

  // On Windows, a process cannot send SIGINT to another process: Ctrl-C is an event of the console.
  it.runIf(process.platform !== 'win32')('is ended by Ctrl-C in a process of its own', async () => {
    await using place = await Workplace.create();
    const command = place.start('jobs', '--watch', '--json');
    await command.record(({ type }) => type === 'jobs');
    command.interrupt();
    const { code, lines, stderr } = await command.ended;
    expect({ code, stderr, records: lines.map(parseRecord) }).toEqual({
      code: 130,
      stderr: '',
      records: [{ type: 'jobs', jobs: [], added: [], changed: [], removed: [] }],
    });
  });
});
