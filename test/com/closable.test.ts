import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Closable, closeLimit } from '../../lib/com/closable.js';
import { caught } from '../support/caught.js';

class Opened extends Closable {
  released = 0;
  readonly #releasing: Promise<void>;

  constructor(releasing: Promise<void>) {
    super();
    this.#releasing = releasing;
  }

  async call(): Promise<string> {
    this.requireOpen('Opened.call');
    return 'done';
  }

  protected override async release(): Promise<void> {
    this.released += 1;
    await this.#releasing;
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('close()', () => {
  it('releases once, however often it is called', async () => {
    const opened = new Opened(Promise.resolve());
    const first = opened.close();
    expect(opened.close()).toBe(first);
    expect(opened[Symbol.asyncDispose]()).toBe(first);
    await first;
    expect(opened.released).toBe(1);
  });

  it('rejects calls that are made after it with RPC_E_DISCONNECTED and their own name', async () => {
    const opened = new Opened(Promise.resolve());
    expect(await opened.call()).toBe('done');
    await opened.close();
    expect(await caught(opened.call())).toMatchObject({ code: 'RPC_E_DISCONNECTED', operation: 'Opened.call' });
  });

  it('rejects with what releasing rejects with', async () => {
    const failure = new Error('the library does not unload');
    expect(await caught(new Opened(Promise.reject(failure)).close())).toBe(failure);
  });

  it('resolves after its limit when releasing never ends', async () => {
    const closing = new Opened(new Promise(() => {})).close();
    await vi.advanceTimersByTimeAsync(closeLimit);
    await closing;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves no timer behind', async () => {
    await new Opened(Promise.resolve()).close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
