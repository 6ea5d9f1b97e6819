/** What an argument is, for messages: `null`, `array` or the `typeof`. */
function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Longest part of a value that an error message quotes. */
const longestQuote = 100;
const largestQuotedNumber = 2n ** 128n;

/** A value as a message quotes it: shortened where it is long. */
export function shown(value: string | number | bigint): string {
  if (typeof value === 'bigint' && (value > largestQuotedNumber || value < -largestQuotedNumber))
    return 'a longer number';
  if (typeof value !== 'string') return String(value);
  if (value.length <= longestQuote) return JSON.stringify(value);
  return `${JSON.stringify(value.slice(0, longestQuote))}… (${value.length} characters)`;
}

/**
 * The elements of an array, as a copy: with undefined in the place of holes, and without the methods of a subclass.
 * @throws {TypeError} when it is not an array
 */
export function requireArray<T>(value: readonly T[] | undefined, name: string, elements: string): (T | undefined)[];
export function requireArray(value: unknown, name: string, elements: string): unknown[];
export function requireArray(value: unknown, name: string, elements: string): unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`${name} must be an array of ${elements}, not ${kindOf(value)}`);
  const copy: unknown[] = [];
  for (let index = 0; index < value.length; index += 1) copy.push(value[index]);
  return copy;
}

/**
 * Text that COM can carry: a string without NUL, since a NUL would cut it short on the other side.
 * @throws {TypeError} when it is no string; {RangeError} when it holds a NUL or is longer than `maximum` UTF-16 units.
 */
export function requireText(value: unknown, name: string, maximum = Number.POSITIVE_INFINITY): string {
  if (typeof value !== 'string') throw new TypeError(`${name} must be a string, not ${kindOf(value)}`);
  if (value.includes('\0')) throw new RangeError(`${name} must not contain a NUL character`);
  if (value.length > maximum) throw new RangeError(`${name} must have at most ${maximum} characters`);
  return value;
}

/**
 * A whole number from `minimum` to `maximum`.
 * @throws {TypeError} when it is no number; {RangeError} when it is out of range or not whole.
 */
export function requireInteger(value: unknown, name: string, minimum: number, maximum: number): number {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number, not ${kindOf(value)}`);
  if (!Number.isInteger(value) || value < minimum || value > maximum) {
    throw new RangeError(`${name} must be a whole number from ${minimum} to ${maximum}, not ${value}`);
  }
  return value;
}

/**
 * True or false.
 * @throws {TypeError} when it is something else.
 */
export function requireBoolean(value: unknown, name: string): boolean {
  if (typeof value !== 'boolean') throw new TypeError(`${name} must be a boolean, not ${kindOf(value)}`);
  return value;
}

/**
 * Bytes, as a copy that nobody changes any more.
 * @throws {TypeError} when it is no Uint8Array.
 */
export function requireBytes(value: unknown, name: string): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new TypeError(`${name} must be a Uint8Array, not ${kindOf(value)}`);
  return Uint8Array.from(value);
}

/**
 * The address of an object that other native code made, as native code gives it to JavaScript.
 * @throws {TypeError} when it is no bigint; {RangeError} when it is no address.
 */
export function requirePointer(value: unknown, name = 'pointer'): bigint {
  if (typeof value !== 'bigint') throw new TypeError(`${name} must be a bigint, not ${kindOf(value)}`);
  if (value <= 0n || value > 0xffff_ffff_ffff_ffffn) throw new RangeError(`${name} must be from 1 to 2^64-1`);
  return value;
}

/** The largest number that a DWORD holds. */
export const maximumDword = 0xffffffff;

/**
 * An options object, or an empty one where it is left out.
 * @throws {TypeError} when it is something else.
 */
export function requireOptions<T extends object>(value: T | undefined, name = 'options'): Partial<T> {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`${name} must be an object, not ${kindOf(value)}`);
  }
  return value;
}

/**
 * A word of a union, as the number that COM has for it: its place in `words`.
 * @throws {TypeError} when it is no string; {RangeError} when it is none of the words.
 */
export function requireWord(value: unknown, name: string, words: readonly string[]): number {
  if (typeof value !== 'string') throw new TypeError(`${name} must be a string, not ${kindOf(value)}`);
  const index = words.indexOf(value);
  if (index < 0) throw new RangeError(`${name} must be one of ${words.join(', ')}, not ${shown(value)}`);
  return index;
}

/**
 * An AbortSignal, or nothing.
 * @throws {TypeError} when it is something else.
 */
export function requireSignal(value: unknown, name = 'signal'): AbortSignal | undefined {
  if (value === undefined || value instanceof AbortSignal) return value;
  throw new TypeError(`${name} must be an AbortSignal, not ${kindOf(value)}`);
}

/**
 * A function, or nothing.
 * @throws {TypeError} when it is something else.
 */
export function requireFunction<T>(value: T | undefined, name: string): T | undefined {
  if (value === undefined || typeof value === 'function') return value;
  throw new TypeError(`${name} must be a function, not ${kindOf(value)}`);
}
