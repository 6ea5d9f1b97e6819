import { inspect } from 'node:util';

/**
 * Characters of external text that must not reach a terminal: control characters (C0, DEL and C1), line and paragraph separators, bidirectional
 * controls, invisible characters that can hide text (byte order mark, annotations, tags), and unpaired surrogates. Joiners are allowed, because
 * scripts and emoji need them.
 */
const hostile =
  /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2060\u2066-\u2069\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]+/gu;

/** Returns one line of text for a terminal or a log. Characters that could break the line or control the terminal are replaced by a space. */
export function printable(text: string): string {
  return text.replace(hostile, ' ');
}

/** Returns printable text of several lines: line feeds are kept. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** Returns external text as part of a line: printable, without leading and trailing white space. */
export function oneLine(text: string): string {
  return printable(text).trim();
}

/** Escapes the same characters in JSON, so that it is printable and has the same value. */
export function printableJson(json: string): string {
  return json.replace(hostile, (found) =>
    Array.from({ length: found.length }, (_, index) => escapeUnit(found.charCodeAt(index))).join(''),
  );
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

/** Describes a thrown value: the message of an error, or the value itself. */
export function describeThrown(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  return typeof thrown === 'string' ? thrown : inspect(thrown);
}
