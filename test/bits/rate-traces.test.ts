import { describe, expect, it } from 'vitest';
import { type BitsTransferSnapshot, toSnapshot } from '../../lib/bits/snapshot.js';
import { RateMeter } from '../../lib/com/rate.js';
import { jobRecord, type RecordParts } from './records.js';

const total = 100_000_000n;

/** What a transfer was at one moment: milliseconds, bytes, and its state unless it is transferring. */
type Reading = readonly [time: number, bytes: bigint, state?: RecordParts['state']];

/** The snapshots that one object makes of a recorded transfer of 100 MB. */
function replay(readings: readonly Reading[]): BitsTransferSnapshot[] {
  const meter = new RateMeter();
  return readings.map(([time, bytesTransferred, state = 'transferring']) =>
    toSnapshot(jobRecord({ state, bytesTransferred, bytesTotal: total }), time, meter),
  );
}

/** Readings once a second for so many seconds. */
function everySecond(seconds: number, bytesAt: (second: number) => number, from = 0): Reading[] {
  return Array.from({ length: seconds + 1 }, (_, second) => [(from + second) * 1000, BigInt(bytesAt(second))]);
}

describe('the rate of a recorded transfer', () => {
  it('is exact for a steady transfer, from the second reading on', () => {
    const snapshots = replay(everySecond(20, (second) => second * 1_000_000));
    expect(snapshots[0]).toMatchObject({ bytesPerSecond: null, remainingSeconds: null });
    for (const [second, snapshot] of snapshots.slice(1).entries()) {
      expect(snapshot).toMatchObject({ bytesPerSecond: 1_000_000, remainingSeconds: 99 - second });
    }
  });

  it('is within a fifth of the mean for bursts of every fifth second', () => {
    // 5 MB at once, then nothing for four seconds: 1 MB a second.
    const snapshots = replay(everySecond(40, (second) => Math.floor(second / 5) * 5_000_000));
    for (const { bytesPerSecond } of snapshots.slice(10)) {
      expect(bytesPerSecond).toBeGreaterThanOrEqual(800_000);
      expect(bytesPerSecond).toBeLessThanOrEqual(1_200_000);
    }
  });

  it('is that of a steady transfer also for readings at irregular times', () => {
    const times = [0, 40, 1_000, 1_010, 2_700, 3_000, 3_020, 5_500, 5_600, 8_000, 8_001, 9_900];
    const snapshots = replay(times.map((time): Reading => [time, BigInt(time * 1000)]));
    for (const { bytesPerSecond } of snapshots.slice(1)) expect(bytesPerSecond).toBeCloseTo(1_000_000, 3);
  });

  it('falls to 0 within five seconds of a stall, and the remaining time is null then', () => {
    const snapshots = replay(everySecond(20, (second) => Math.min(second, 10) * 1_000_000));
    const rates = snapshots.slice(10).map(({ bytesPerSecond }) => bytesPerSecond);
    expect(rates).toEqual([1_000_000, 800_000, 600_000, 400_000, 200_000, 0, 0, 0, 0, 0, 0]);
    expect(snapshots[12]?.remainingSeconds).toBe(150);
    expect(snapshots[15]?.remainingSeconds).toBeNull();
  });

  it('recovers within five seconds of the end of a stall', () => {
    const snapshots = replay(
      everySecond(30, (second) => (second <= 10 ? second : Math.max(10, second - 10)) * 1_000_000),
    );
    expect(snapshots[20]?.bytesPerSecond).toBe(0);
    expect(snapshots[25]).toMatchObject({ bytesPerSecond: 1_000_000, remainingSeconds: 85 });
  });

  it('begins anew after a suspension, whose time does not count', () => {
    const before = everySecond(5, (second) => second * 1_000_000);
    const suspended: Reading[] = [
      [6_000, 5_000_000n, 'suspended'],
      [600_000, 5_000_000n, 'suspended'],
    ];
    const resumed = everySecond(3, (second) => 5_000_000 + second * 2_000_000, 601);
    const rates = replay([...before, ...suspended, ...resumed]).map(({ bytesPerSecond }) => bytesPerSecond);
    expect(rates.slice(5)).toEqual([1_000_000, null, null, null, 2_000_000, 2_000_000, 2_000_000]);
  });
});
