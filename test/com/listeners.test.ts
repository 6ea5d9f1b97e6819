import { afterEach, describe, expect, it, vi } from 'vitest';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { callForEach, callListener, callListenerApart, raise, reportError } from '../../lib/com/listeners.js';
import { describeThrown, failureOf, toError } from '../../lib/com/thrown.js';
import { uncaughtDuring } from '../support/uncaught.js';

const mine = new Error('mine');
const hostile: readonly (readonly [string, unknown])[] = [
  ['an object without a prototype', Object.create(null)],
  [
    'an object whose toString() throws',
    {
      toString() {
        throw mine;
      },
    },
  ],
  ['a symbol', Symbol('mine')],
  ['undefined', undefined],
  ['null', null],
  [
    'an error whose message throws',
    Object.defineProperty(new Error(), 'message', {
      get() {
        throw mine;
      },
    }),
  ],
  [
    'a revoked proxy',
    (() => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return proxy;
    })(),
  ],
];

afterEach(() => {
  vi.restoreAllMocks();
});

describe('describeThrown', () => {
  it.each(hostile)('returns text for %s', (_, thrown) => {
    expect(typeof describeThrown(thrown)).toBe('string');
  });

  it('returns the message of an error', () => {
    expect(describeThrown(mine)).toBe('mine');
  });

  it('shortens a long text', () => {
    expect(describeThrown('x'.repeat(1_000_000)).length).toBeLessThanOrEqual(1000);
  });
});

describe('toError', () => {
  it('returns an error unchanged and wraps every other value', () => {
    expect(toError(mine)).toBe(mine);
    expect(toError('text')).toMatchObject({ message: 'text', cause: 'text' });
  });
});

describe('failureOf', () => {
  it.each(hostile)('returns E_FAIL for %s', (_, thrown) => {
    expect(failureOf(thrown)).toBe(hresults.E_FAIL);
  });

  it('returns the failure code of an HResultError, and E_FAIL for one with a success code', () => {
    expect(failureOf(new HResultError(hresults.E_ABORT, 'operation'))).toBe(hresults.E_ABORT);
    expect(failureOf(new HResultError(hresults.S_FALSE, 'operation'))).toBe(hresults.E_FAIL);
    expect(failureOf(new HResultError(hresults.S_OK, 'operation'))).toBe(hresults.E_FAIL);
  });
});

describe('a listener that fails', () => {
  const throws = () => {
    throw mine;
  };
  const rejects = async () => {
    throw mine;
  };

  it('is reported to onError when it throws, and when its promise rejects', async () => {
    const errors: unknown[] = [];
    callListener(throws, (error) => errors.push(error));
    callListener(rejects, (error) => errors.push(error));
    await new Promise((resolve) => setImmediate(resolve));
    expect(errors).toEqual([mine, mine]);
  });

  it('throws to the caller without onError, and raises a rejection', async () => {
    expect(() => callListener(throws)).toThrow(mine);
    expect(await uncaughtDuring(() => callListener(rejects))).toEqual([mine]);
  });

  it('raises what onError throws', async () => {
    expect(await uncaughtDuring(() => callListener(rejects, throws))).toEqual([mine]);
  });

  it('does not affect its caller when it is called in isolation', async () => {
    expect(await uncaughtDuring(() => callListenerApart(throws))).toEqual([mine]);
  });

  it('is not treated as a promise when then() of its result throws', async () => {
    const returned = Object.defineProperty({}, 'then', { get: throws });
    expect(await uncaughtDuring(() => callListenerApart(() => returned))).toEqual([mine]);
  });

  it('does not stop further events: the first error is thrown at the end', () => {
    const heard: number[] = [];
    const deliver = (event: number) => {
      heard.push(event);
      throw new Error(`error ${event}`);
    };
    expect(() => callForEach([1, 2, 3], deliver)).toThrow('error 1');
    expect(heard).toEqual([1, 2, 3]);
  });
});

describe('reportError', () => {
  it.each(hostile)('emits a warning for %s without a listener', (_, thrown) => {
    const warnings: unknown[] = [];
    vi.spyOn(process, 'emitWarning').mockImplementation((warning) => void warnings.push(warning));
    reportError(undefined, thrown);
    expect(warnings).toHaveLength(1);
  });
});

describe('raise', () => {
  it('raises an error as an uncaught exception', async () => {
    expect(await uncaughtDuring(() => raise(mine))).toEqual([mine]);
  });
});
