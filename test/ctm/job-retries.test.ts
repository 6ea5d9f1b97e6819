import { beforeEach, describe, expect, it } from 'vitest';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { settled } from '../bits/fake-clock.js';
import { caught } from '../support/caught.js';
import { counts, World } from './world.js';

let world: World;

beforeEach(() => {
  world = new World();
});

function refuse(times: number, hresult: number = hresults.E_FAIL): void {
  for (let left = times; left > 0; left -= 1) {
    world.library.answers.push(new HResultError(hresult, 'SendNotifySuccessToCTM'));
  }
}

const failure = { hresult: hresults.E_ACCESSDENIED, message: 'no' };

describe('a final report that fails', () => {
  it.each([
    ['success', 'succeed'],
    ['error', 'fail'],
  ] as const)('is sent again after one second: %s', async (word, end) => {
    refuse(1);
    const ending = world.job()[end](failure);
    await settled();
    await world.clock.advance(999);
    expect(world.reported).toHaveLength(1);
    await world.clock.advance(1);
    await ending;
    expect(world.reported.map(([reported]) => reported)).toEqual([word, word]);
  });

  it('is sent three times by default and then rejects with the last result', async () => {
    refuse(2);
    refuse(1, hresults.E_OUTOFMEMORY);
    const ending = caught(world.job().succeed());
    await settled();
    await world.clock.advance(1000);
    await world.clock.advance(1000);
    expect(await ending).toMatchObject({ code: 'E_OUTOFMEMORY', operation: 'SendNotifySuccessToCTM' });
    expect(world.reported).toHaveLength(3);
    expect(world.clock.pending).toBe(0);
  });

  it('ends the progress of the job', async () => {
    refuse(1);
    const job = world.job({ retries: 0 });
    await caught(job.succeed());
    expect([job.ended, job.finalReportFailed]).toEqual([true, true]);
    expect(await caught(job.status('DownloadingData'))).toMatchObject({ code: 'ERR_CTM_JOB_ENDED' });
    expect(world.reported).toHaveLength(1);
  });

  it('can be repeated until it succeeds', async () => {
    refuse(2);
    const job = world.job({ retries: 0 });
    await caught(job.succeed());
    await caught(job.fail(failure));
    await job.succeed();
    expect([job.ended, job.finalReportFailed]).toEqual([true, false]);
    expect(await caught(job.succeed())).toMatchObject({ code: 'ERR_CTM_JOB_ENDED' });
    expect(world.reported.map(([reported]) => reported)).toEqual(['success', 'error', 'success']);
  });

  it('is a failure even with a success code that is not S_OK', async () => {
    refuse(1, hresults.S_FALSE);
    expect(await caught(world.job({ retries: 0 }).succeed())).toMatchObject({ code: 'S_FALSE' });
  });

  it('is sent again as the options of the job specify', async () => {
    refuse(1);
    const ending = world.job({ retries: 1, retryDelay: 50 }).succeed();
    await settled();
    await world.clock.advance(50);
    await ending;
    expect(world.reported).toHaveLength(2);
  });

  it('is not sent again once the connection is closed', async () => {
    refuse(1);
    const ending = caught(world.job().succeed());
    await settled();
    world.calls.close();
    expect(await ending).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    expect(world.reported).toHaveLength(1);
    expect(world.clock.pending).toBe(0);
  });

  it('is sent at once and for the last time when the notifier is closed', async () => {
    refuse(2, hresults.RPC_E_DISCONNECTED);
    const ending = caught(world.job().succeed());
    await settled();
    await world.notifier.close();
    expect(await ending).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    expect(world.reported).toHaveLength(2);
    expect(world.clock.pending).toBe(0);
  });
});

describe('a progress report that fails', () => {
  it('rejects no call, is not sent again by itself, and is available as lastError', async () => {
    refuse(1);
    const job = world.job();
    await job.progress(counts(100n, 1000n));
    expect(job.lastError).toMatchObject({ code: 'E_FAIL' });
    expect(world.reported).toHaveLength(1);
    expect(world.clock.pending).toBe(0);
  });

  it('leaves its bytes pending: the next feed reports them', async () => {
    refuse(1);
    const job = world.job();
    await job.progress(counts(100n, 1000n));
    await job.progress(counts(101n, 1000n));
    expect(world.reported[1]).toEqual(['progress', null, '1000', '101', 1, 0]);
    expect(job.lastError).toBeNull();
  });

  it('leaves its change of status pending: it is sent with the next feed', async () => {
    refuse(1);
    const job = world.job();
    await job.status('DownloadingData');
    await job.progress(counts(1n, null));
    await job.progress(counts(2n, null));
    expect(world.reported.slice(1)).toEqual([['progress', 'DownloadingData', '0', '1', 1, 0]]);
  });

  it('leaves its change of status pending: it is sent when the same status is set again', async () => {
    refuse(1);
    const job = world.job();
    await job.status('DownloadingData');
    await job.status('DownloadingData');
    expect(world.reported.map(([, type]) => type)).toEqual(['DownloadingData', 'DownloadingData']);
  });

  it('is replaced by a newer change of status', async () => {
    refuse(1);
    const job = world.job();
    await job.status('PreparingDownload');
    await job.status('DownloadingData');
    await job.progress(counts(1n, null));
    expect(world.reported.map(([, type]) => type)).toEqual(['PreparingDownload', 'DownloadingData']);
  });

  it('is sent again as the options of the job specify', async () => {
    refuse(1);
    const job = world.job({ progressRetries: 1 });
    const report = job.progress(counts(100n, 1000n));
    await settled();
    await world.clock.advance(1000);
    await report;
    expect(world.reported).toHaveLength(2);
    expect(job.lastError).toBeNull();
  });

  it('does not prevent the final report', async () => {
    refuse(1);
    const job = world.job();
    await Promise.all([job.progress(counts(100n, 100n, 1)), job.status('DownloadingData'), job.succeed()]);
    expect(world.reported.at(-1)).toEqual(['success', '100', '100', 1, 1]);
  });

  it('rejects once the connection is closed', async () => {
    const job = world.job();
    world.calls.close();
    expect(await caught(job.progress(counts(100n, 100n)))).toMatchObject({
      code: 'RPC_E_DISCONNECTED',
      operation: 'SendNotifyProgressToCTM',
    });
  });

  it('rejects once the notifier is closed', async () => {
    const job = world.job();
    await world.notifier.close();
    refuse(1, hresults.RPC_E_DISCONNECTED);
    expect(await caught(job.status('DownloadingData'))).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
  });
});
