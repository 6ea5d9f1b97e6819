import { describe, expect, it } from 'vitest';
import { HResultError } from '../../../lib/com/error.js';
import { caught } from '../../support/caught.js';
import { jobId, openManager } from './support.js';

const refused = async () => {
  throw new HResultError(0x80070490, 'whatever');
};

describe('the timeout of a job', () => {
  it('fails the job', async () => {
    const world = await openManager();
    const job = await world.request({ timeoutSeconds: 60 });
    await world.emulation.clock.tickAsync(59_999);
    expect(job.state).toBe('downloading');
    await world.emulation.clock.tickAsync(1);
    expect(job).toMatchObject({ state: 'failed', error: { code: 'ERROR_TIMEOUT' } });
  });

  it('requires the provider to report the error, which is then accepted', async () => {
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

  it('has no effect on a job that has ended', async () => {
    const world = await openManager();
    const job = await world.request({ timeoutSeconds: 60 });
    await world.success();
    expect(world.emulation.clock.countTimers()).toBe(0);
    expect(job.state).toBe('succeeded');
  });

  it('can be extended, counted from the start of the job', async () => {
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

  it('does not change if the provider fails', async () => {
    const world = await openManager();
    world.provider.answers.modifyJobTimeout = refused;
    const job = await world.request({ timeoutSeconds: 60 });
    await caught(job.modifyTimeout(90));
    await world.emulation.clock.tickAsync(60_000);
    expect(job.state).toBe('failed');
  });

  it('fails the job after the call has returned if it has already passed, and requires the report', async () => {
    const world = await openManager();
    const job = await world.request({ timeoutSeconds: 60 });
    await world.emulation.clock.tickAsync(30_000);
    await job.modifyTimeout(10);
    expect(job).toMatchObject({ state: 'failed', reportDue: true });
    await world.error();
    expect(job).toMatchObject({ reportDue: false, violations: [] });
  });

  it('must not be reported before the call has returned if it has already passed', async () => {
    const world = await openManager();
    const job = await world.request({ timeoutSeconds: 60 });
    world.provider.answers.modifyJobTimeout = async () => {
      await caught(world.error());
    };
    await job.modifyTimeout(0);
    expect(job.violations).toMatchObject([{ rule: 'beforeReturn', refused: true }]);
  });
});
