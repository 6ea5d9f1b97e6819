import { describe, expect, it } from 'vitest';
import type { SentErrorNotification } from '../../../lib/emulation.js';
import { caught } from '../../support/caught.js';
import { jobId, type ManagerWorld, openManager } from './support.js';

const total = { bytesTotal: '100', filesTotal: 1 };

/** Makes an invalid report, and expects its refusal and its record. */
async function expectRefused(world: ManagerWorld, rule: string, report: () => Promise<void>): Promise<void> {
  const job = await world.request({ chunkSize: 10 });
  expect(await caught(report())).toMatchObject({ code: 'E_INVALIDARG' });
  expect(job.violations).toMatchObject([{ rule, refused: true }]);
}

describe('the manager refuses', () => {
  it('a notification without a job', async () => {
    const world = await openManager();
    await world.request();
    const elsewhere = { endpoint: 'other', id: '{11111111-1111-1111-1111-111111111111}', clientData: 'other' };
    expect(await caught(world.progress(elsewhere))).toMatchObject({ code: 'E_INVALIDARG' });
    expect(world.emulation.ctm.manager.violations).toMatchObject([{ rule: 'unknownJob', refused: true }]);
  });

  it.each([
    ['endpoint', { endpoint: 'Winprogress:contenttransfermanager' }],
    ['client data', { clientData: 'request 1 ' }],
    ['id', { id: '{11111111-1111-1111-1111-111111111111}' }],
  ])('a %s other than that of the job', async (_, recorded) => {
    const world = await openManager();
    await expectRefused(world, 'unknownJob', () => world.progress(recorded));
  });

  it('an unknown progress type', async () => {
    const world = await openManager();
    await expectRefused(world, 'progressType', () => world.progress({ progressType: 'downloadingData' }));
  });

  it.each(['', '-1', '1.0', '0x10', '18446744073709551616', '1 '])('the byte count %j', async (bytesTransferred) => {
    const world = await openManager();
    await expectRefused(world, 'countText', () => world.progress({ bytesTransferred }));
  });

  it('more bytes than the total', async () => {
    const world = await openManager();
    await expectRefused(world, 'transferredAboveTotal', () => world.progress({ ...total, bytesTransferred: '101' }));
  });

  it('more files than the total', async () => {
    const world = await openManager();
    await expectRefused(world, 'transferredAboveTotal', () => world.progress({ ...total, filesTransferred: 2 }));
  });

  it('a known total of bytes that becomes 0', async () => {
    const world = await openManager();
    await expectRefused(world, 'totalForgotten', async () => {
      await world.progress(total);
      await world.progress({ filesTotal: 1, bytesTransferred: '50' });
    });
  });

  it('a known total of files that becomes 0', async () => {
    const world = await openManager();
    await expectRefused(world, 'totalForgotten', async () => {
      await world.progress(total);
      await world.progress({ bytesTotal: '100', bytesTransferred: '50' });
    });
  });

  it.each([0, 1])('an error with the code %i, which is not a failure', async (hresult) => {
    const world = await openManager();
    await expectRefused(world, 'noFailure', () => world.error({ hresult }));
  });

  it('an error whose message is NULL', async () => {
    const world = await openManager();
    const job = await world.request();
    const { notifyEndpoint: endpoint, notifyData: clientData } = job.request;
    const notification: SentErrorNotification = {
      function: 'SendNotifyErrorToCTM',
      endpoint,
      id: jobId,
      clientData,
      hresult: 0x80004005,
      message: null,
    };
    expect(world.emulation.ctm.manager.receive(notification)).toBe(0x80070057);
    expect(job.violations).toMatchObject([{ rule: 'nullMessage', refused: true }]);
  });

  it.each(['progress', 'success', 'error'] as const)('%s after success', async (report) => {
    const world = await openManager();
    await expectRefused(world, 'afterEnd', async () => {
      await world.progress({ ...total, bytesTransferred: '50' });
      await world.success();
      await world[report]();
    });
  });

  it.each(['progress', 'success', 'error'] as const)('%s after an error', async (report) => {
    const world = await openManager();
    await expectRefused(world, 'afterEnd', async () => {
      await world.error();
      await world[report]();
    });
  });
});

describe('a notification that only a strict manager refuses', () => {
  const recommended: [string, string, (world: ManagerWorld) => Promise<void>, object][] = [
    ['success without all bytes', 'successIncomplete', (world) => world.success({ bytesTransferred: '99' }), {}],
    ['success without all files', 'successIncomplete', (world) => world.success({ filesTransferred: 0 }), {}],
    [
      'progress that was not asked for',
      'progressNotWanted',
      (world) => world.progress({ ...total, bytesTransferred: '50' }),
      { notifyProgress: false },
    ],
    [
      'progress twice in one chunk',
      'cadence',
      async (world) => {
        await world.progress({ ...total, bytesTransferred: '50' });
        await world.progress({ ...total, bytesTransferred: '59' });
      },
      { chunkSize: 10 },
    ],
  ];

  it.each(recommended)('%s (strict)', async (_, rule, report, request) => {
    const world = await openManager();
    const job = await world.request(request);
    expect(await caught(report(world))).toMatchObject({ code: 'E_INVALIDARG' });
    expect(job.violations).toMatchObject([{ rule, refused: true }]);
  });

  it.each(recommended)('%s (not strict)', async (_, rule, report, request) => {
    const world = await openManager({ ctm: { strict: false } });
    const job = await world.request(request);
    await report(world);
    expect(job.violations).toMatchObject([{ rule, refused: false }]);
  });
});

describe('the manager accepts', () => {
  it.each(['0', '50'])('progress before the totals are known, with %s bytes', async (bytesTransferred) => {
    const world = await openManager();
    const job = await world.request();
    await world.progress({ bytesTransferred });
    expect(job.violations).toEqual([]);
  });

  it('an empty progress type', async () => {
    const world = await openManager();
    const job = await world.request();
    await world.progress({ progressType: '' });
    expect(job.violations).toEqual([]);
  });

  it.each([
    ['a change of the status in the same chunk', { progressType: 'DownloadingData', bytesTransferred: '95' }],
    ['progress in the next chunk', { bytesTransferred: '100' }],
    ['the last bytes in the same chunk', { bytesTransferred: '99' }],
    ['a file more in the same chunk', { bytesTransferred: '95', filesTransferred: 1 }],
    ['another total in the same chunk', { bytesTransferred: '95', bytesTotal: '120' }],
    ['another number of files in the same chunk', { bytesTransferred: '95', filesTotal: 3 }],
    ['a transfer that has lost bytes of the same chunk', { bytesTransferred: '91' }],
  ])('%s', async (_, recorded) => {
    const world = await openManager();
    const job = await world.request({ chunkSize: 10 });
    const totals = { bytesTotal: recorded.bytesTransferred === '99' ? '99' : '110', filesTotal: 2 };
    await world.progress({ ...totals, bytesTransferred: '94' });
    await world.progress({ ...totals, ...recorded });
    expect(job.violations).toEqual([]);
  });

  it('progress in any number when the chunk size is 0', async () => {
    const world = await openManager();
    const job = await world.request({ chunkSize: 0 });
    for (const bytesTransferred of ['1', '1', '2']) await world.progress({ ...total, bytesTransferred });
    expect(job.violations).toEqual([]);
  });

  it('a refused report that is sent again correctly', async () => {
    const world = await openManager();
    const job = await world.request();
    await caught(world.success({ bytesTransferred: '99' }));
    await world.success();
    expect(await job.completed).toBe('succeeded');
  });
});

describe('the manager records', () => {
  it('success without the requested progress', async () => {
    const world = await openManager();
    const job = await world.request({ chunkSize: 10 });
    await world.success();
    expect(job.violations).toMatchObject([{ rule: 'progressMissing', refused: false }]);
    expect(job.state).toBe('succeeded');
  });

  it('notifications before the provider has returned another id', async () => {
    const world = await openManager();
    world.provider.answers.downloadContent = async () => {
      await world.progress({ id: '{11111111-1111-1111-1111-111111111111}' });
      return jobId;
    };
    expect((await world.request()).violations).toMatchObject([{ rule: 'unknownJob', refused: false }]);
  });

  it('the time and the result of each notification', async () => {
    const world = await openManager();
    const job = await world.request();
    const start = world.emulation.clock.now();
    await world.emulation.clock.tickAsync(1500);
    await world.progress();
    await caught(world.progress({ progressType: 'x' }));
    expect(job.notifications).toMatchObject([
      { time: start + 1500, hresult: 0, notification: { progressType: null } },
      { time: start + 1500, hresult: 0x80070057, notification: { progressType: 'x' } },
    ]);
  });
});
