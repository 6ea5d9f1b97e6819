/**
 * What text from elsewhere may not bring to a terminal: control characters (C0, DEL and C1), line and paragraph separators, the controls of
 * bidirectional text, invisible characters that carry hidden text (byte order mark, annotations, tags), and halves of characters. Joiners stay:
 * scripts and emoji need them.
 */
const hostile =
  /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2060\u2066-\u2069\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]+/gu;

/** One line of text for a terminal or a log: a blank stands in the place of what could break the line or steer the terminal. */
export function printable(text: string): string {
  return text.replace(hostile, ' ');
}

/** The same for text of several lines, whose line feeds stay. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** A text that somebody else has written, for a place in a line. */
export function oneLine(text: string): string {
  return printable(text).trim();
}

/** JSON with the same characters escaped, so that nothing of them is lost and nothing of them reaches a terminal. */
export function printableJson(json: string): string {
  return json.replace(hostile, (found) =>
    Array.from({ length: found.length }, (_, index) => escapeUnit(found.charCodeAt(index))).join(''),
  );
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
