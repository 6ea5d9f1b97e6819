import { describe, expect, it } from 'vitest';
import { HResultError } from '../../../lib/com/error.js';
import { caught } from '../../support/caught.js';
import { jobId, openManager } from './support.js';

const refused = async () => {
  throw new HResultError(0x80070490, 'whatever');
};

describe('the timeout', () => {
  it('fails the job when it is over', async () => {
    const world = await openManager();
    const job = await world.request({ timeoutSeconds: 60 });
    await world.emulation.clock.tickAsync(59_999);
    expect(job.state).toBe('downloading');
    await world.emulation.clock.tickAsync(1);
    expect(job).toMatchObject({ state: 'failed', error: { code: 'ERROR_TIMEOUT' } });
  });

  it('leaves the report of the error due, which is then accepted', async () => {
    const world = await openManager();
    const job = await world.request({ timeoutSeconds: 60 });
    await world.emulation.clock.tickAsync(60_000);
    expect(job.reportDue).toBe(true);
    await world.error();
    expect(job).toMatchObject({ reportDue: false, violations: [], error: { code: 'ERROR_TIMEOUT' } });
  });

  it('is not followed by success', async () => {
    const world = await openManager();
    const job = await world.request({ timeoutSeconds: 60 });
    await world.emulation.clock.tickAsync(60_000);
    expect(await caught(world.success())).toMatchObject({ code: 'E_INVALIDARG' });
    expect(job.violations).toMatchObject([{ rule: 'afterEnd' }]);
  });

  it('does nothing to a job that has ended', async () => {
    const world = await openManager();
    const job = await world.request({ timeoutSeconds: 60 });
    await world.success();
    expect(world.emulation.clock.countTimers()).toBe(0);
    expect(job.state).toBe('succeeded');
  });

  it('can be put off, counted from the beginning of the job', async () => {
    const world = await openManager();
    const job = await world.request({ timeoutSeconds: 60 });
    await world.emulation.clock.tickAsync(30_000);
    await job.modifyTimeout(90);
    await world.emulation.clock.tickAsync(59_999);
    expect(job.state).toBe('downloading');
    await world.emulation.clock.tickAsync(1);
    expect(job.state).toBe('failed');
    expect(world.provider.calls).toEqual([['modifyJobTimeout', jobId, 90]]);
  });

  it('stays as it was when the provider fails', async () => {
    const world = await openManager();
    world.provider.answers.modifyJobTimeout = refused;
    const job = await world.request({ timeoutSeconds: 60 });
    await caught(job.modifyTimeout(90));
    await world.emulation.clock.tickAsync(60_000);
    expect(job.state).toBe('failed');
  });

  it('that is over at once fails the job after the call has returned, and the report is due', async () => {
    const world = await openManager();
    const job = await world.request({ timeoutSeconds: 60 });
    await world.emulation.clock.tickAsync(30_000);
    await job.modifyTimeout(10);
    expect(job).toMatchObject({ state: 'failed', reportDue: true });
    await world.error();
    expect(job).toMatchObject({ reportDue: false, violations: [] });
  });

  it('that is over at once must not be reported before the call has returned', async () => {
    const world = await openManager();
    const job = await world.request({ timeoutSeconds: 60 });
    world.provider.answers.modifyJobTimeout = async () => {
      await caught(world.error());
    };
    await job.modifyTimeout(0);
    expect(job.violations).toMatchObject([{ rule: 'beforeReturn', refused: true }]);
  });
});
