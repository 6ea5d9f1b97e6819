import { HResultError } from '../com/error.js';
import { hresults } from '../com/hresult.js';
import type { BufferAnswer } from './verbs.js';

/** What is asked for may grow between two calls; one that goes on growing is not waited for. */
const maximumTries = 16;

/**
 * Reads with a method that fills a buffer: asks for the size, then for the bytes, and again where they have grown.
 * @throws {HResultError} as the method fails; `E_UNEXPECTED` for one whose answer grows with every call
 */
export async function readBuffer(
  operation: string,
  read: (capacity: number | null) => Promise<BufferAnswer>,
): Promise<Uint8Array> {
  let answer = await read(null);
  for (let tries = 0; tries < maximumTries; tries += 1) {
    if (answer.bytes !== null) return answer.bytes;
    answer = await read(answer.count);
  }
  throw new HResultError(hresults.E_UNEXPECTED, operation);
}
