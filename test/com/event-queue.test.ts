import { beforeEach, describe, expect, it } from 'vitest';
import { EventQueue } from '../../lib/com/event-queue.js';
import { caught } from '../support/caught.js';

interface RecordedEvents {
  readonly key: string | null;
  readonly value: number;
  readonly folded: number;
}

const end = { done: true, value: undefined };

let log: string[];
let queue: EventQueue<RecordedEvents>;

beforeEach(() => {
  log = [];
  queue = new EventQueue<RecordedEvents>({
    keyOf: ({ key }) => key,
    fold: (earlier, later) => ({ ...later, folded: later.folded + earlier.folded + 1 }),
    capacity: 2,
    onDrop: () => log.push('drop'),
    onWaiting: (waiting) => log.push(waiting ? 'waiting' : 'not waiting'),
    onEnd: () => log.push('end'),
  });
});

function recorded(key: string | null, value: number, folded = 0): RecordedEvents {
  return { key, value, folded };
}

/** The remaining events of the queue until it ends. */
async function rest(): Promise<RecordedEvents[]> {
  const list: RecordedEvents[] = [];
  for await (const each of queue) list.push(each);
  return list;
}

describe('a queue of events', () => {
  it('yields events in order', async () => {
    for (const event of [recorded('a', 1), recorded(null, 2), recorded('b', 3)]) queue.put(event);
    queue.end();
    expect(await rest()).toEqual([recorded('a', 1), recorded(null, 2), recorded('b', 3)]);
  });

  it('merges events with one key at the position of the latest', async () => {
    for (const event of [recorded('a', 1), recorded('b', 2), recorded('a', 3), recorded('a', 4, 5)]) queue.put(event);
    queue.end();
    expect(await rest()).toEqual([recorded('b', 2), recorded('a', 4, 7)]);
  });

  it('does not merge with an event that was taken', async () => {
    queue.put(recorded('a', 1));
    expect(await queue.next()).toMatchObject({ value: recorded('a', 1) });
    queue.put(recorded('a', 2));
    queue.end();
    expect(await rest()).toEqual([recorded('a', 2)]);
  });

  it('drops the oldest events without a key above its capacity and counts them', async () => {
    for (const value of [1, 2, 3, 4]) queue.put(recorded(null, value));
    queue.put(recorded('a', 5));
    queue.end();
    expect(await rest()).toEqual([recorded(null, 3), recorded(null, 4), recorded('a', 5)]);
    expect(log.filter((entry) => entry === 'drop')).toHaveLength(2);
  });

  it('reports the dropped event', () => {
    const dropped: RecordedEvents[] = [];
    queue = new EventQueue<RecordedEvents>({
      keyOf: () => null,
      fold: (_earlier, later) => later,
      capacity: 1,
      onDrop: (event) => dropped.push(event),
    });
    for (const value of [1, 2, 3]) queue.put(recorded(null, value));
    expect(dropped).toEqual([recorded(null, 1), recorded(null, 2)]);
  });

  it('keeps all events without a capacity', async () => {
    queue = new EventQueue<RecordedEvents>({ keyOf: () => null, fold: (_earlier, later) => later });
    const events = Array.from({ length: 5000 }, (_, value) => recorded(null, value));
    for (const event of events) queue.put(event);
    queue.end();
    expect(await rest()).toEqual(events);
  });

  it('does not count taken events against its capacity', async () => {
    for (const value of [1, 2]) queue.put(recorded(null, value));
    await queue.next();
    queue.put(recorded(null, 3));
    queue.end();
    expect(await rest()).toEqual([recorded(null, 2), recorded(null, 3)]);
    expect(log).not.toContain('drop');
  });

  it('yields an event to the consumer that has waited longest', async () => {
    const [first, second] = [queue.next(), queue.next()];
    queue.put(recorded('a', 1));
    queue.put(recorded('a', 2));
    expect([await first, await second]).toMatchObject([{ value: { value: 1 } }, { value: { value: 2 } }]);
    expect(log).toEqual(['waiting', 'not waiting']);
  });
});

describe('the end of a queue', () => {
  it('is delivered after the queued events, and further events are ignored', async () => {
    queue.put(recorded('a', 1));
    queue.end();
    queue.put(recorded('a', 2));
    queue.end();
    expect(await rest()).toEqual([recorded('a', 1)]);
    expect(await queue.next()).toEqual(end);
    expect(log).toEqual(['end']);
  });

  it('reaches every waiting consumer', async () => {
    const waiting = [queue.next(), queue.next()];
    queue.end();
    expect(await Promise.all(waiting)).toEqual([end, end]);
    expect(log).toEqual(['waiting', 'end', 'not waiting']);
  });

  it('with a reason is delivered once after the queued events', async () => {
    const reason = new Error('enough');
    queue.put(recorded('a', 1));
    queue.endWith(reason);
    expect(await queue.next()).toMatchObject({ value: recorded('a', 1) });
    expect(await caught(queue.next())).toBe(reason);
    expect(await queue.next()).toEqual(end);
  });

  it('by a failure drops the queued events and is delivered at once', async () => {
    const reason = new Error('broken');
    queue.put(recorded('a', 1));
    queue.put(recorded(null, 2));
    queue.fail(reason);
    expect(await caught(queue.next())).toBe(reason);
    expect(await queue.next()).toEqual(end);
  });

  it('by a failure rejects one waiting consumer, and no later one', async () => {
    const reason = new Error('broken');
    const waiting = caught(queue.next());
    queue.fail(reason);
    queue.fail(new Error('another'));
    expect(await waiting).toBe(reason);
    expect(await queue.next()).toEqual(end);
  });

  it('by leaving the loop drops the queued events and a failure', async () => {
    queue.put(recorded('a', 1));
    queue.endWith(new Error('unseen'));
    expect(await queue.return()).toEqual(end);
    expect(await queue.next()).toEqual(end);
  });

  it('by disposal has the same effect', async () => {
    queue.put(recorded('a', 1));
    await queue[Symbol.asyncDispose]();
    expect(await queue.next()).toEqual(end);
    expect(log).toEqual(['end']);
  });

  it('by a failure changes nothing after another end', async () => {
    queue.put(recorded('a', 1));
    queue.end();
    queue.fail(new Error('late'));
    queue.endWith(new Error('late'));
    expect(await rest()).toEqual([recorded('a', 1)]);
    expect(log).toEqual(['end']);
  });

  it('with a reason rejects every waiting consumer, and no later one', async () => {
    const reason = new Error('enough');
    const waiting = [caught(queue.next()), caught(queue.next())];
    queue.endWith(reason);
    expect(await Promise.all(waiting)).toEqual([reason, reason]);
    expect(await queue.next()).toEqual(end);
    expect(log).toEqual(['waiting', 'end', 'not waiting']);
  });

  it('by leaving the loop reaches waiting consumers', async () => {
    const waiting = queue.next();
    await queue.return();
    expect(await waiting).toEqual(end);
    expect(log).toEqual(['waiting', 'end', 'not waiting']);
  });

  it('by break ignores further events', async () => {
    queue.put(recorded('a', 1));
    queue.put(recorded('b', 2));
    for await (const _ of queue) break;
    queue.put(recorded('c', 3));
    expect(await queue.next()).toEqual(end);
  });
});
