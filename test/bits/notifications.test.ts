import { describe, expect, it } from 'vitest';
import { BitsContext } from '../../lib/bits/context.js';
import { BitsJob } from '../../lib/bits/job.js';
import { JobNotifications, notificationsOf } from '../../lib/bits/notifications.js';
import { Calls } from '../../lib/com/calls.js';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { caught } from '../support/caught.js';
import { uncaughtDuring } from '../support/uncaught.js';
import { FakeClock, settled } from './fake-clock.js';
import { FakeJob } from './fake-job.js';

const ignore = () => {};

function newNotifications(job: FakeJob): JobNotifications {
  return new JobNotifications(job, ignore, new Calls());
}

describe('the listeners of one job', () => {
  it('share one sink', async () => {
    const job = new FakeJob();
    const notifications = newNotifications(job);
    const heard: string[] = [];
    await notifications.listen((events) => heard.push(`first ${events}`));
    await notifications.listen((events) => heard.push(`second ${events}`));
    job.listener?.(1, []);
    expect(job.log.filter((entry) => entry === 'register')).toHaveLength(1);
    expect(heard).toEqual(['first 1', 'second 1']);
  });

  it('share one sink when they are added at the same time', async () => {
    const job = new FakeJob();
    const notifications = newNotifications(job);
    await Promise.all([notifications.listen(ignore), notifications.listen(ignore)]);
    expect(job.log.filter((entry) => entry === 'register')).toHaveLength(1);
  });

  it('add transferred, error and modification to the existing flags', async () => {
    const job = new FakeJob();
    job.flags = 0x10;
    await newNotifications(job).listen(ignore);
    expect(job.flags).toBe(0x1b);
  });

  it('are called even if delivery had been disabled', async () => {
    const job = new FakeJob();
    job.flags = 0x7;
    await newNotifications(job).listen(ignore);
    expect(job.flags).toBe(0xb);
  });

  it('keep the sink until the last is closed', async () => {
    const job = new FakeJob();
    const notifications = newNotifications(job);
    const [first, second] = [await notifications.listen(() => {}), await notifications.listen(() => {})];
    await first();
    expect(job.listener).not.toBeNull();
    await second();
    expect(job.listener).toBeNull();
  });

  it('restore the flags when they are closed', async () => {
    const job = new FakeJob();
    job.flags = 0x5;
    const stop = await newNotifications(job).listen(ignore);
    await stop();
    expect(job.flags).toBe(0x5);
  });

  it('are not called any more once they are closed', async () => {
    const job = new FakeJob();
    const notifications = newNotifications(job);
    let count = 0;
    const stop = await notifications.listen(() => {
      count += 1;
    });
    await notifications.listen(ignore);
    await stop();
    job.listener?.(1, []);
    expect(count).toBe(0);
  });

  it('can be closed while they are called', async () => {
    const job = new FakeJob();
    const notifications = newNotifications(job);
    const heard: string[] = [];
    const stop = await notifications.listen(() => {
      heard.push('first');
      void stop();
    });
    await notifications.listen(() => heard.push('second'));
    job.listener?.(1, []);
    expect(heard).toEqual(['first', 'second']);
  });

  it('can be closed twice', async () => {
    const job = new FakeJob();
    const stop = await newNotifications(job).listen(ignore);
    await stop();
    await stop();
    expect(job.log.filter((entry) => entry === 'revoke')).toHaveLength(1);
  });

  it('find the sink again when the last is closed while the next is added', async () => {
    const job = new FakeJob();
    const notifications = newNotifications(job);
    const stop = await notifications.listen(ignore);
    await Promise.all([stop(), notifications.listen(ignore)]);
    expect(job.listener).not.toBeNull();
  });
});

describe('a job that refuses the sink', () => {
  const refusal = new HResultError(hresults.BG_E_INVALID_STATE, 'IBackgroundCopyJob.SetNotifyInterface');

  it('rejects listen() with its own error', async () => {
    const job = new FakeJob();
    job.refusal = refusal;
    expect(await caught(newNotifications(job).listen(ignore))).toBe(refusal);
  });

  it('has its flags restored', async () => {
    const job = new FakeJob();
    job.refusal = refusal;
    await caught(newNotifications(job).listen(ignore));
    expect(job.flags).toBe(3);
  });

  it('can be listened to again', async () => {
    const job = new FakeJob();
    const notifications = newNotifications(job);
    job.refusal = refusal;
    await caught(notifications.listen(ignore));
    job.refusal = undefined;
    await notifications.listen(ignore);
    expect(job.listener).not.toBeNull();
  });
});

describe('the context of a connection', () => {
  it('has one set of listeners per job, independent of the job object', async () => {
    const context = new BitsContext(new Calls(), new FakeClock());
    const [left, right] = [new FakeJob(), new FakeJob()];
    await notificationsOf(context, left).listen(ignore);
    await notificationsOf(context, right).listen(ignore);
    expect([left.log.includes('register'), right.log]).toEqual([true, []]);
  });

  it('distinguishes jobs by their id', async () => {
    const context = new BitsContext(new Calls(), new FakeClock());
    const other = new FakeJob('{00000000-0000-0000-0000-000000000002}');
    expect(notificationsOf(context, new FakeJob())).not.toBe(notificationsOf(context, other));
  });

  it('drops a job without listeners', async () => {
    const context = new BitsContext(new Calls(), new FakeClock());
    const job = new FakeJob();
    const before = notificationsOf(context, job);
    await (await before.listen(ignore))();
    expect(notificationsOf(context, job)).not.toBe(before);
  });

  it('has one set of listeners for those that are added while the sink is unregistered', async () => {
    const context = new BitsContext(new Calls(), new FakeClock());
    const job = new FakeJob();
    const heard: string[] = [];
    const stop = await notificationsOf(context, job).listen(ignore);
    const { promise: gate, open } = gateway();
    job.revocation = gate;
    const stopping = stop();
    await settled();
    const coming = notificationsOf(context, job).listen(() => heard.push('during'));
    open();
    await Promise.all([stopping, coming]);
    await notificationsOf(context, job).listen(() => heard.push('after'));
    job.listener?.(1, []);
    expect(heard).toEqual(['during', 'after']);
  });

  it('has one set of listeners for those that are added while the last one is closed', async () => {
    const context = new BitsContext(new Calls(), new FakeClock());
    const job = new FakeJob();
    const heard: string[] = [];
    const stop = await notificationsOf(context, job).listen(ignore);
    await Promise.all([stop(), notificationsOf(context, job).listen(() => heard.push('during'))]);
    await notificationsOf(context, job).listen(() => heard.push('after'));
    job.listener?.(1, []);
    expect(heard).toEqual(['during', 'after']);
  });
});

function gateway(): { promise: Promise<void>; open: () => void } {
  let open = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

describe('a sink of another program', () => {
  it('is registered again and released when the last listener is closed', async () => {
    const job = new FakeJob();
    job.foreign = 'theirs';
    job.flags = 0x2;
    const stop = await newNotifications(job).listen(ignore);
    expect(job.foreign).toBeNull();
    await stop();
    expect([job.foreign, job.listener, job.flags, job.references]).toEqual(['theirs', null, 0x2, 0]);
  });

  it('that was registered meanwhile stays, with its flags', async () => {
    const job = new FakeJob();
    const stop = await newNotifications(job).listen(ignore);
    job.listener = null;
    job.foreign = 'theirs';
    job.flags = 0x1;
    await stop();
    expect([job.foreign, job.flags, job.references]).toEqual(['theirs', 0x1, 0]);
  });

  it('is registered again when the registration is refused', async () => {
    const job = new FakeJob();
    job.foreign = 'theirs';
    job.refusal = new HResultError(hresults.E_ACCESSDENIED, 'IBackgroundCopyJob.SetNotifyInterface');
    expect(await caught(newNotifications(job).listen(ignore))).toBe(job.refusal);
    expect([job.foreign, job.flags, job.references]).toEqual(['theirs', 3, 0]);
  });

  it('is not queried if COM does not return it', async () => {
    const job = new FakeJob();
    job.getNotifyInterface = () =>
      Promise.reject(new HResultError(hresults.E_NOTIMPL, 'IBackgroundCopyJob.GetNotifyInterface'));
    const notifications = newNotifications(job);
    expect(await notifications.isTaken()).toBe(false);
    const stop = await notifications.listen(ignore);
    await stop();
    expect(job.log).toEqual(['flags 11', 'register', 'revoke', 'flags 3']);
  });
});

describe('a listener that fails', () => {
  const mine = new Error('mine');

  it.each<readonly [string, () => unknown]>([
    [
      'throws',
      () => {
        throw mine;
      },
    ],
    ['rejects', () => Promise.reject(mine)],
  ])('keeps no event from the other listeners when it %s', async (_, fail) => {
    const job = new FakeJob();
    const notifications = newNotifications(job);
    const heard: number[] = [];
    await notifications.listen(fail);
    await notifications.listen((events) => heard.push(events));
    const errors = await uncaughtDuring(() => job.listener?.(8, []));
    expect(heard).toEqual([8]);
    expect(errors).toEqual([mine]);
  });
});

describe('notifications of files', () => {
  const file = { remoteName: 'http://a/1', localName: 'C:\\1', ranges: null };

  function opened(job = new FakeJob()): { job: FakeJob; bits: BitsJob } {
    return { job, bits: new BitsJob(new BitsContext(new Calls(), new FakeClock()), job) };
  }

  it('set their flag only for a listener that has the function', async () => {
    const { job, bits } = opened();
    const first = await bits.listen({ onTransferred: ignore });
    expect(job.flags).toBe(0x0b);
    const second = await bits.listen({ onFileTransferred: ignore });
    expect(job.flags).toBe(0x1b);
    const third = await bits.listen({ onRangesTransferred: ignore });
    expect(job.flags).toBe(0x3b);
    await second.close();
    expect(job.flags).toBe(0x2b);
    await third.close();
    await first.close();
    expect(job.flags).toBe(3);
  });

  it('reach the function of their kind, in the order of the calls', async () => {
    const { job, bits } = opened();
    const heard: unknown[] = [];
    await bits.listen({
      onFileTransferred: (entry) => heard.push(entry),
      onRangesTransferred: (entry, ranges) => heard.push([entry, ranges]),
      onTransferred: () => heard.push('transferred'),
    });
    job.listener?.(0x31, [{ ...file, ranges: [{ offset: 0n, length: 2n ** 64n - 1n }] }, file]);
    const entry = { url: 'http://a/1', path: 'C:\\1' };
    expect(heard).toEqual([[entry, [{ offset: 0n, length: null }]], entry, 'transferred']);
  });

  it('do not reach a listener that has not asked for them', async () => {
    const { job, bits } = opened();
    const heard: unknown[] = [];
    await bits.listen({ onFileTransferred: (entry) => heard.push(entry.url) });
    await bits.listen({ onError: () => heard.push('error') });
    job.listener?.(0x10, [file]);
    expect(heard).toEqual(['http://a/1']);
  });

  it('do not depend on what a listener throws', async () => {
    const { job, bits } = opened();
    const heard: unknown[] = [];
    await bits.listen({
      onFileTransferred: (entry) => {
        heard.push(entry.url);
        throw new Error('listener');
      },
    });
    const errors = await uncaughtDuring(() => job.listener?.(0x10, [file, { ...file, remoteName: 'http://a/2' }]));
    expect([heard, errors.length]).toEqual([['http://a/1', 'http://a/2'], 2]);
  });

  it.each([
    ['onRangesTransferred', 'BITS 10.1 (Windows 10, version 1703)'],
    ['onFileTransferred', 'BITS 3.0 (Windows Vista, Windows Server 2008)'],
  ])('reject with the version that brought %s, and leave nothing registered', async (name, version) => {
    const { job, bits } = opened();
    job.flagsRefusal = new HResultError(hresults.E_NOTIMPL, 'IBackgroundCopyJob.SetNotifyFlags');
    expect(await caught(bits.listen({ [name]: ignore }))).toMatchObject({
      code: 'E_NOTIMPL',
      operation: 'IBackgroundCopyJob.SetNotifyFlags',
      context: `this version of BITS does not have it: ${name} needs ${version}`,
    });
    expect([job.listener, job.flags]).toEqual([null, 3]);
  });

  it('that are refused leave the other listeners registered', async () => {
    const { job, bits } = opened();
    const heard: string[] = [];
    await bits.listen({ onTransferred: () => heard.push('transferred') });
    job.flagsRefusal = new HResultError(hresults.E_NOTIMPL, 'IBackgroundCopyJob.SetNotifyFlags');
    expect(await caught(bits.listen({ onRangesTransferred: ignore }))).toMatchObject({ code: 'E_NOTIMPL' });
    job.listener?.(1, []);
    expect([heard, job.flags]).toEqual([['transferred'], 0x0b]);
  });

  it('need functions', async () => {
    const { bits } = opened();
    expect(await caught(Reflect.apply(bits.listen, bits, [{ onFileTransferred: 5 }]))).toBeInstanceOf(TypeError);
  });
});
