import { afterEach, describe, expect, it } from 'vitest';
import { Calls } from '../../lib/com/calls.js';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { caught } from '../support/caught.js';

const operation = 'IBackgroundCopyJob.Suspend';
const refuse = () => Promise.reject(new HResultError(hresults.BG_E_INVALID_STATE, operation));
const disconnected = { code: 'RPC_E_DISCONNECTED', hresult: 0x80010108, operation };

async function suspendFromHere(calls: Calls): Promise<void> {
  await calls.run(operation, refuse);
}

describe('a call', () => {
  it('resolves to the result of the backend', async () => {
    expect(await new Calls().run(operation, async () => 5)).toBe(5);
  });

  it('rejects with the same error object as the backend', async () => {
    const error = new HResultError(hresults.E_FAIL, operation);
    expect(await caught(new Calls().run(operation, () => Promise.reject(error)))).toBe(error);
  });

  it('rejects and does not throw when the backend throws synchronously', async () => {
    const error = new HResultError(hresults.E_FAIL, operation);
    const call = new Calls().run(operation, () => {
      throw error;
    });
    expect(await caught(call)).toBe(error);
  });

  it('does not change an error of another kind', async () => {
    const error = new TypeError('wrong');
    const { stack } = error;
    expect(await caught(new Calls().run(operation, () => Promise.reject(error)))).toBe(error);
    expect(error.stack).toBe(stack);
  });
});

describe('the stack of a failed call', () => {
  it('begins with the name and the message of the error', async () => {
    const error = await caught(suspendFromHere(new Calls()));
    expect(error).toBeInstanceOf(HResultError);
    if (!(error instanceof HResultError)) return;
    expect(error.stack?.startsWith(`HResultError: ${error.message}\n`)).toBe(true);
  });

  it('has the calling function', async () => {
    expect(await caught(suspendFromHere(new Calls()))).toMatchObject({
      stack: expect.stringContaining('suspendFromHere'),
    });
  });

  it('has the calling function for .catch() and for await', async () => {
    const stack = await suspendFromHere(new Calls()).catch((error: Error) => error.stack);
    expect(stack).toContain('suspendFromHere');
  });

  it('has the calling line even when the backend responds much later', async () => {
    const { promise, reject } = deferred();
    const call = callLater(new Calls(), promise);
    await new Promise((resolve) => setImmediate(resolve));
    reject(new HResultError(hresults.E_FAIL, operation));
    expect(await caught(call)).toMatchObject({ stack: expect.stringContaining('callLater') });
  });

  it('does not begin with a frame of the gate', async () => {
    const error = await caught(suspendFromHere(new Calls()));
    const [, top] = error instanceof Error ? (error.stack ?? '').split('\n') : [];
    expect(top).toContain('suspendFromHere');
  });

  it('has the awaiting function in a burst of a thousand calls', async () => {
    const calls = new Calls();
    const errors = await Promise.all(Array.from({ length: 1000 }, () => caught(suspendFromHere(calls))));
    const without = errors.filter((error) => !(error instanceof Error && error.stack?.includes('suspendFromHere')));
    expect(without).toEqual([]);
  });

  it('is not composed before it is read', async () => {
    const { prepareStackTrace } = Error;
    let composed = 0;
    Error.prepareStackTrace = () => {
      composed += 1;
      return 'Error\n    at someone';
    };
    try {
      const error = await caught(suspendFromHere(new Calls()));
      expect(composed).toBe(0);
      expect(error).toHaveProperty('stack', expect.stringMatching(/^HResultError: .+\n {4}at someone$/));
    } finally {
      Error.prepareStackTrace = prepareStackTrace;
    }
  });

  it('can be replaced, as that of any error', async () => {
    const error = await caught(suspendFromHere(new Calls()));
    Object.assign(error ?? {}, { stack: 'replaced' });
    expect(Object.getOwnPropertyDescriptor(error, 'stack')).toMatchObject({ value: 'replaced', enumerable: false });
  });

  it('is in a copy that another thread receives', async () => {
    const copy: unknown = structuredClone(await caught(suspendFromHere(new Calls())));
    expect(copy).toMatchObject({ stack: expect.stringContaining('suspendFromHere') });
  });

  it('is captured again after a burst has ended', async () => {
    const calls = new Calls();
    await Promise.all(Array.from({ length: 1000 }, () => caught(suspendFromHere(calls))));
    const stack = await suspendFromHere(calls).catch((error: Error) => error.stack);
    expect(stack).toContain('suspendFromHere');
  });
});

describe('a process that changes stack traces', () => {
  const { prepareStackTrace, stackTraceLimit } = Error;

  afterEach(() => {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  });

  it.each<readonly [string, () => void]>([
    [
      'prepareStackTrace throws',
      () => {
        Error.prepareStackTrace = () => {
          throw new Error('broken');
        };
      },
    ],
    [
      'prepareStackTrace returns an array',
      () => {
        Error.prepareStackTrace = (_, sites) => sites;
      },
    ],
    [
      'prepareStackTrace returns undefined',
      () => {
        Error.prepareStackTrace = () => undefined;
      },
    ],
    [
      'prepareStackTrace returns one line',
      () => {
        Error.prepareStackTrace = () => 'none';
      },
    ],
    [
      'stackTraceLimit is 0',
      () => {
        Error.stackTraceLimit = 0;
      },
    ],
    ['stackTraceLimit is deleted', () => void Reflect.deleteProperty(Error, 'stackTraceLimit')],
  ])('still receives the typed error of a call when %s', async (_, change) => {
    const calls = new Calls();
    change();
    const burst = await Promise.all(Array.from({ length: 40 }, () => caught(calls.run(operation, refuse))));
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
    for (const error of burst) expect(error).toMatchObject({ name: 'HResultError', code: 'BG_E_INVALID_STATE' });
  });

  it('still receives the same error object when it cannot be changed', async () => {
    const error = Object.freeze(new HResultError(hresults.E_FAIL, operation));
    expect(await caught(new Calls().run(operation, () => Promise.reject(error)))).toBe(error);
  });
});

describe('a closed gate', () => {
  it('rejects with RPC_E_DISCONNECTED and the operation that was called', async () => {
    const calls = new Calls();
    calls.close();
    expect(await caught(calls.run(operation, refuse))).toMatchObject(disconnected);
  });

  it('does not reach the backend', async () => {
    const calls = new Calls();
    calls.close();
    let reached = false;
    await caught(
      calls.run(operation, async () => {
        reached = true;
      }),
    );
    expect(reached).toBe(false);
  });

  it('calls each close listener once', () => {
    const calls = new Calls();
    let count = 0;
    calls.onClose(() => {
      count += 1;
    });
    calls.close();
    calls.close();
    expect([count, calls.closed]).toEqual([1, true]);
  });

  it('waits for what a close listener still does, and refuses calls meanwhile', async () => {
    const calls = new Calls();
    const steps: string[] = [];
    calls.onClose(async () => {
      await Promise.resolve();
      steps.push('done');
    });
    const closing = calls.close();
    expect(await caught(calls.run('IUnknown.Release', async () => 1))).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    await closing;
    expect(steps).toEqual(['done']);
  });

  it('does not wait if no close listener returns a promise', () => {
    const calls = new Calls();
    calls.onClose(() => {});
    expect(calls.close()).toBeUndefined();
  });

  it('calls a listener at once that is added after closing', () => {
    const calls = new Calls();
    calls.close();
    let count = 0;
    calls.onClose(() => {
      count += 1;
    });
    expect(count).toBe(1);
  });

  it('does not call a listener that was removed', () => {
    const calls = new Calls();
    let count = 0;
    const forget = calls.onClose(() => {
      count += 1;
    });
    forget();
    calls.close();
    expect(count).toBe(0);
  });
});

async function callLater(calls: Calls, answer: Promise<never>): Promise<void> {
  await calls.run(operation, () => answer);
}

function deferred(): { promise: Promise<never>; reject: (error: Error) => void } {
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<never>((_, refuseIt) => {
    reject = refuseIt;
  });
  return { promise, reject };
}
