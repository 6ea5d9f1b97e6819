import { sizeUnknown } from '../constants.js';
import type { FileRangeRecord } from '../file-verbs.js';

/** `BG_LENGTH_TO_EOF` is the same number as `BG_SIZE_UNKNOWN`. */
const toEndOfFile = sizeUnknown;

/** A part of a file: from `start` up to `end`, exclusive. */
export interface Span {
  readonly start: bigint;
  readonly end: bigint;
}

/** Returns the part of a file of known size that a range covers; null if some of it is beyond the end. */
export function resolveRange({ offset, length }: FileRangeRecord, size: bigint): Span | null {
  if (offset > size) return null;
  if (length === toEndOfFile) return { start: offset, end: size };
  return offset + length > size ? null : { start: offset, end: offset + length };
}

/** Returns the sum of the bytes of ranges; null if a range reaches to the end of a file of unknown size. */
export function sizeOfRanges(ranges: readonly FileRangeRecord[], size: bigint | null): bigint | null {
  let sum = 0n;
  for (const range of ranges) {
    if (range.length !== toEndOfFile) sum += range.length;
    else if (size === null) return null;
    else sum += size > range.offset ? size - range.offset : 0n;
  }
  return sum;
}

/** Parts of a file that do not overlap or touch, in the order of their offsets. */
export class Spans {
  #list: Span[] = [];

  constructor(spans: readonly Span[] = []) {
    for (const span of spans) this.add(span);
  }

  get list(): readonly Span[] {
    return this.#list;
  }

  /** Bytes of all parts. */
  get size(): bigint {
    return this.#list.reduce((sum, { start, end }) => sum + end - start, 0n);
  }

  /** Merges a part with those that it overlaps or touches. */
  add(span: Span): void {
    if (span.end <= span.start) return;
    let { start, end } = span;
    const apart: Span[] = [];
    for (const other of this.#list) {
      if (other.end < start || other.start > end) {
        apart.push(other);
        continue;
      }
      if (other.start < start) start = other.start;
      if (other.end > end) end = other.end;
    }
    apart.push({ start, end });
    this.#list = apart.sort((first, second) => (first.start < second.start ? -1 : 1));
  }

  /** Returns the parts of a span that are missing. */
  missing(span: Span): Span[] {
    const missing: Span[] = [];
    let { start } = span;
    for (const here of this.#list) {
      if (here.end <= start) continue;
      if (here.start >= span.end) break;
      if (here.start > start) missing.push({ start, end: here.start });
      start = here.end;
    }
    if (start < span.end) missing.push({ start, end: span.end });
    return missing;
  }

  clear(): void {
    this.#list = [];
  }
}

/** Converts a span to a `BG_FILE_RANGE`. */
export function toRange({ start, end }: Span): FileRangeRecord {
  return { offset: start, length: end - start };
}
