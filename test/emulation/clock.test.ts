import { describe, expect, it } from 'vitest';
import { createEmulation } from '../../lib/emulation.js';
import { caught } from '../support/caught.js';

const wrong: readonly (readonly [string, unknown, typeof TypeError | typeof RangeError])[] = [
  ['NaN', Number.NaN, RangeError],
  ['Infinity', Number.POSITIVE_INFINITY, RangeError],
  ['a negative number', -1, RangeError],
  ['a bigint', 5n, TypeError],
  ['a symbol', Symbol('5'), TypeError],
  ['text', '5', TypeError],
  ['undefined', undefined, TypeError],
];

describe('the virtual clock', () => {
  it.each(wrong)('rejects tickAsync() of %s before anything changes', async (_, value, kind) => {
    const { clock } = createEmulation();
    const before = clock.now();
    let fired = false;
    clock.schedule(() => {
      fired = true;
    }, 1);
    expect(await caught(Reflect.apply(clock.tickAsync, clock, [value]))).toBeInstanceOf(kind);
    expect([clock.now(), clock.countTimers(), fired]).toEqual([before, 1, false]);
  });

  it.each(wrong)('rejects schedule() after %s before anything changes', (_, value, kind) => {
    const { clock } = createEmulation();
    expect(() => Reflect.apply(clock.schedule, clock, [() => {}, value])).toThrow(kind);
    expect(clock.countTimers()).toBe(0);
  });

  it('rejects schedule() of a value that is not a function', () => {
    const { clock } = createEmulation();
    expect(() => Reflect.apply(clock.schedule, clock, ['text', 5])).toThrow(TypeError);
    expect(clock.countTimers()).toBe(0);
  });
});

describe('the real clock', () => {
  it.each(wrong)('rejects schedule() after %s', (_, value, kind) => {
    const { clock } = createEmulation({ clock: 'real', transport: 'http' });
    expect(() => Reflect.apply(clock.schedule, clock, [() => {}, value])).toThrow(kind);
  });
});
