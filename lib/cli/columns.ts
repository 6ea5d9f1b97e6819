/** Characters that a terminal draws in two columns: East Asian wide and full-width forms, and emoji. */
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F680}-\u{1F6FF}\u{1F900}-\u{1F9FF}\u{20000}-\u{3FFFD}\p{Emoji_Presentation}]|\uFE0F/u;

/** Characters that are drawn over the one before them, or not at all. */
const withoutWidth = /^[\p{Mn}\p{Me}\p{Cf}]*$/u;

/** A text in which each character is drawn in one column. */
const printableAscii = /^[\x20-\x7E]*$/;

let segmenter: Intl.Segmenter | undefined;

/** Returns the number of columns of a printable text in a terminal. */
export function columnsOf(text: string): number {
  if (printableAscii.test(text)) return text.length;
  let columns = 0;
  for (const segment of segmentsOf(text)) columns += columnsOfSegment(segment);
  return columns;
}

/** Cuts a text to a number of columns. A text that is cut ends with `…`. */
export function cut(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  if (columns < 1) return '';
  let left = columns - 1;
  let kept = '';
  for (const segment of segmentsOf(text)) {
    left -= columnsOfSegment(segment);
    if (left < 0) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Cuts or fills a text to a number of columns. */
export function fit(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  const shown = cut(text, columns);
  const space = ' '.repeat(Math.max(columns - columnsOf(shown), 0));
  return side === 'left' ? shown + space : space + shown;
}

/** The characters of a text as readers see them. */
function* segmentsOf(text: string): Iterable<string> {
  if (printableAscii.test(text)) return yield* text;
  // Created on demand, because most texts are ASCII and its tables take long to load.
  segmenter ??= new Intl.Segmenter();
  for (const { segment } of segmenter.segment(text)) yield segment;
}

function columnsOfSegment(segment: string): number {
  if (wide.test(segment)) return 2;
  return withoutWidth.test(segment) ? 0 : 1;
}
