import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { untilInterrupted } from '../../lib/cli/interrupt.js';
import { caught } from '../support/caught.js';

describe('untilInterrupted()', () => {
  const unsettled = new Promise<never>(() => {});
  let interrupt: AbortController;

  beforeEach(() => {
    interrupt = new AbortController();
  });

  it('resolves to the result of the call', async () => {
    expect(await untilInterrupted(Promise.resolve(7), interrupt.signal)).toBe(7);
  });

  it('rejects with the error of the call', async () => {
    const failure = new Error('no');
    expect(await caught(untilInterrupted(Promise.reject(failure), interrupt.signal))).toBe(failure);
  });

  it('resolves to null after Ctrl-C', async () => {
    const waiting = untilInterrupted(unsettled, interrupt.signal);
    interrupt.abort();
    expect(await waiting).toBeNull();
  });

  it('resolves to null when Ctrl-C was pressed before', async () => {
    interrupt.abort();
    expect(await untilInterrupted(unsettled, interrupt.signal)).toBeNull();
  });

  it('removes its listener', async () => {
    await untilInterrupted(Promise.resolve(), interrupt.signal);
    expect(getEventListeners(interrupt.signal, 'abort')).toEqual([]);
  });
});
