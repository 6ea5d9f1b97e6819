import { createCipheriv, createHash } from 'node:crypto';

const blockLength = 16;
const pieceLength = 64 * 1024;

/**
 * The bytes of a generated file from `start` up to, not including, `end`: the key stream of AES-256 in counter mode, keyed by the file's
 * name. Any part can be made without what comes before it, and no two places or files are alike.
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

/** SHA-256 of a whole generated file, in hexadecimal. */
export function digestOf(name: string, size: number): string {
  const hash = createHash('sha256');
  for (const piece of contentOf(name, 0, size)) hash.update(piece);
  return hash.digest('hex');
}
