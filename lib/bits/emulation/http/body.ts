import type { IncomingMessage } from 'node:http';
import { toConnectionFailure } from './exchange.js';

/** Bytes that may wait for the disk before the connection is paused. */
const largestQueue = 1024 * 1024;

/**
 * The blocks of an answer, as many at once as have arrived. They are collected from the call on: it must be in the turn in which the
 * answer arrives. A connection that breaks off fails after the last block: what has arrived is kept, which Node's own iterator does not do.
 * @throws {TransferFailure} by the generator
 */
export function bodyOf(response: IncomingMessage): AsyncGenerator<Buffer[], void> {
  let blocks: Buffer[] = [];
  let bytes = 0;
  let end: { readonly error?: unknown } | undefined;
  let wake = () => {};
  const finish = (outcome: { readonly error?: unknown }) => {
    end ??= outcome;
    wake();
  };
  response.on('data', (block: Buffer) => {
    blocks.push(block);
    bytes += block.length;
    if (bytes >= largestQueue) response.pause();
    wake();
  });
  response.on('end', () => finish({}));
  response.on('error', (error) => finish({ error }));
  response.on('close', () => finish({ error: new Error('the connection was closed') }));
  if (response.destroyed) finish({ error: response.errored ?? new Error('the connection was closed') });
  return takeBlocks();

  async function* takeBlocks(): AsyncGenerator<Buffer[], void> {
    for (;;) {
      if (blocks.length > 0) {
        const arrived = blocks;
        blocks = [];
        bytes = 0;
        response.resume();
        yield arrived;
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
