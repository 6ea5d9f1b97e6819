import { invalidCharacter, requireObject, wrongType, wrongValue } from '../com/arguments.js';
import { limits } from './constants.js';

/** Headers that every request of a job has in addition to those of BITS: an object, `Headers`, or pairs of name and value. */
export type BitsRequestHeaders = Readonly<Record<string, string>> | Iterable<readonly [name: string, value: string]>;

/** `tchar` of https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Whether a text is a token of HTTP, as the names of headers and methods are. */
export function isToken(text: string): boolean {
  return token.test(text);
}

/**
 * Returns the text for `SetCustomHeaders`: lines that end in CR LF; null for no headers. No message quotes a value, which may be a secret.
 * @throws {TypeError} for a value that is not headers, and for CR, LF and NUL in a value; {RangeError} for more than 16 383 characters in all
 */
export function requireHeaders(value: unknown, name: string): string | null {
  const lines = entriesOf(value, name).map((entry, index) => toLine(entry, name, index));
  const text = lines.join('');
  if (text.length >= limits.headers) {
    throw wrongValue(`${name} must have at most ${limits.headers - 1} characters in all, got ${text.length}`);
  }
  return text === '' ? null : text;
}

function entriesOf(value: unknown, name: string): unknown[] {
  if (isIterable(value)) return [...value];
  return Object.entries(requireObject(value, name, 'an object, Headers, or pairs of name and value'));
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function toLine(entry: unknown, name: string, index: number): string {
  if (!Array.isArray(entry) || entry.length !== 2)
    throw wrongType(`${name}[${index}] must be a pair of name and value`);
  const [header, content]: unknown[] = entry;
  if (typeof header !== 'string') throw wrongType(`${name}[${index}] must have a string as its name`);
  // The name is quoted only when it has the form of one: it may be a whole line with a secret in it.
  if (!isToken(header)) throw invalidCharacter(`${name}[${index}] must have a token as its name`);
  if (typeof content !== 'string') throw wrongType(`${name}: the value of ${header} must be a string`);
  if (/[\r\n\0]/.test(content))
    throw invalidCharacter(`${name}: the value of ${header} must not contain CR, LF or NUL`);
  return `${header}: ${content}\r\n`;
}

/** Reads the text of `GetCustomHeaders`: pairs in the order of their lines. */
export function parseHeaders(text: string): [name: string, value: string][] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.includes(':'))
    .map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    });
}
