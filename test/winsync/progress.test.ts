import { beforeEach, describe, expect, it } from 'vitest';
import { ProgressMeter } from '../../lib/winsync/progress.js';
import type { ProgressEvent } from '../../lib/winsync/verbs.js';
import { FakeClock } from '../bits/fake-clock.js';

let clock: FakeClock;
let meter: ProgressMeter;

beforeEach(() => {
  clock = new FakeClock();
  meter = new ProgressMeter(() => clock.now());
});

function event(fields: Partial<ProgressEvent> = {}): ProgressEvent {
  return { type: 'progress', provider: 0, stage: 0, completedWork: 1, totalWork: 4, folded: 0, ...fields };
}

describe('the progress of a stage', () => {
  it.each([
    [0, 'source'],
    [1, 'destination'],
  ])('of role %d is that of the %s', (provider, word) => {
    expect(meter.measure(event({ provider }))).toMatchObject({ provider: word });
  });

  it.each([
    [0, 'changeDetection'],
    [1, 'changeEnumeration'],
    [2, 'changeApplication'],
  ])('of stage %d is that of %s', (stage, word) => {
    expect(meter.measure(event({ stage }))).toMatchObject({ stage: word });
  });

  it.each([{ provider: 2 }, { stage: 3 }])('keeps the number of a role or stage that is not known: %o', (fields) => {
    expect(meter.measure(event(fields))).toMatchObject(fields);
  });

  it('keeps its numbers and the count of merged reports', () => {
    const numbers = { completedWork: 0xfffffffe, totalWork: 0xffffffff, folded: 7 };
    expect(meter.measure(event(numbers))).toMatchObject(numbers);
  });

  it.each([
    [1, 4, 0.25],
    [0, 4, 0],
    [4, 4, 1],
    [5, 4, 1],
    [0, 0, null],
    [3, 0, null],
  ])('of %d in %d has the fraction %s', (completedWork, totalWork, fraction) => {
    expect(meter.measure(event({ completedWork, totalWork }))?.fraction).toBe(fraction);
  });
});

describe('the rate of a stage', () => {
  /** The second of two reports, one second after the first. */
  async function second(before: Partial<ProgressEvent>, after: Partial<ProgressEvent>) {
    meter.measure(event(before));
    await clock.advance(1000);
    return meter.measure(event(after));
  }

  it('is unknown after one report', () => {
    expect(meter.measure(event())).toMatchObject({ workPerSecond: null, remainingSeconds: null });
  });

  it('is unknown after two reports at the same time', () => {
    meter.measure(event({ completedWork: 1 }));
    expect(meter.measure(event({ completedWork: 2 }))?.workPerSecond).toBeNull();
  });

  it('is the work between two reports', async () => {
    const progress = await second({ completedWork: 10 }, { completedWork: 30, totalWork: 100 });
    expect(progress).toMatchObject({ workPerSecond: 20, remainingSeconds: 3.5 });
  });

  it.each([
    ['the other provider', { provider: 1 }],
    ['another stage', { stage: 1 }],
  ])('is measured separately from that of %s', async (_, fields) => {
    expect((await second({ completedWork: 10 }, { completedWork: 30, ...fields }))?.workPerSecond).toBeNull();
  });

  it('is reset when work decreases, as with a sum that wraps around', async () => {
    expect((await second({ completedWork: 30 }, { completedWork: 10 }))?.workPerSecond).toBeNull();
  });

  it('leaves the remaining time unknown while no work is done', async () => {
    const progress = await second({ completedWork: 10, totalWork: 100 }, { completedWork: 10, totalWork: 100 });
    expect(progress).toMatchObject({ workPerSecond: 0, remainingSeconds: null });
  });

  it('has null for the total and the remaining time of a provider that reports a total of 0', async () => {
    const progress = await second({ completedWork: 10, totalWork: 0 }, { completedWork: 20, totalWork: 0 });
    expect(progress).toMatchObject({ totalWork: null, fraction: null, workPerSecond: 10, remainingSeconds: null });
  });

  it('has a remaining time of 0 when more work is done than the total', async () => {
    expect(await second({ completedWork: 1, totalWork: 2 }, { completedWork: 3, totalWork: 2 })).toMatchObject({
      remainingSeconds: 0,
    });
  });
});
