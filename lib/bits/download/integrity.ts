import { requireText, shown, wrongValue } from '../../com/arguments.js';
import type { LocalFiles } from '../machine-verbs.js';
import { createHasher } from './hash.js';

/** The bytes of the hash of each algorithm. */
const hashLengths = { sha256: 32, sha384: 48, sha512: 64 } as const;

type HashAlgorithm = keyof typeof hashLengths;

/** An expected hash. */
export interface Integrity {
  readonly algorithm: HashAlgorithm;
  /** In the form `sha256-…`. */
  readonly text: string;
  /** Whether it was given as hexadecimal digits. */
  readonly isHexadecimal: boolean;
}

const algorithms = ['sha256', 'sha384', 'sha512'] as const;

/** Reads an expected hash. @throws {TypeError | RangeError} if it does not have one of the two forms */
export function requireIntegrity(value: unknown, name: string): Integrity {
  const text = requireText(value, name);
  for (const algorithm of algorithms) {
    const length = hashLengths[algorithm];
    if (text.length === 2 * length && /^[0-9a-f]+$/i.test(text))
      return { ...integrityOf(algorithm, Buffer.from(text, 'hex')), isHexadecimal: true };
    if (!text.startsWith(`${algorithm}-`)) continue;
    const encoded = text.slice(algorithm.length + 1);
    const hash = Buffer.from(encoded, 'base64');
    if (hash.length === length && hash.toString('base64') === encoded) return integrityOf(algorithm, hash);
  }
  throw wrongValue(
    `${name} must be sha256-, sha384- or sha512- with base64, or 64, 96 or 128 hexadecimal digits, not ${shown(text)}`,
  );
}

/** Computes the hash of a file in the form `sha256-…`. @throws the signal's reason; an error of the file system */
export async function hashFile(
  files: LocalFiles,
  path: string,
  integrity: Integrity,
  signal?: AbortSignal,
): Promise<string> {
  return await hashPieces(files.read(path), integrity, signal);
}

/** Computes the hash of pieces in the form `sha256-…`. @throws the signal's reason; what reading throws */
export async function hashPieces(
  pieces: AsyncIterable<Uint8Array>,
  { algorithm }: Integrity,
  signal?: AbortSignal,
): Promise<string> {
  const hash = createHasher(algorithm);
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    hash.update(piece);
  }
  return integrityOf(algorithm, hash.digest()).text;
}

function integrityOf(algorithm: HashAlgorithm, hash: Buffer): Integrity {
  return { algorithm, text: `${algorithm}-${hash.toString('base64')}`, isHexadecimal: false };
}

/** Describes how a hash, in the form `sha256-…`, differs from the expected one: both in the form in which that was given. */
export function describeDifference({ algorithm, text, isHexadecimal }: Integrity, actual: string): string {
  if (!isHexadecimal) return `must have ${text}, not ${actual}`;
  const [wanted, found] = [text, actual].map((hash) =>
    Buffer.from(hash.slice(algorithm.length + 1), 'base64').toString('hex'),
  );
  return `must have ${algorithm} ${wanted}, not ${found}`;
}
