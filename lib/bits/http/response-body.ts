import type { IncomingMessage } from 'node:http';
import { toConnectionFailure } from './http-client.js';
import { SocketReader } from './socket-reader.js';

/** The number of bytes that may wait for the disk before the connection is paused. */
const largestQueue = 1024 * 1024;

/** The minimum size of a body for which a reusable connection is given up. */
const smallestDirectBody = 1024 * 1024;

/**
 * Returns the blocks of a response, in batches of all that have arrived; a batch is valid until the next one is requested. Blocks are
 * collected from this call on: it must be made in the turn in which the response arrives. If the connection ends early, the generator
 * throws after the last block, which Node's own iterator would lose.
 * @throws {TransferFailure} from the generator
 */
export function bodyOf(response: IncomingMessage): AsyncGenerator<Buffer[], void> {
  let blocks: Buffer[] = [];
  let bytes = 0;
  let end: { readonly error?: unknown } | undefined;
  let wake = () => {};
  const add = (block: Buffer) => {
    blocks.push(block);
    bytes += block.length;
    wake();
  };
  const finish = (outcome: { readonly error?: unknown }) => {
    end ??= outcome;
    wake();
  };
  response.on('end', () => finish({}));
  response.on('error', (error) => finish({ error }));
  response.on('close', () => finish({ error: new Error('the connection was closed') }));
  if (response.destroyed) finish({ error: response.errored ?? new Error('the connection was closed') });
  const reader = response.destroyed ? null : readDirectly(response, add, () => finish({}));
  if (reader === null) {
    response.on('data', (block: Buffer) => {
      add(block);
      if (bytes >= largestQueue) response.pause();
    });
  }
  return takeBlocks();

  async function* takeBlocks(): AsyncGenerator<Buffer[], void> {
    for (;;) {
      if (blocks.length > 0) {
        const arrived = blocks;
        blocks = [];
        bytes = 0;
        if (reader === null) response.resume();
        yield arrived;
        reader?.release(arrived);
      } else if (end !== undefined) {
        if ('error' in end) throw toConnectionFailure(end.error);
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  }
}

/**
 * Reads the rest of a long body of known length without Node's stream and parser. Returns null if that is not possible or not worthwhile.
 */
function readDirectly(response: IncomingMessage, add: (block: Buffer) => void, whole: () => void): SocketReader | null {
  const length = lengthOf(response);
  const reader = length < smallestDirectBody ? undefined : SocketReader.of(response.socket);
  if (reader === undefined) return null;
  reader.drain();
  let left = length - response.readableLength;
  if (left === 0) return null;
  const begun: Buffer | null = response.read();
  if (begun !== null) add(begun);
  reader.readDirectly((block) => {
    // Bytes beyond the length do not belong to the body.
    if (left === 0) return;
    const part = block.subarray(0, left);
    left -= part.length;
    add(part);
    if (left === 0) whole();
  });
  return reader;
}

/** Returns the size of a body whose end is defined by its length only; 0 for any other. */
function lengthOf({ statusCode, headers }: IncomingMessage): number {
  const length = headers['content-length'] ?? '';
  const isPlain = (statusCode === 200 || statusCode === 206) && headers['transfer-encoding'] === undefined;
  return isPlain && /^\d{1,15}$/.test(length) ? Number(length) : 0;
}
