import { kindOf, shown, wrongType, wrongValue } from './arguments.js';

const pattern =
  /^(?:\{([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))$/i;

/**
 * Returns a GUID in the form of `StringFromGUID2`, which this package uses for ids: with braces, in upper case. Accepts a GUID with or without
 * braces, in either case.
 * Source: https://learn.microsoft.com/windows/win32/api/combaseapi/nf-combaseapi-stringfromguid2.
 * @param name name of the argument for the error message
 * @throws {TypeError} if it is not a string; {RangeError} if it is not a GUID
 */
export function parseGuid(value: unknown, name = 'id'): string {
  if (typeof value !== 'string') throw wrongType(`${name} must be a GUID string, not ${kindOf(value)}`);
  const match = pattern.exec(value);
  const digits = match?.[1] ?? match?.[2];
  if (digits === undefined) throw wrongValue(`${name} is not a GUID: ${shown(value)}`);
  return `{${digits.toUpperCase()}}`;
}

/** Creates a random GUID in the same form. Uses the global `crypto`, which Node.js loads at its first use. */
export function createGuid(): string {
  return parseGuid(crypto.randomUUID());
}
