import { describe, expect, it } from 'vitest';
import type { JobVerbs } from '../../lib/bits/verbs.js';
import type { ServedFileOptions } from '../../lib/emulation.js';
import { type Machine, openMachine, url } from './support/machine.js';
import { state } from './support/states.js';

const transferred = 1;
const error = 2;
const disable = 4;
const modification = 8;

interface Heard {
  readonly events: number;
  readonly time: number;
}

/** Registers a sink that records its calls with their time, counted from now. */
async function listenTo(machine: Machine, job: JobVerbs, flags?: number): Promise<Heard[]> {
  const heard: Heard[] = [];
  const start = machine.emulation.clock.now();
  if (flags !== undefined) await job.setNotifyFlags(flags);
  await job.setNotifyInterface((events) => heard.push({ events, time: machine.emulation.clock.now() - start }));
  return heard;
}

async function jobOf(file: ServedFileOptions) {
  const machine = await openMachine();
  machine.emulation.network.serve(url('a'), { size: 1000, bytesPerSecond: 1000, latency: 0, ...file });
  return { machine, job: await machine.createJob(url('a')) };
}

function eventsOf(heard: readonly Heard[]): number[] {
  return heard.map(({ events }) => events);
}

describe('JobTransferred', () => {
  it('is called once when all files are transferred', async () => {
    const { machine, job } = await jobOf({});
    const heard = await listenTo(machine, job);
    await job.resume();
    await machine.tick(60_000);
    expect(heard).toMatchObject([{ events: transferred }]);
  });

  it('is called for a registration after the event', async () => {
    const { machine, job } = await jobOf({});
    await job.resume();
    await machine.tick(5000);
    const heard = await listenTo(machine, job);
    await machine.tick(0);
    expect(eventsOf(heard)).toEqual([transferred]);
  });

  it('is called again for each new registration', async () => {
    const { machine, job } = await jobOf({});
    await job.resume();
    await machine.tick(5000);
    const first = await listenTo(machine, job);
    await machine.tick(1000);
    const second = await listenTo(machine, job);
    await machine.tick(1000);
    expect([eventsOf(first), eventsOf(second)]).toEqual([[transferred], [transferred]]);
  });

  it('is not called for a registration after the job has left the state', async () => {
    const { machine, job } = await jobOf({});
    await job.resume();
    await machine.tick(5000);
    await job.suspend();
    const heard = await listenTo(machine, job);
    await machine.tick(5000);
    expect(heard).toEqual([]);
  });

  it('is not called again for a Resume without work', async () => {
    const { machine, job } = await jobOf({});
    const heard = await listenTo(machine, job);
    await job.resume();
    await machine.tick(5000);
    await job.resume();
    await machine.tick(5000);
    expect(eventsOf(heard)).toEqual([transferred]);
  });

  it('is called again when the job is transferred again', async () => {
    const { machine, job } = await jobOf({});
    const heard = await listenTo(machine, job);
    await job.resume();
    await machine.tick(5000);
    await job.suspend();
    await job.resume();
    await machine.tick(5000);
    expect(eventsOf(heard)).toEqual([transferred, transferred]);
  });
});

describe('JobError', () => {
  it('is called for an error', async () => {
    const { machine, job } = await jobOf({ status: 404 });
    const heard = await listenTo(machine, job);
    await job.resume();
    await machine.tick(5000);
    expect(eventsOf(heard)).toEqual([error]);
  });

  it('is called for a registration after the event', async () => {
    const { machine, job } = await jobOf({ status: 404 });
    await job.resume();
    await machine.tick(5000);
    const heard = await listenTo(machine, job);
    await machine.tick(0);
    expect(eventsOf(heard)).toEqual([error]);
  });

  it('is never called for a transient error', async () => {
    const { machine, job } = await jobOf({ status: 503 });
    const heard = await listenTo(machine, job);
    await job.resume();
    await machine.tick(60_000);
    expect(await job.getState()).toBe(state.transientError);
    expect(heard).toEqual([]);
  });
});

describe('JobModification', () => {
  it('is called only if its flag is set', async () => {
    const { machine, job } = await jobOf({});
    const heard = await listenTo(machine, job);
    await job.setDescription('changed');
    await machine.tick(5000);
    expect(heard).toEqual([]);
  });

  it('is called when a property changes', async () => {
    const { machine, job } = await jobOf({});
    const heard = await listenTo(machine, job, modification);
    await machine.tick(5000);
    heard.length = 0;
    await job.setDescription('changed');
    await machine.tick(5000);
    expect(eventsOf(heard)).toEqual([modification]);
  });

  it('is called while bytes arrive, 500 milliseconds apart', async () => {
    const { machine, job } = await jobOf({ size: 10_000 });
    const heard = await listenTo(machine, job, modification);
    await job.resume();
    await machine.tick(3000);
    expect(heard.length).toBeGreaterThanOrEqual(6);
    for (const [index, { time }] of heard.entries()) {
      const before = heard[index - 1];
      if (before !== undefined) expect(time - before.time).toBeGreaterThanOrEqual(500);
    }
  });

  it('is not called for the change into an error or into transferred', async () => {
    for (const file of [{ status: 404 }, { size: 0 }]) {
      const { machine, job } = await jobOf({ latency: 2000, ...file });
      await job.resume();
      await machine.tick(1000);
      const heard = await listenTo(machine, job, modification);
      await machine.tick(999);
      heard.length = 0;
      const start = machine.emulation.clock.now();
      while ((await job.getState()) === state.connecting) await machine.tick(1);
      const passed = machine.emulation.clock.now() - start;
      await machine.tick(60_000);
      expect(passed).toBe(1);
      // The change from connecting to transferring of the empty file is a separate modification.
      expect(heard.length).toBeLessThanOrEqual(file.size === 0 ? 1 : 0);
    }
  });

  it('is called for the end of the job, and no callback follows it', async () => {
    const { machine, job } = await jobOf({});
    const heard = await listenTo(machine, job, modification);
    await machine.tick(5000);
    heard.length = 0;
    await job.cancel();
    await machine.tick(60_000);
    expect(eventsOf(heard)).toEqual([modification]);
  });
});

describe('a sink', () => {
  it('is never called inside the call that causes the event', async () => {
    const { machine, job } = await jobOf({});
    await job.resume();
    await machine.tick(5000);
    const heard = await listenTo(machine, job);
    expect(heard).toEqual([]);
    await machine.tick(0);
    expect(heard).toHaveLength(1);
  });

  it('is replaced by the one that was set last, from any connection', async () => {
    const { machine, job } = await jobOf({});
    const first = await listenTo(machine, job);
    const other = await machine.emulation.openBackend().bits.openManager();
    const second = await listenTo(machine, await other.getJob(job.id));
    await job.resume();
    await machine.tick(5000);
    expect([eventsOf(first), eventsOf(second)]).toEqual([[], [transferred]]);
  });

  it('that was removed is not called any more', async () => {
    const { machine, job } = await jobOf({});
    const heard = await listenTo(machine, job);
    await job.setNotifyInterface(null);
    await job.resume();
    await machine.tick(5000);
    expect(heard).toEqual([]);
  });

  it('is called only for the flagged events', async () => {
    const { machine, job } = await jobOf({});
    const heard = await listenTo(machine, job, error);
    await job.resume();
    await machine.tick(5000);
    expect(heard).toEqual([]);
  });

  it('is not called again when the flags are set again', async () => {
    const { machine, job } = await jobOf({});
    const heard = await listenTo(machine, job);
    await job.resume();
    await machine.tick(5000);
    await job.setNotifyFlags(transferred | error);
    await machine.tick(5000);
    expect(eventsOf(heard)).toEqual([transferred]);
  });

  it('is called later when the flags are set later', async () => {
    const { machine, job } = await jobOf({});
    const heard = await listenTo(machine, job, error);
    await job.resume();
    await machine.tick(5000);
    await job.setNotifyFlags(transferred);
    await machine.tick(0);
    expect(eventsOf(heard)).toEqual([transferred]);
  });

  it('is not called while BG_NOTIFY_DISABLE is set, which keeps the other flags', async () => {
    const { machine, job } = await jobOf({});
    const heard = await listenTo(machine, job, transferred | error | disable);
    await job.resume();
    await machine.tick(5000);
    expect(heard).toEqual([]);
    expect(await job.getNotifyFlags()).toBe(transferred | error | disable);
    await job.setNotifyFlags(transferred | error);
    await machine.tick(0);
    expect(eventsOf(heard)).toEqual([transferred]);
  });

  it('is removed with the connection that set it', async () => {
    const { machine, job } = await jobOf({});
    const other = machine.emulation.openBackend();
    const heard = await listenTo(machine, await (await other.bits.openManager()).getJob(job.id));
    await other.close();
    await job.resume();
    await machine.tick(5000);
    expect(await job.getState()).toBe(state.transferred);
    expect(heard).toEqual([]);
  });

  it('leaves no timer behind when its connection closes', async () => {
    const { machine, job } = await jobOf({});
    const other = machine.emulation.openBackend();
    await listenTo(machine, await (await other.bits.openManager()).getJob(job.id), modification);
    await job.setDescription('changed');
    await other.close();
    expect(machine.emulation.clock.countTimers()).toBe(0);
  });

  it('is not called after its connection closed, even if the call was scheduled', async () => {
    const { machine, job } = await jobOf({});
    const other = machine.emulation.openBackend();
    const held = await (await other.bits.openManager()).getJob(job.id);
    const heard = await listenTo(machine, held, modification);
    await held.cancel();
    await other.close();
    await machine.tick(5000);
    expect(heard).toEqual([]);
  });
});
