import { HResultError } from './error.js';
import { hresults, succeeded } from './hresult.js';

// Not imported: `import` would read all exports of the module at each start, and load their dependencies.
const { types } = process.getBuiltinModule('node:util');

/** The longest text of a thrown value that becomes part of another error. */
const longestDescription = 1000;

/**
 * Whether a value is an error, also one of another realm: test runners such as Jest run a program in a realm of its own, in which the errors of Node.js
 * are not instances of `Error`.
 */
export function isError(thrown: unknown): thrown is Error {
  try {
    return (
      thrown instanceof Error ||
      types.isNativeError(thrown) ||
      Object.prototype.toString.call(thrown) === '[object DOMException]'
    );
  } catch {
    return false;
  }
}

/** Returns the code of an error of Node.js, such as `'ENOENT'`, or an empty string. */
export function errorCode(thrown: unknown): string {
  return isError(thrown) && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
}

/** Describes any thrown value in text: an error's message, or the value itself. Never throws, whatever the value does. */
export function describeThrown(thrown: unknown): string {
  try {
    const text = isError(thrown) ? thrown.message : String(thrown);
    if (typeof text === 'string') return text.slice(0, longestDescription);
  } catch {
    // A value without a prototype, or one whose own methods throw, has no text.
  }
  return `a value of type ${thrown === null ? 'null' : typeof thrown} that cannot be converted to a string`;
}

/** Returns an error unchanged, and wraps every other value. */
export function toError(thrown: unknown): Error {
  if (types.isNativeError(thrown)) return thrown;
  return new Error(describeThrown(thrown), { cause: thrown });
}

/** Whether a value is an `AbortError`, as methods of Node.js and the web platform throw it. */
export function isAbortError(thrown: unknown): boolean {
  try {
    return isError(thrown) && thrown.name === 'AbortError';
  } catch {
    return false;
  }
}

/** Whether a value is an {@link HResultError} with a failure code. A success code, such as `S_FALSE`, does not describe a failure. */
export function isComFailure(thrown: unknown): thrown is HResultError {
  try {
    return thrown instanceof HResultError && !succeeded(thrown.hresult);
  } catch {
    return false;
  }
}

/** Returns the HRESULT of a thrown value for a COM interface: always a failure code, `E_FAIL` if the value has none. */
export function failureOf(thrown: unknown): number {
  return isComFailure(thrown) ? thrown.hresult : hresults.E_FAIL;
}
