import { beforeEach, describe, expect, it } from 'vitest';
import { Silence } from '../../lib/cli/sync/silence.js';
import type { EmulationClock } from '../../lib/emulation/clock.js';
import { createVirtualClock } from '../../lib/emulation/virtual-clock.js';

describe('silence', () => {
  let clock: EmulationClock;

  beforeEach(() => {
    clock = createVirtualClock();
  });

  it('does not begin by itself', async () => {
    using silence = new Silence(100, clock);
    await clock.tickAsync(10_000);
    expect(silence.signal.aborted).toBe(false);
  });

  it('aborts its signal when its time is over, and not before', async () => {
    using silence = new Silence(100, clock);
    silence.broken();
    await clock.tickAsync(99);
    expect(silence.signal.aborted).toBe(false);
    await clock.tickAsync(1);
    expect(silence.signal.aborted).toBe(true);
  });

  it('begins anew whenever it is broken', async () => {
    using silence = new Silence(100, clock);
    silence.broken();
    for (let word = 0; word < 10; word += 1) {
      await clock.tickAsync(99);
      silence.broken();
    }
    expect(silence.signal.aborted).toBe(false);
    await clock.tickAsync(100);
    expect(silence.signal.aborted).toBe(true);
  });

  it('has one timer, however often it is broken', () => {
    using silence = new Silence(100, clock);
    for (let word = 0; word < 10; word += 1) silence.broken();
    expect(clock.countTimers()).toBe(1);
  });

  it('is never over once it is disposed', async () => {
    const silence = new Silence(100, clock);
    silence.broken();
    silence[Symbol.dispose]();
    await clock.tickAsync(100);
    expect(silence.signal.aborted).toBe(false);
  });

  it('sets no timer once it is disposed', () => {
    const silence = new Silence(100, clock);
    silence[Symbol.dispose]();
    silence.broken();
    expect(clock.countTimers()).toBe(0);
  });
});
