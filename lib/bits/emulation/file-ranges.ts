import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import { sizeUnknown } from '../constants.js';
import type { FileRangeRecord } from '../file-verbs.js';
import type { Span } from '../http/spans.js';

/** `BG_LENGTH_TO_EOF` is the same number as `BG_SIZE_UNKNOWN`. */
const toEndOfFile = sizeUnknown;

/**
 * Checks the ranges of `AddFileWithRanges`.
 * Source: https://learn.microsoft.com/windows/win32/api/bits2_0/nf-bits2_0-ibackgroundcopyjob3-addfilewithranges.
 * @throws {RefusedCall} `E_INVALIDARG`, `BG_E_TOO_MANY_RANGES_IN_FILE`, `BG_E_INVALID_RANGE` or `BG_E_OVERLAPPING_RANGES`
 */
export function checkRanges(ranges: readonly FileRangeRecord[], maximum: number): void {
  if (ranges.length === 0) refuse(hresults.E_INVALIDARG);
  if (ranges.length > maximum) refuse(hresults.BG_E_TOO_MANY_RANGES_IN_FILE);
  const sorted = ranges.map(spanOf).sort((first, second) => (first.start < second.start ? -1 : 1));
  for (const [index, span] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next !== undefined && (next.start < span.end || next.start === span.start))
      refuse(hresults.BG_E_OVERLAPPING_RANGES);
  }
}

/** Returns the span of a range. @throws {RefusedCall} `BG_E_INVALID_RANGE` for a range that begins or ends beyond 2^64-1 */
function spanOf({ offset, length }: FileRangeRecord): Span {
  if (offset >= toEndOfFile) refuse(hresults.BG_E_INVALID_RANGE);
  if (length === toEndOfFile) return { start: offset, end: toEndOfFile };
  if (offset + length > toEndOfFile) refuse(hresults.BG_E_INVALID_RANGE);
  return { start: offset, end: offset + length };
}
