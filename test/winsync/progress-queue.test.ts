import { beforeEach, describe, expect, it } from 'vitest';
import type { WinSyncProgress } from '../../lib/winsync/progress.js';
import { ProgressQueue } from '../../lib/winsync/progress-queue.js';
import { caught } from '../support/caught.js';

let log: string[];
let queue: ProgressQueue;

beforeEach(() => {
  log = [];
  queue = new ProgressQueue({
    onWaiting: (waiting) => log.push(waiting ? 'waiting' : 'not waiting'),
    onEnd: () => log.push('end'),
  });
});

function report(fields: Partial<WinSyncProgress> = {}): WinSyncProgress {
  return {
    provider: 'source',
    stage: 'changeDetection',
    completedWork: 1,
    totalWork: 2,
    fraction: 0.5,
    workPerSecond: null,
    remainingSeconds: null,
    folded: 0,
    ...fields,
  };
}

const end = { done: true, value: undefined };

/** The remaining events of the queue until it ends. */
async function rest(): Promise<WinSyncProgress[]> {
  const list: WinSyncProgress[] = [];
  for await (const each of queue) list.push(each);
  return list;
}

describe('a queue of progress', () => {
  it('is its own iterator', () => {
    expect(queue[Symbol.asyncIterator]()).toBe(queue);
  });

  it('yields a report to a waiting consumer', async () => {
    const next = queue.next();
    queue.put(report());
    expect(await next).toEqual({ done: false, value: report() });
  });

  it('keeps a report for a later consumer', async () => {
    queue.put(report());
    expect(await queue.next()).toEqual({ done: false, value: report() });
  });

  it('keeps only the latest report of a provider and stage, with the number of earlier ones', async () => {
    for (const completedWork of [1, 2, 3]) queue.put(report({ completedWork }));
    queue.end();
    expect(await rest()).toEqual([report({ completedWork: 3, folded: 2 })]);
  });

  it('adds the number of earlier merged reports', async () => {
    queue.put(report({ folded: 10 }));
    queue.put(report({ folded: 5 }));
    queue.end();
    expect(await rest()).toMatchObject([{ folded: 16 }]);
  });

  it('counts from 0 once a report has been taken', async () => {
    queue.put(report());
    queue.put(report());
    await queue.next();
    queue.put(report());
    expect(await queue.next()).toMatchObject({ value: { folded: 0 } });
  });

  it('keeps the reports of both providers in one stage separate', async () => {
    queue.put(report({ provider: 'source' }));
    queue.put(report({ provider: 'destination' }));
    queue.end();
    expect(await rest()).toMatchObject([{ provider: 'source' }, { provider: 'destination' }]);
  });

  it('orders stages by their latest report', async () => {
    queue.put(report({ stage: 'changeDetection' }));
    queue.put(report({ stage: 'changeEnumeration' }));
    queue.put(report({ stage: 'changeApplication' }));
    queue.put(report({ stage: 'changeDetection' }));
    queue.end();
    expect((await rest()).map(({ stage }) => stage)).toEqual([
      'changeEnumeration',
      'changeApplication',
      'changeDetection',
    ]);
  });

  it('yields one report to each of several consumers, in order', async () => {
    const waiting = [queue.next(), queue.next()];
    queue.put(report({ completedWork: 1 }));
    queue.put(report({ completedWork: 2 }));
    expect(await Promise.all(waiting)).toMatchObject([
      { value: { completedWork: 1 } },
      { value: { completedWork: 2 } },
    ]);
  });

  it('reports when the first consumer begins to wait and when the last ends', async () => {
    const waiting = [queue.next(), queue.next()];
    expect(log).toEqual(['waiting']);
    queue.put(report());
    expect(log).toEqual(['waiting']);
    queue.put(report());
    await Promise.all(waiting);
    expect(log).toEqual(['waiting', 'not waiting']);
  });
});

describe('the end of a queue', () => {
  it('is delivered after the earlier reports', async () => {
    queue.put(report());
    queue.end();
    expect([await queue.next(), await queue.next(), await queue.next()]).toEqual([
      { done: false, value: report() },
      end,
      end,
    ]);
  });

  it('releases every waiting consumer', async () => {
    const waiting = [queue.next(), queue.next()];
    queue.end();
    expect(await Promise.all(waiting)).toEqual([end, end]);
    expect(log).toEqual(['waiting', 'end', 'not waiting']);
  });

  it('is delivered once', () => {
    queue.end();
    queue.end();
    queue.fail(new Error('late'));
    expect(log).toEqual(['end']);
  });

  it('ignores further reports', async () => {
    queue.end();
    queue.put(report());
    expect(await queue.next()).toEqual(end);
  });
});

describe('a queue that fails', () => {
  const reason = new Error('enough');

  it('rejects every waiting consumer and has ended then', async () => {
    const waiting = [queue.next(), queue.next()];
    queue.fail(reason);
    expect(await Promise.all(waiting.map(caught))).toEqual([reason, reason]);
    expect(await queue.next()).toEqual(end);
  });

  it('rejects once for a later consumer and drops the kept reports', async () => {
    queue.put(report());
    queue.fail(reason);
    expect(await caught(queue.next())).toBe(reason);
    expect(await queue.next()).toEqual(end);
  });

  it('still yields the kept reports when it had ended before', async () => {
    queue.put(report());
    queue.end();
    queue.fail(reason);
    expect(await rest()).toEqual([report()]);
  });
});

describe('a consumer that leaves', () => {
  it('ends the queue and drops the kept reports', async () => {
    queue.put(report());
    expect(await queue.return()).toEqual(end);
    expect(await queue.next()).toEqual(end);
    expect(log).toEqual(['end']);
  });

  it('receives no failure that it has not read', async () => {
    queue.fail(new Error('enough'));
    await queue.return();
    expect(await queue.next()).toEqual(end);
  });

  it('can leave by disposal', async () => {
    await queue[Symbol.asyncDispose]();
    expect(log).toEqual(['end']);
  });
});
