import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { digestOf } from './content.js';
import type { ServedFile } from './server.js';

/** What came of one file. */
export interface Verdict {
  readonly verified: boolean;
  /** Of the file as it came, in hexadecimal; null where there is none to read. */
  readonly sha256: string | null;
}

/** Compares a file on the disk with what the server was to send. */
export async function verify(path: string, { name, size }: ServedFile): Promise<Verdict> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch {
    return { verified: false, sha256: null };
  }
  const sha256 = hash.digest('hex');
  return { verified: sha256 === digestOf(name, size), sha256 };
}

/** What came of the demo's synchronisation. */
export interface SynchronizationVerdict {
  /** Two replicas that were made equal, or reports that reached an application: Windows itself has no provider to try. */
  readonly kind: 'replicas' | 'reports';
  readonly verified: boolean;
  /** For people. */
  readonly description: string;
}
