/** A text that somebody else has written, for a place in a line: without what would break the line or steer the terminal. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
