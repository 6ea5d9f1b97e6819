import type { IncomingMessage } from 'node:http';
import { toConnectionFailure } from './http-client.js';
import { Intake } from './socket-reader.js';

/** Bytes that may wait for the disk before the connection is paused. */
const largestQueue = 1024 * 1024;

/** Bytes of a body for which it is worth while to give up a connection that could serve other requests. */
const smallestTaking = 1024 * 1024;

/**
 * The blocks of an answer, as many at once as have arrived; each batch is valid until the next is asked for. They are collected from the call
 * on: it must be in the turn in which the answer arrives. A connection that breaks off fails after the last block: what has arrived is kept,
 * which Node's own iterator does not do.
 * @throws {TransferFailure} by the generator
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
  const intake = response.destroyed ? null : takeRest(response, add, () => finish({}));
  if (intake === null) {
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
        if (intake === null) response.resume();
        yield arrived;
        intake?.release(arrived);
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

/** Has the rest of a long body of known length read past Node's stream and parser. Null where that cannot be, or is not worth it. */
function takeRest(response: IncomingMessage, add: (block: Buffer) => void, whole: () => void): Intake | null {
  const length = lengthOf(response);
  const intake = length < smallestTaking ? undefined : Intake.of(response.socket);
  if (intake === undefined) return null;
  intake.drain();
  let left = length - response.readableLength;
  if (left === 0) return null;
  const begun: Buffer | null = response.read();
  if (begun !== null) add(begun);
  intake.take((block) => {
    // What a server sends beyond the length is not a part of the body.
    if (left === 0) return;
    const part = block.subarray(0, left);
    left -= part.length;
    add(part);
    if (left === 0) whole();
  });
  return intake;
}

/** Bytes of a body whose end shows by its length alone; 0 for any other. */
function lengthOf({ statusCode, headers }: IncomingMessage): number {
  const length = headers['content-length'] ?? '';
  const isPlain = (statusCode === 200 || statusCode === 206) && headers['transfer-encoding'] === undefined;
  return isPlain && /^\d{1,15}$/.test(length) ? Number(length) : 0;
}
