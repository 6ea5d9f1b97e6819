import { beforeEach, describe, expect, it } from 'vitest';
import { InactivityTimer } from '../../lib/cli/sync/inactivity-timer.js';
import type { EmulationClock } from '../../lib/emulation/clock.js';
import { createVirtualClock } from '../../lib/emulation/virtual-clock.js';

describe('InactivityTimer', () => {
  let clock: EmulationClock;

  beforeEach(() => {
    clock = createVirtualClock();
  });

  it('does not run before restart()', async () => {
    using timer = new InactivityTimer(100, clock);
    await clock.tickAsync(10_000);
    expect(timer.signal.aborted).toBe(false);
  });

  it('aborts its signal when the time has elapsed', async () => {
    using timer = new InactivityTimer(100, clock);
    timer.restart();
    await clock.tickAsync(99);
    expect(timer.signal.aborted).toBe(false);
    await clock.tickAsync(1);
    expect(timer.signal.aborted).toBe(true);
  });

  it('starts again with each restart()', async () => {
    using timer = new InactivityTimer(100, clock);
    timer.restart();
    for (let count = 0; count < 10; count += 1) {
      await clock.tickAsync(99);
      timer.restart();
    }
    expect(timer.signal.aborted).toBe(false);
    await clock.tickAsync(100);
    expect(timer.signal.aborted).toBe(true);
  });

  it('has one timer after several restarts', () => {
    using timer = new InactivityTimer(100, clock);
    for (let count = 0; count < 10; count += 1) timer.restart();
    expect(clock.countTimers()).toBe(1);
  });

  it('does not abort its signal after it is disposed', async () => {
    const timer = new InactivityTimer(100, clock);
    timer.restart();
    timer[Symbol.dispose]();
    await clock.tickAsync(100);
    expect(timer.signal.aborted).toBe(false);
  });

  it('sets no timer after it is disposed', () => {
    const timer = new InactivityTimer(100, clock);
    timer[Symbol.dispose]();
    timer.restart();
    expect(clock.countTimers()).toBe(0);
  });
});
