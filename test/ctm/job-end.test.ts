import { beforeEach, describe, expect, it } from 'vitest';
import { caught } from '../support/caught.js';
import { gate } from './gate.js';
import { address, counts, World } from './world.js';

let world: World;

beforeEach(() => {
  world = new World();
});

describe('the end of a job', () => {
  it('is reported before byte progress that waits for a report', async () => {
    const job = world.job({ chunkSize: 0 });
    const held = gate();
    world.library.gate = held.promise;
    const reports = [job.progress(counts(5n, 10n))];
    await held.passed();
    reports.push(job.progress(counts(10n, 10n, 1)), job.succeed());
    held.open();
    await Promise.all(reports);
    expect(world.reported.map(([word]) => word)).toEqual(['progress', 'success']);
  });

  it('is a success with the latest counts', async () => {
    const job = world.job();
    await job.progress(counts(70n, 70n, 1));
    await job.succeed();
    expect(world.reported.at(-1)).toEqual(['success', '70', '70', 1, 1]);
  });

  it('reports the transferred count as the total if no total is known', async () => {
    const job = world.job();
    await job.progress(counts(70n, null, 3, 0));
    await job.succeed();
    expect(world.reported.at(-1)).toEqual(['success', '70', '70', 3, 3]);
  });

  it('may be the success of empty content', async () => {
    await world.job().succeed();
    expect(world.reported).toEqual([['success', '0', '0', 0, 0]]);
  });

  it('is not a success before everything is transferred: the job continues', async () => {
    const job = world.job();
    await job.progress(counts(60n, 70n, 1));
    expect(await caught(job.succeed())).toBeInstanceOf(RangeError);
    expect(job.ended).toBe(false);
    await job.progress(counts(70n, 70n, 1));
    await job.succeed();
    expect(world.reported.at(-1)).toEqual(['success', '70', '70', 1, 1]);
  });

  it('may be a success with less if the notifier allows it', async () => {
    const partial = new World({ allowPartialSuccess: true });
    const job = partial.job();
    await job.progress(counts(60n, 70n));
    await job.succeed();
    expect(partial.reported.at(-1)).toEqual(['success', '70', '60', 1, 0]);
  });

  it.each([
    ['a code that is not a failure', { hresult: 0, message: 'none' }, RangeError],
    ['a NUL in the message', { hresult: 0x80004005, message: '\0' }, RangeError],
    ['a message that is none', { hresult: 0x80004005, message: null }, TypeError],
    ['nothing', undefined, TypeError],
  ])('is not an error with %s: the job continues', async (_, error, kind) => {
    const job = world.job();
    expect(await caught(Reflect.apply(job.fail, job, [error]))).toBeInstanceOf(kind);
    expect(job.ended).toBe(false);
    expect(world.reported).toEqual([]);
  });

  it('is not a success that the notifier refuses for a forgotten total: the job continues', async () => {
    await world.notifier.notifyProgress({ ...address, ...counts(5n, 10n), bytesTotal: 10n });
    const job = world.job();
    expect(await caught(job.succeed())).toBeInstanceOf(RangeError);
    expect([job.ended, job.finalReportFailed]).toEqual([false, false]);
    await job.progress(counts(10n, 10n, 1));
    await job.succeed();
    expect(world.reported.at(-1)).toEqual(['success', '10', '10', 1, 1]);
  });

  it('is known as soon as the final report is sent', async () => {
    const job = world.job();
    expect(job.ended).toBe(false);
    const end = job.succeed();
    expect(job.ended).toBe(true);
    await end;
  });

  it.each([
    ['success', 'succeed'],
    ['error', 'fail'],
  ] as const)('is final: after %s nothing is reported, and every call rejects', async (_, end) => {
    const job = world.job();
    await job[end]({ hresult: 0x80004005, message: 'over' });
    const calls = [
      job.status('DownloadingData'),
      job.progress(counts(1n, 1n)),
      job.succeed(),
      job.fail({ hresult: 0x80004005, message: 'late' }),
      job.follow({ watch: () => expect.unreachable('nothing is to be watched') }),
    ];
    for (const call of calls) expect(await caught(call)).toMatchObject({ code: 'ERR_CTM_JOB_ENDED' });
    expect(world.reported).toHaveLength(1);
  });

  it('is reported once even if it is requested twice at the same time', async () => {
    const job = world.job();
    const first = job.succeed();
    expect(await caught(job.fail({ hresult: 0x80004005, message: 'late' }))).toMatchObject({
      code: 'ERR_CTM_JOB_ENDED',
    });
    await first;
    expect(world.reported.map(([word]) => word)).toEqual(['success']);
  });
});
