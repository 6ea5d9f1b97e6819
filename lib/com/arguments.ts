/**
 * The `code` of an error that is thrown before a call is made, with the meaning that Node.js gives it:
 * - `ERR_INVALID_ARG_TYPE` (`TypeError`): a value of another type than expected
 * - `ERR_INVALID_ARG_VALUE` (`RangeError`): a value of the expected type that is not valid
 * - `ERR_INVALID_CHAR` (`TypeError`): a character that an HTTP header must not have
 * - `ERR_OUT_OF_RANGE` (`RangeError`): a number, a count or a date outside its limits
 * - `ERR_INCOMPATIBLE_OPTION_PAIR` (`TypeError`): two options that exclude each other
 * - `ERR_INVALID_STATE` (`TypeError`): an object that cannot do this in its present state
 *
 * Source: https://nodejs.org/api/errors.html.
 */
export type ArgumentErrorCode =
  | 'ERR_INVALID_ARG_TYPE'
  | 'ERR_INVALID_ARG_VALUE'
  | 'ERR_INVALID_CHAR'
  | 'ERR_OUT_OF_RANGE'
  | 'ERR_INCOMPATIBLE_OPTION_PAIR'
  | 'ERR_INVALID_STATE';

/** The error of a wrong argument, with the `code` that Node.js uses for its kind. */
export type ArgumentError = (TypeError | RangeError) & { readonly code: ArgumentErrorCode };

export function wrongType(message: string): ArgumentError {
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_TYPE' as const });
}

export function wrongValue(message: string): ArgumentError {
  return Object.assign(new RangeError(message), { code: 'ERR_INVALID_ARG_VALUE' as const });
}

export function invalidCharacter(message: string): ArgumentError {
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_CHAR' as const });
}

export function outOfRange(message: string): ArgumentError {
  return Object.assign(new RangeError(message), { code: 'ERR_OUT_OF_RANGE' as const });
}

export function incompatibleOptions(message: string): ArgumentError {
  return Object.assign(new TypeError(message), { code: 'ERR_INCOMPATIBLE_OPTION_PAIR' as const });
}

export function invalidState(message: string): ArgumentError {
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_STATE' as const });
}

const argumentErrorCodes: ReadonlySet<unknown> = new Set<ArgumentErrorCode>([
  'ERR_INVALID_ARG_TYPE',
  'ERR_INVALID_ARG_VALUE',
  'ERR_INVALID_CHAR',
  'ERR_OUT_OF_RANGE',
  'ERR_INCOMPATIBLE_OPTION_PAIR',
  'ERR_INVALID_STATE',
]);

/**
 * Whether a caught value is an {@link ArgumentError}: a `TypeError` or `RangeError` with one of the codes of {@link ArgumentErrorCode}, as this
 * package and Node.js throw them. A `TypeError` without a code, such as that of a call of `undefined`, is not one.
 */
export function isArgumentError(error: unknown): error is ArgumentError {
  return (
    (error instanceof TypeError || error instanceof RangeError) && argumentErrorCodes.has(Reflect.get(error, 'code'))
  );
}

/** Returns the kind of an argument for messages: `null`, `array` or the `typeof`. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** The longest part of a value that an error message quotes. */
const longestQuote = 100;
const largestQuotedNumber = 2n ** 128n;

/** Formats a value for a message: quoted, and shortened if it is long. */
export function shown(value: string | number | bigint): string {
  if (typeof value === 'bigint' && (value > largestQuotedNumber || value < -largestQuotedNumber))
    return 'a longer number';
  if (typeof value !== 'string') return String(value);
  if (value.length <= longestQuote) return JSON.stringify(value);
  return `${JSON.stringify(value.slice(0, longestQuote))}… (${value.length} characters)`;
}

/** The maximum number of elements of an array. The holes of a sparse array count too: a longer one would block the event loop. */
const maximumElements = 1_000_000;

/**
 * Returns the elements of an array as a copy: with undefined in the place of holes, and without the methods of a subclass.
 * @throws {TypeError} if it is not an array; {RangeError} if it has more than a million elements
 */
export function requireArray<T>(value: readonly T[] | undefined, name: string, elements: string): (T | undefined)[];
export function requireArray(value: unknown, name: string, elements: string): unknown[];
export function requireArray(value: unknown, name: string, elements: string): unknown[] {
  if (!Array.isArray(value)) throw wrongType(`${name} must be an array of ${elements}, not ${kindOf(value)}`);
  if (value.length > maximumElements) throw wrongValue(`${name} must have at most ${maximumElements} elements`);
  const copy: unknown[] = [];
  for (let index = 0; index < value.length; index += 1) copy.push(value[index]);
  return copy;
}

/**
 * Checks a text for COM: a string without NUL, which would end it early on the other side.
 * @throws {TypeError} if it is not a string; {RangeError} if it contains a NUL or is longer than `maximum` UTF-16 units
 */
export function requireText(value: unknown, name: string, maximum = Number.POSITIVE_INFINITY): string {
  if (typeof value !== 'string') throw wrongType(`${name} must be a string, not ${kindOf(value)}`);
  if (value.includes('\0')) throw wrongValue(`${name} must not contain a NUL character`);
  if (value.length > maximum) throw wrongValue(`${name} must have at most ${maximum} characters`);
  return value;
}

/** Checks a text as {@link requireText} does, and that it has at least one character. @throws {TypeError | RangeError} */
export function requireFilledText(value: unknown, name: string, maximum = Number.POSITIVE_INFINITY): string {
  const text = requireText(value, name, maximum);
  if (text === '') throw wrongValue(`${name} must not be empty`);
  return text;
}

/** Checks a whole number from `minimum` to `maximum`. @throws {TypeError} if it is not a number; {RangeError} if it is out of range or not whole */
export function requireInteger(value: unknown, name: string, minimum: number, maximum: number): number {
  if (typeof value !== 'number') throw wrongType(`${name} must be a number, not ${kindOf(value)}`);
  if (!Number.isInteger(value) || value < minimum || value > maximum) {
    throw outOfRange(`${name} must be a whole number from ${minimum} to ${maximum}, not ${value}`);
  }
  return value;
}

/** Checks a boolean. @throws {TypeError} for any other value */
export function requireBoolean(value: unknown, name: string): boolean {
  if (typeof value !== 'boolean') throw wrongType(`${name} must be a boolean, not ${kindOf(value)}`);
  return value;
}

/** Returns a copy of the bytes that the caller cannot change. @throws {TypeError} if the value is not a Uint8Array */
export function requireBytes(value: unknown, name: string): Uint8Array {
  if (!(value instanceof Uint8Array)) throw wrongType(`${name} must be a Uint8Array, not ${kindOf(value)}`);
  return Uint8Array.from(value);
}

/** Checks a bigint from `minimum` to `maximum`, by default 2^64-1. @throws {TypeError} if it is not a bigint; {RangeError} if it is out of range */
export function requireBigInt(value: unknown, name: string, minimum = 0n, maximum = 0xffff_ffff_ffff_ffffn): bigint {
  if (typeof value !== 'bigint') throw wrongType(`${name} must be a bigint, not ${kindOf(value)}`);
  if (value < minimum || value > maximum) {
    const limit = maximum === 0xffff_ffff_ffff_ffffn ? '2^64-1' : String(maximum);
    throw outOfRange(`${name} must be from ${minimum} to ${limit}, not ${shown(value)}`);
  }
  return value;
}

/**
 * Checks a count that may be a number or a bigint, and returns it as a bigint.
 * @throws {TypeError} if it is neither; {RangeError} if it is out of range or not whole
 */
export function requireCount(value: unknown, name: string, maximum?: bigint): bigint {
  if (typeof value !== 'number' && typeof value !== 'bigint')
    throw wrongType(`${name} must be a number or a bigint, not ${kindOf(value)}`);
  const count = typeof value === 'bigint' ? value : BigInt(requireInteger(value, name, 0, Number.MAX_SAFE_INTEGER));
  return requireBigInt(count, name, 0n, maximum);
}

/**
 * Checks the address of an object of other native code, as native code passes it to JavaScript.
 * @throws {TypeError} if it is not a bigint; {RangeError} if it is not an address
 */
export function requirePointer(value: unknown, name = 'pointer'): bigint {
  return requireBigInt(value, name, 1n);
}

/** Checks a date. @throws {TypeError} if it is not a Date; {RangeError} if it is an invalid one */
export function requireDate(value: unknown, name: string): Date {
  if (!(value instanceof Date)) throw wrongType(`${name} must be a Date, not ${kindOf(value)}`);
  if (Number.isNaN(value.getTime())) throw outOfRange(`${name} must be a valid date`);
  return value;
}

/** The largest number that a DWORD holds. */
export const maximumDword = 0xffffffff;

/** Checks a signed 32-bit number. @throws {TypeError | RangeError} if it is not a whole number from -2^31 to 2^31-1 */
export function requireInt32(value: unknown, name: string): number {
  return requireInteger(value, name, -0x8000_0000, 0x7fff_ffff);
}

/** Checks an unsigned 32-bit number. @throws {TypeError | RangeError} if it is not a whole number from 0 to 2^32-1 */
export function requireDword(value: unknown, name: string): number {
  return requireInteger(value, name, 0, maximumDword);
}

/** Returns an HRESULT of either sign as an unsigned number. @throws {TypeError | RangeError} if it is not a whole number of 32 bits */
export function requireResult(value: unknown, name = 'hresult'): number {
  return requireInteger(value, name, -0x8000_0000, maximumDword) >>> 0;
}

/** Returns an options object, or an empty one if it is omitted. @throws {TypeError} for any other value */
export function requireOptions<T extends object>(value: T | undefined, name = 'options'): Partial<T> {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrongType(`${name} must be an object, not ${kindOf(value)}`);
  }
  return value;
}

/** Checks an object. @throws {TypeError} if it is omitted, or not an object */
export function requireObject<T extends object>(value: T | null | undefined, name: string, expected?: string): T;
export function requireObject(value: unknown, name: string, expected?: string): object;
export function requireObject(value: unknown, name: string, expected = 'an object'): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw wrongType(`${name} must be ${expected}, not ${kindOf(value)}`);
}

/** Returns the COM number of a word: its index in `words`. @throws {TypeError} if it is not a string; {RangeError} if it is not one of the words */
export function requireWord(value: unknown, name: string, words: readonly string[]): number {
  if (typeof value !== 'string') throw wrongType(`${name} must be a string, not ${kindOf(value)}`);
  const index = words.indexOf(value);
  if (index < 0) throw wrongValue(`${name} must be one of ${words.join(', ')}, not ${shown(value)}`);
  return index;
}

/** Checks a word. @throws {TypeError} if it is not a string; {RangeError} if it is not one of the words */
export function requireOneOf<Word extends string>(value: unknown, name: string, words: readonly Word[]): Word {
  const word = words[requireWord(value, name, words)];
  if (word === undefined) throw wrongValue(`${name} must be one of ${words.join(', ')}`);
  return word;
}

/** Checks an AbortSignal, which may be omitted. @throws {TypeError} for any other value */
export function requireSignal(value: unknown, name = 'signal'): AbortSignal | undefined {
  if (value === undefined || value instanceof AbortSignal) return value;
  throw wrongType(`${name} must be an AbortSignal, not ${kindOf(value)}`);
}

/** Checks a function, which may be omitted. @throws {TypeError} for any other value */
export function requireFunction<T>(value: T | undefined, name: string): T | undefined {
  if (value === undefined || typeof value === 'function') return value;
  throw wrongType(`${name} must be a function, not ${kindOf(value)}`);
}

/** Checks a function that is required. @throws {TypeError} if it is omitted, or not a function */
export function requireCallback<T>(value: T | undefined, name: string): T {
  const callback = requireFunction(value, name);
  if (callback === undefined) throw wrongType(`${name} must be a function, not undefined`);
  return callback;
}

/** Checks a value that may be omitted or null, and returns null for both. @throws what `require` throws */
export function orNull<T, R>(
  value: T | null | undefined,
  name: string,
  require: (value: T, name: string) => R,
): R | null {
  return value === undefined || value === null ? null : require(value, name);
}
