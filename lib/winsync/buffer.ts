import { HResultError } from '../com/error.js';
import { hresults } from '../com/hresult.js';
import type { BufferAnswer } from './verbs.js';

/** The number of calls after which a read fails. The data may grow between two calls, but not with every call. */
const maximumTries = 16;

/**
 * Reads with a method that fills a buffer: gets the size, then the bytes, and repeats the call if they have grown.
 * @throws {HResultError} the error of the method; `E_UNEXPECTED` if the data grows with every call
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
