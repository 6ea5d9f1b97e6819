import { describe, expect, it } from 'vitest';
import { HResultError } from '../../../lib/com/error.js';
import { formatAlternateDownloadSettings } from '../../../lib/emulation.js';
import { gate } from '../../ctm/gate.js';
import { caught } from '../../support/caught.js';
import { jobId, openManager } from './support.js';

const refused = async () => {
  throw new HResultError(0x80070490, 'whatever');
};

describe('a job', () => {
  it('returns what was last reported', async () => {
    const world = await openManager();
    const job = await world.request();
    await world.progress({ progressType: 'DownloadingData' });
    await world.progress({ bytesTotal: '9007199254740993', bytesTransferred: '5', filesTotal: 3, filesTransferred: 1 });
    expect(job).toMatchObject({
      state: 'downloading',
      progressType: 'DownloadingData',
      progress: { bytesTotal: 9007199254740993n, bytesTransferred: 5n, filesTotal: 3, filesTransferred: 1 },
    });
  });

  it('has unknown totals until they are reported', async () => {
    const world = await openManager();
    const job = await world.request();
    await world.progress({ bytesTransferred: '5' });
    expect(job.progress).toMatchObject({ bytesTotal: null, filesTotal: null });
  });

  it('has totals of 0 if it is empty', async () => {
    const world = await openManager();
    const job = await world.request();
    await world.success({ bytesTotal: '0', bytesTransferred: '0', filesTotal: 0, filesTransferred: 0 });
    expect(job.progress).toMatchObject({ bytesTotal: 0n, filesTotal: 0 });
  });

  it('ends with success', async () => {
    const world = await openManager();
    const job = await world.request();
    await world.success();
    expect(await job.completed).toBe('succeeded');
    expect(job).toMatchObject({ error: null, reportDue: false });
  });

  it('ends with the error that was reported', async () => {
    const world = await openManager();
    const job = await world.request();
    await world.error({ hresult: 0x80200054, message: 'too late' });
    expect(await job.completed).toBe('failed');
    expect(job.error).toMatchObject({
      code: 'BG_E_MAXDOWNLOAD_TIMEOUT',
      operation: 'SendNotifyErrorToCTM',
      context: 'too late',
    });
  });

  it('is found by its id', async () => {
    const world = await openManager();
    const job = await world.request();
    expect(world.emulation.ctm.manager.findJob(jobId.toLowerCase())).toBe(job);
  });

  it('has the properties of CCM_CTM_JobStateEx4', async () => {
    const world = await openManager();
    const settings = formatAlternateDownloadSettings([{ name: 'Tested', data: '<pc>1</pc>' }]);
    const job = await world.request({ settings });
    expect(job.describe()).toEqual({
      ProviderSettingsFromRequest: settings,
      CurrentProviderPriority: 1,
      CurrentProviderLogicalName: 'Tested',
      CurrentProviderCLSID: job.provider.clsid,
      CurrentProviderGlobalSettings: '',
      CurrentProviderSettingsFromRequest: '<Data><pc>1</pc></Data>',
      state: 'downloading',
      progress: job.progress,
    });
  });
});

describe('jobs with the same client data', () => {
  it('each receive their own notifications, also while the provider has not returned the id of one', async () => {
    const manager = await openManager();
    const first = await manager.request({ notifyData: 'same' });
    const held = gate();
    const secondId = '{11111111-2222-3333-4444-555555555555}';
    manager.provider.answers = { downloadContent: () => held.promise.then(() => secondId) };
    const requested = manager.request({ notifyData: 'same' });
    await held.passed();
    await manager.success({ id: jobId });
    await manager.progress({ id: secondId, progressType: 'DownloadingData' });
    held.open();
    const second = await requested;
    expect([first.state, second.state, second.progressType]).toEqual(['succeeded', 'downloading', 'DownloadingData']);
    expect([first.violations, second.violations]).toEqual([[], []]);
  });
});

describe('suspending and resuming', () => {
  it('calls the provider', async () => {
    const world = await openManager();
    const job = await world.request();
    await job.suspend();
    expect(job.state).toBe('suspended');
    await job.resume();
    expect(job.state).toBe('downloading');
    expect(world.provider.calls).toEqual([
      ['suspend', jobId],
      ['resume', jobId],
    ]);
  });

  it('can be repeated', async () => {
    const world = await openManager();
    const job = await world.request();
    await job.resume();
    await job.suspend();
    await job.suspend();
    expect(job.state).toBe('suspended');
    expect(world.provider.calls).toHaveLength(3);
  });

  it('has no effect if the provider fails', async () => {
    const world = await openManager();
    world.provider.answers.suspend = refused;
    const job = await world.request();
    expect(await caught(job.suspend())).toMatchObject({
      code: 'ERROR_NOT_FOUND',
      operation: 'ICcmAlternateDownloadProvider.Suspend',
    });
    expect(job.state).toBe('downloading');
  });
});

describe('cancelling', () => {
  it('ends the job', async () => {
    const world = await openManager();
    const job = await world.request();
    await job.cancel();
    expect(await job.completed).toBe('canceled');
    expect(world.provider.calls).toEqual([['cancelJob', jobId]]);
  });

  it('has no effect if the provider fails', async () => {
    const world = await openManager();
    world.provider.answers.cancelJob = refused;
    const job = await world.request();
    await caught(job.cancel());
    expect(job.state).toBe('downloading');
  });

  it('allows the provider to report an error afterwards', async () => {
    const world = await openManager();
    const job = await world.request();
    await job.cancel();
    await world.error();
    expect(job).toMatchObject({ state: 'canceled', error: null, violations: [] });
  });

  it('fails the job if the provider reports an error but refuses to cancel it', async () => {
    const world = await openManager();
    const job = await world.request();
    world.provider.answers.cancelJob = async () => {
      await world.error();
      await refused();
    };
    await caught(job.cancel());
    expect(job).toMatchObject({ state: 'failed', error: { code: 'E_FAIL' } });
  });

  it('allows the provider to report an error before it returns', async () => {
    const world = await openManager();
    const job = await world.request();
    world.provider.answers.cancelJob = () => world.error();
    await job.cancel();
    expect(job).toMatchObject({ state: 'canceled', error: null, violations: [] });
  });

  it('is not followed by success', async () => {
    const world = await openManager();
    const job = await world.request();
    await job.cancel();
    await caught(world.success());
    expect(job.violations).toMatchObject([{ rule: 'afterEnd' }]);
  });

  it('fails with ERROR_NOT_FOUND after the job has ended, like all other calls', async () => {
    const world = await openManager();
    const job = await world.request();
    await world.success();
    const calls = [
      job.cancel(),
      job.suspend(),
      job.resume(),
      job.modifySource('http://b', 0),
      job.modifyPriority('low'),
      job.modifyTimeout(1),
    ];
    for (const call of calls) expect(await caught(call)).toMatchObject({ code: 'ERROR_NOT_FOUND' });
    expect(world.provider.calls).toEqual([]);
  });
});

describe('modifying', () => {
  it('passes another source to the provider, with the flags of the request', async () => {
    const world = await openManager();
    const job = await world.request();
    await job.modifySource('http://b/content');
    expect(world.provider.calls).toEqual([['modifyJobSource', jobId, 'http://b/content', 0x6]]);
  });

  it('passes another priority to the provider', async () => {
    const world = await openManager();
    const job = await world.request();
    await job.modifyPriority('high');
    expect(world.provider.calls).toEqual([['modifyJobPriority', jobId, 'high']]);
    expect(job.priority).toBe('high');
  });

  it('does not change the priority if the provider fails', async () => {
    const world = await openManager();
    world.provider.answers.modifyJobPriority = refused;
    const job = await world.request();
    await caught(job.modifyPriority('high'));
    expect(job.priority).toBe('normal');
  });
});

describe('close() of an emulation', () => {
  it('ends its jobs and sets no more timers', async () => {
    const world = await openManager();
    const job = await world.request();
    await world.emulation.close();
    expect(await job.completed).toBe('failed');
    expect(job.error).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    expect(world.emulation.clock.countTimers()).toBe(0);
  });

  it('rejects requests that wait for a provider', async () => {
    const world = await openManager();
    world.provider.answers.downloadContent = () => new Promise(() => {});
    const asking = caught(world.request());
    await world.emulation.close();
    expect(await asking).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
  });
});
