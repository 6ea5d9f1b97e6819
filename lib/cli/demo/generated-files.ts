import { createCipheriv, createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** A generated file. Its content is derived from its name. */
export interface GeneratedFile {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
}

/** One transfer of the demo: a job or a group, and its files. */
export interface PlannedTransfer {
  readonly name: string;
  readonly kind: 'job' | 'group';
  readonly files: readonly GeneratedFile[];
}

/** Transfers from an empty file to one that takes some seconds, and groups with one file and with several. */
export const plannedTransfers: readonly PlannedTransfer[] = [
  { name: 'job empty', kind: 'job', files: [{ name: 'empty.bin', size: 0 }] },
  { name: 'job small', kind: 'job', files: [{ name: 'small.bin', size: 4_321 }] },
  { name: 'job large', kind: 'job', files: [{ name: 'large.bin', size: 30_000_000 }] },
  { name: 'group one', kind: 'group', files: [{ name: 'group.bin', size: 9_000_000 }] },
  {
    name: 'group many',
    kind: 'group',
    files: [
      { name: 'first.bin', size: 2_500_000 },
      { name: 'second.bin', size: 70_000 },
      { name: 'third.bin', size: 1_048_576 },
    ],
  },
];

const blockLength = 16;
const pieceLength = 64 * 1024;

/**
 * Yields the bytes of a file from `start` up to, but not including, `end`: the key stream of AES-256 in counter mode with a key derived from the name
 * of the file. Each part can be generated without the bytes before it, and it differs from all parts at other positions and of other files.
 */
export function* contentOf(name: string, start: number, end: number): Generator<Buffer> {
  const key = createHash('sha256').update(name).digest();
  const counter = Buffer.alloc(blockLength);
  const firstBlock = Math.floor(start / blockLength);
  counter.writeUInt32BE(firstBlock, blockLength - 4);
  const cipher = createCipheriv('aes-256-ctr', key, counter);
  cipher.update(Buffer.alloc(start - firstBlock * blockLength));
  for (let position = start; position < end; position += pieceLength) {
    yield cipher.update(Buffer.alloc(Math.min(pieceLength, end - position)));
  }
}

/** Returns the SHA-256 of a whole file, in hexadecimal. */
export function digestOf({ name, size }: GeneratedFile): string {
  const hash = createHash('sha256');
  for (const piece of contentOf(name, 0, size)) hash.update(piece);
  return hash.digest('hex');
}

/** The result of verifying a file. */
export interface FileVerification {
  readonly verified: boolean;
  /** SHA-256 of the file on disk, in hexadecimal; null if it cannot be read. */
  readonly sha256: string | null;
}

/** Compares a file on disk with the generated content. */
export async function verifyFile(path: string, file: GeneratedFile): Promise<FileVerification> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch {
    return { verified: false, sha256: null };
  }
  const sha256 = hash.digest('hex');
  return { verified: sha256 === digestOf(file), sha256 };
}
