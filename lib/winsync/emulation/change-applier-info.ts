/** An inclusive range of item ids. */
export interface Range {
  readonly lowerBound: Uint8Array;
  readonly upperBound: Uint8Array;
}

/** The data that a session state stores for the change applier. */
interface ChangeApplierInfo {
  /** The running sum of change application, modulo 2^32. */
  readonly sum: number;
  readonly range: Range | null;
}

const tag = Buffer.from('winprogress sync', 'ascii');
const version = 1;
const headerSize = 32;

/** The length of a missing range. */
const none = 0xffffffff;

/**
 * Formats the data: tag, version, sum, the lengths of the two bounds and the bounds, numbers as little-endian 32 bits. The format of
 * Microsoft's implementation is not public.
 */
export function formatInfo({ sum, range }: ChangeApplierInfo): Uint8Array {
  const header = Buffer.alloc(headerSize);
  tag.copy(header);
  header.writeUInt32LE(version, 16);
  header.writeUInt32LE(sum, 20);
  header.writeUInt32LE(range?.lowerBound.length ?? none, 24);
  header.writeUInt32LE(range?.upperBound.length ?? none, 28);
  return Uint8Array.from(range === null ? header : Buffer.concat([header, range.lowerBound, range.upperBound]));
}

/** Parses the data; null if {@link formatInfo} has not written it. Does not check whether the bounds match the format of ids. */
export function parseInfo(bytes: Uint8Array): ChangeApplierInfo | null {
  const view = Buffer.from(bytes);
  if (view.length < headerSize || !view.subarray(0, tag.length).equals(tag)) return null;
  if (view.readUInt32LE(16) !== version) return null;
  const sum = view.readUInt32LE(20);
  const lower = view.readUInt32LE(24);
  const upper = view.readUInt32LE(28);
  if (lower === none || upper === none) {
    return lower === upper && view.length === headerSize ? { sum, range: null } : null;
  }
  if (view.length !== headerSize + lower + upper) return null;
  const middle = headerSize + lower;
  return {
    sum,
    range: {
      lowerBound: Uint8Array.from(view.subarray(headerSize, middle)),
      upperBound: Uint8Array.from(view.subarray(middle)),
    },
  };
}
