import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { toConnectionFailure } from '../../lib/bits/http/http-client.js';
import { hresultOf } from '../../lib/bits/http/local-errors.js';
import { hresults } from '../../lib/com/hresult.js';
import { describeThrown, errorCode, isAbortError, isError, toError } from '../../lib/com/thrown.js';

/** An error as Node.js throws it in a test of Jest, where it is not an instance of the `Error` of the program. */
function foreignError(code: string): unknown {
  return runInNewContext(`Object.assign(new Error('the message'), { code: ${JSON.stringify(code)} })`);
}

/** Values whose own methods throw. */
const hostile: readonly (readonly [string, unknown])[] = [
  ['a proxy', new Proxy({}, { get: () => expect.fail(), getPrototypeOf: () => expect.fail() })],
  ['an object without a prototype', Object.create(null)],
  [
    'an error with a code that cannot be read',
    Object.defineProperty(new Error('x'), 'code', { get: () => expect.fail() }),
  ],
];

describe('an error of another realm', () => {
  it('is an error with its message and its code', () => {
    const error = foreignError('ENOENT');
    expect(error).not.toBeInstanceOf(Error);
    expect([isError(error), errorCode(error), describeThrown(error)]).toEqual([true, 'ENOENT', 'the message']);
    expect(toError(error)).toBe(error);
  });

  it('has the HRESULT of its code: of a file, and of a connection', () => {
    expect(hresultOf(foreignError('ENOSPC'))).toBe(hresults.ERROR_DISK_FULL);
    expect(toConnectionFailure(foreignError('ECONNREFUSED')).hresult).toBe(hresults.ERROR_WINHTTP_CANNOT_CONNECT);
  });

  it('is an AbortError by its name', () => {
    expect(isAbortError(runInNewContext(`Object.assign(new Error('x'), { name: 'AbortError' })`))).toBe(true);
    expect(isAbortError(new DOMException('x', 'AbortError'))).toBe(true);
    expect(isAbortError({ name: 'AbortError' })).toBe(false);
  });
});

describe('a value that is not an error', () => {
  it.each([undefined, null, 5, 'ENOENT', { code: 'ENOENT' }])('has no code: %s', (thrown) => {
    expect([isError(thrown), errorCode(thrown)]).toEqual([false, '']);
  });

  it.each(hostile)('never makes its description throw: %s', (_, thrown) => {
    expect(typeof describeThrown(thrown)).toBe('string');
    expect(() => [isError(thrown), isAbortError(thrown)]).not.toThrow();
  });
});
