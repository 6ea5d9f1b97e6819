import { describe, expect, it } from 'vitest';
import { estimateProgress, RateMeter } from '../../lib/com/rate.js';

/** Feeds readings of `[milliseconds, bytes]` and returns the rate of the meter after each. */
function measured(meter: RateMeter, readings: readonly (readonly [number, bigint])[]): (number | null)[] {
  return readings.map(([time, bytes]) => meter.measure(time, bytes));
}

describe('the rate of a transfer', () => {
  it('is null for the first reading', () => {
    expect(new RateMeter().measure(0, 500n)).toBeNull();
  });

  it('is null between two readings at the same time', () => {
    expect(
      measured(new RateMeter(), [
        [1000, 0n],
        [1000, 500n],
      ]),
    ).toEqual([null, null]);
  });

  it('is in bytes per second', () => {
    expect(
      measured(new RateMeter(), [
        [1000, 0n],
        [1500, 500n],
      ]),
    ).toEqual([null, 1000]);
  });

  it('is the mean since the first reading during the first five seconds', () => {
    expect(
      measured(new RateMeter(), [
        [0, 0n],
        [1000, 100n],
        [2000, 400n],
      ]),
    ).toEqual([null, 100, 200]);
  });

  it('ignores readings older than five seconds', () => {
    const readings = [
      [0, 0n],
      [1000, 10_000n],
      [6000, 15_000n],
    ] as const;
    expect(measured(new RateMeter(), readings).at(-1)).toBe(1000);
  });

  it('uses at least the last two readings, even if they are far apart', () => {
    expect(
      measured(new RateMeter(), [
        [0, 0n],
        [60_000, 60_000n],
      ]),
    ).toEqual([null, 1000]);
  });

  it('is zero while no bytes arrive', () => {
    expect(
      measured(new RateMeter(), [
        [0, 500n],
        [1000, 500n],
      ]),
    ).toEqual([null, 0]);
  });

  it('is reset when the bytes decrease, as when the file has changed on the server', () => {
    const readings = [
      [0, 0n],
      [1000, 1000n],
      [2000, 0n],
      [3000, 50n],
    ] as const;
    expect(measured(new RateMeter(), readings)).toEqual([null, 1000, null, 50]);
  });

  it('is reset when the clock is set back', () => {
    expect(
      measured(new RateMeter(), [
        [5000, 0n],
        [1000, 100n],
        [2000, 300n],
      ]),
    ).toEqual([null, null, 200]);
  });

  it('is reset by reset()', () => {
    const meter = new RateMeter();
    meter.measure(0, 0n);
    meter.reset();
    expect(
      measured(meter, [
        [1000, 100n],
        [2000, 200n],
      ]),
    ).toEqual([null, 100]);
  });

  it('accepts counts above 2^53', () => {
    const large = 2n ** 60n;
    expect(
      measured(new RateMeter(), [
        [0, large],
        [1000, large + 4096n],
      ]),
    ).toEqual([null, 4096]);
  });
});

describe('an estimate of progress', () => {
  const unknown = { fraction: null, remainingSeconds: null };

  it.each([
    [null, 4],
    [1, null],
    [1, 0],
    [1n, 0n],
    [1, -4],
  ])('is unknown for %s of %s', (done, total) => {
    expect(estimateProgress(done, total, 1)).toEqual(unknown);
  });

  it.each([
    [1, 4, 2, { fraction: 0.25, remainingSeconds: 1.5 }],
    [1n, 4n, 2, { fraction: 0.25, remainingSeconds: 1.5 }],
    [1, 4, null, { fraction: 0.25, remainingSeconds: null }],
    [1, 4, 0, { fraction: 0.25, remainingSeconds: null }],
    [4, 4, null, { fraction: 1, remainingSeconds: 0 }],
    [9, 4, 1, { fraction: 1, remainingSeconds: 0 }],
    [-1, 4, 1, { fraction: 0, remainingSeconds: 5 }],
  ])('of %s of %s at %s a second', (done, total, perSecond, expected) => {
    expect(estimateProgress(done, total, perSecond)).toEqual(expected);
  });

  it('keeps what is left of a transfer above 2^53 bytes exact', () => {
    const total = 2n ** 60n;
    expect(estimateProgress(total - 1n, total, 1)).toMatchObject({ remainingSeconds: 1 });
  });
});
