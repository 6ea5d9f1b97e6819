import { requireArray, requireBigInt, requireObject, wrongValue } from '../com/arguments.js';
import { type JsonSerializable, serializable } from '../com/json.js';
import { lengthToEndOfFile } from './constants.js';
import type { FileRangeRecord } from './verbs.js';

/**
 * A range of bytes of a file.
 * Source: https://learn.microsoft.com/windows/win32/api/bits2_0/ns-bits2_0-bg_file_range.
 */
export interface BitsByteRange {
  /** From the start of the file, in bytes. */
  readonly offset: bigint;
  /** In bytes; null for all that follows. */
  readonly length: bigint | null;
}

/** A range as BITS returns it. */
export interface BitsReadByteRange extends BitsByteRange, JsonSerializable {}

/** Reads ranges. @throws {TypeError | RangeError} for invalid ranges, for none, and for a range without bytes */
export function requireRanges(value: unknown, name: string): FileRangeRecord[] {
  const ranges = requireArray(value, name, '{ offset, length }');
  if (ranges.length === 0) throw wrongValue(`${name} must not be empty`);
  return ranges.map((range, index) => {
    const label = `${name}[${index}]`;
    const { offset, length }: { offset?: unknown; length?: unknown } = requireObject(
      range,
      label,
      '{ offset, length }',
    );
    return {
      offset: requireBigInt(offset, `${label}.offset`),
      // The largest value means that the range reaches to the end of the file.
      length:
        length === null ? lengthToEndOfFile : requireBigInt(length, `${label}.length`, 1n, lengthToEndOfFile - 1n),
    };
  });
}

export function toRanges(records: readonly FileRangeRecord[]): BitsReadByteRange[] {
  return records.map(({ offset, length }) =>
    serializable({ offset, length: length === lengthToEndOfFile ? null : length }),
  );
}
