import { outOfRange, requireBytes } from '../../../com/arguments.js';
import type { FileRangeRecord } from '../../file-verbs.js';
import { resolveRange, sizeOfRanges } from '../../http/spans.js';

/** The bytes of a scripted file, generated when they are read. */
export interface Content {
  readonly size: bigint;
  read(): Uint8Array;
}

/** The maximum size of a generated file that is read. */
const largestRead = 256n * 1024n * 1024n;

/** Returns the content of bytes, which are copied. @throws {TypeError} if the value is not bytes */
export function contentOf(bytes: Uint8Array): Content {
  const copy = requireBytes(bytes, 'content');
  return { size: BigInt(copy.length), read: () => Uint8Array.from(copy) };
}

/** Generates bytes that differ by position and by `seed`, so that a misplaced block is detected. */
export function generatedContent(size: bigint, seed: number): Content {
  return {
    size,
    read: () => {
      if (size > largestRead) throw outOfRange(`a scripted file of ${size} bytes is too large to read`);
      const bytes = new Uint8Array(Number(size));
      for (let index = 0; index < bytes.length; index += 1)
        bytes[index] = (index * 31 + (index >>> 8) * 7 + seed) & 0xff;
      return bytes;
    },
  };
}

/** Returns the content of ranges, one after the other. */
export function slicedContent(content: Content, ranges: readonly FileRangeRecord[]): Content {
  return {
    size: sizeOfRanges(ranges, content.size) ?? 0n,
    read: () => {
      const bytes = content.read();
      const parts = ranges.map((range) => {
        const span = resolveRange(range, content.size);
        return span === null ? new Uint8Array() : bytes.subarray(Number(span.start), Number(span.end));
      });
      return Uint8Array.from(Buffer.concat(parts));
    },
  };
}
