import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { untilInterrupted } from '../../lib/cli/interrupt.js';
import { caught } from '../support/caught.js';

describe('waiting until Ctrl-C', () => {
  const never = new Promise<never>(() => {});
  let interrupt: AbortController;

  beforeEach(() => {
    interrupt = new AbortController();
  });

  it('gives what comes before', async () => {
    expect(await untilInterrupted(Promise.resolve(7), interrupt.signal)).toBe(7);
  });

  it('fails with what fails before', async () => {
    const failure = new Error('no');
    expect(await caught(untilInterrupted(Promise.reject(failure), interrupt.signal))).toBe(failure);
  });

  it('gives nothing after Ctrl-C', async () => {
    const waiting = untilInterrupted(never, interrupt.signal);
    interrupt.abort();
    expect(await waiting).toBeNull();
  });

  it('gives nothing where Ctrl-C came before', async () => {
    interrupt.abort();
    expect(await untilInterrupted(never, interrupt.signal)).toBeNull();
  });

  it('leaves no listener behind', async () => {
    await untilInterrupted(Promise.resolve(), interrupt.signal);
    expect(getEventListeners(interrupt.signal, 'abort')).toEqual([]);
  });
});
