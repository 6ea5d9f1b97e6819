import { describe, expect, it } from 'vitest';
import type { FileNotificationRecord, JobSettingsRecord, JobVerbs } from '../../lib/bits/verbs.js';
import { openMachine, url } from './support/machine.js';
import { state } from './support/states.js';

const transferred = 0x1;
const fileTransferred = 0x10;
const rangesTransferred = 0x20;

interface Call {
  readonly events: number;
  readonly files: readonly FileNotificationRecord[];
}

async function machineOf(settings?: JobSettingsRecord) {
  const machine = await openMachine();
  for (const name of ['a', 'b'])
    machine.emulation.network.serve(url(name), { size: 1000, bytesPerSecond: 1000, latency: 0 });
  const job = await machine.manager.createJob('test', 0, settings);
  return { ...machine, job };
}

const fileOf = (name: string) => ({ remoteName: url(name), localName: `C:\\${name}` });

async function listen(job: JobVerbs, flags: number): Promise<Call[]> {
  const calls: Call[] = [];
  await job.setNotifyFlags(flags);
  await job.setNotifyInterface((events, files) => calls.push({ events, files }));
  return calls;
}

describe('FileTransferred', () => {
  it('is called for each file in order, and before JobTransferred', async () => {
    const { job, tick } = await machineOf();
    await job.addFileSet([fileOf('a'), fileOf('b')]);
    const calls = await listen(job, transferred | fileTransferred);
    await job.resume();
    await tick(5000);
    expect(calls).toEqual([
      { events: fileTransferred, files: [{ ...fileOf('a'), ranges: null }] },
      { events: fileTransferred, files: [{ ...fileOf('b'), ranges: null }] },
      { events: transferred, files: [] },
    ]);
  });

  it('is not called without its flag, and not with BG_NOTIFY_DISABLE', async () => {
    for (const flags of [transferred, transferred | fileTransferred | 0x4]) {
      const { job, tick } = await machineOf();
      await job.addFileSet([fileOf('a')]);
      const calls = await listen(job, flags);
      await job.resume();
      await tick(5000);
      expect(calls.filter(({ events }) => (events & fileTransferred) !== 0)).toEqual([]);
    }
  });
});

describe('FileRangesTransferred', () => {
  it('is called with each requested range that is here, before JobTransferred', async () => {
    const { job, tick } = await machineOf({ onDemandMode: true });
    await job.addFileSet([fileOf('a')]);
    const calls = await listen(job, transferred | fileTransferred | rangesTransferred);
    const [file] = await job.openFiles();
    const ranges = [
      { offset: 500n, length: 500n },
      { offset: 0n, length: 500n },
    ];
    await file?.requestFileRanges(ranges);
    await job.resume();
    await tick(5000);
    expect(calls.flatMap(({ files }) => files)).toEqual([
      { ...fileOf('a'), ranges: [ranges[0]] },
      { ...fileOf('a'), ranges: [ranges[1]] },
      { ...fileOf('a'), ranges: null },
    ]);
    expect(calls.at(-1)).toEqual({ events: transferred, files: [] });
  });
});

describe('FileRangesTransferred and the minimum notification interval', () => {
  it('is called at most once in the interval, with all ranges since the last call', async () => {
    const { job, tick } = await machineOf({ onDemandMode: true, minimumNotificationInterval: 400 });
    await job.addFileSet([fileOf('a')]);
    const calls = await listen(job, rangesTransferred);
    const [file] = await job.openFiles();
    const ranges = [0n, 100n, 200n, 300n, 400n].map((offset) => ({ offset, length: 100n }));
    await file?.requestFileRanges(ranges);
    await job.resume();
    await tick(5000);
    expect(calls.map(({ files }) => files.flatMap((each) => each.ranges))).toEqual([
      [ranges[0]],
      [ranges[1], ranges[2], ranges[3], ranges[4]],
    ]);
  });
});

describe('JobModification', () => {
  it('is called at most once in the minimum notification interval', async () => {
    const { emulation, job, tick } = await machineOf({ minimumNotificationInterval: 2000 });
    emulation.network.serve(url('a'), { size: 10_000, bytesPerSecond: 1000 });
    await job.addFileSet([fileOf('a')]);
    const calls = await listen(job, 0x8);
    await job.resume();
    await tick(7999);
    expect(calls).toHaveLength(4);
  });
});

describe('the notify command line', () => {
  const notifyCommand = { program: 'C:\\notify.exe', parameters: 'C:\\notify.exe done' };

  async function finished(settings?: JobSettingsRecord) {
    const machine = await machineOf({ notifyCommand, minimumRetryDelay: 60, ...settings });
    await machine.job.addFileSet([fileOf('a')]);
    await machine.job.resume();
    return machine;
  }

  it('is run once when the job is transferred', async () => {
    const { emulation, job, tick } = await finished();
    await tick(600_000);
    expect(emulation.machine.commands).toMatchObject([{ jobId: job.id, ...notifyCommand }]);
  });

  it('is run for an error', async () => {
    const { emulation, tick } = await finished();
    emulation.network.remove(url('a'));
    await tick(600_000);
    expect(emulation.machine.commands).toHaveLength(1);
  });

  it('is run again after the retry delay until it exits with 0', async () => {
    const { emulation, tick } = await finished();
    emulation.machine.setCommandExitCode(1);
    await tick(121_500);
    expect(emulation.machine.commands).toHaveLength(3);
    emulation.machine.setCommandExitCode(0);
    await tick(600_000);
    expect(emulation.machine.commands).toHaveLength(4);
  });

  it('is not run again once the job has ended', async () => {
    const { emulation, job, tick } = await finished();
    emulation.machine.setCommandExitCode(1);
    await tick(5000);
    await job.complete();
    await tick(600_000);
    expect(emulation.machine.commands).toHaveLength(1);
  });

  it('is run when it is set after the event', async () => {
    const { emulation, job, tick } = await finished({ notifyCommand: null });
    await tick(5000);
    expect(await job.getState()).toBe(state.transferred);
    await job.configure({ notifyCommand });
    await tick(0);
    expect(emulation.machine.commands).toHaveLength(1);
  });

  it('is not run while a sink is registered', async () => {
    const { emulation, job, tick } = await finished();
    const calls = await listen(job, 0x3);
    await tick(600_000);
    expect(calls).toHaveLength(1);
    expect(emulation.machine.commands).toEqual([]);
  });

  it('is run when the process of the sink is gone', async () => {
    const { emulation, job, backend, tick } = await finished();
    await listen(job, 0x3);
    await backend.close();
    await tick(600_000);
    expect(emulation.machine.commands).toHaveLength(1);
  });

  it.each([
    ['without the flag of the event', 0x2],
    ['with BG_NOTIFY_DISABLE', 0x7],
  ])('is not run %s', async (_, notifyFlags) => {
    const { emulation, tick } = await finished({ notifyFlags });
    await tick(600_000);
    expect(emulation.machine.commands).toEqual([]);
  });
});
