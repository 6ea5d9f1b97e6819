import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { toConnectionFailure } from './exchange.js';

/** Bytes that may wait to be taken before the stream is paused. With more, blocks grow old, and the garbage collector costs more. */
const mostWaiting = 1024 * 1024;

/**
 * The blocks of a stream, all at once that have arrived since the last: the stream goes on while they are used. Its own iterator copies
 * them into one buffer, and stops the stream for each.
 * @throws what the stream fails with
 */
export async function* blocksOf(stream: Readable): AsyncGenerator<Buffer[], void> {
  const arrivals = new Arrivals(stream);
  try {
    for (;;) {
      const blocks = arrivals.take();
      if (blocks.length > 0) yield blocks;
      else if (arrivals.ended) return;
      else await arrivals.next();
    }
  } finally {
    stream.destroy();
  }
}

/**
 * The blocks of an answer. A connection that breaks off fails after the last block: what has arrived is kept.
 * @throws {TransferFailure}
 */
export async function* bodyOf(response: IncomingMessage): AsyncGenerator<Buffer[], void> {
  try {
    yield* blocksOf(response);
  } catch (error) {
    throw toConnectionFailure(error);
  }
}

/** What has arrived of a stream and has not been taken. */
class Arrivals {
  readonly #stream: Readable;
  #blocks: Buffer[] = [];
  #bytes = 0;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;
  #wake = () => {};

  constructor(stream: Readable) {
    this.#stream = stream;
    stream.on('data', (block: Buffer) => {
      this.#blocks.push(block);
      this.#bytes += block.length;
      if (this.#bytes >= mostWaiting) stream.pause();
      this.#wake();
    });
    stream.on('end', () => this.#end());
    stream.on('error', (error) => this.#end({ error }));
    stream.on('close', () =>
      this.#end(stream.readableEnded ? undefined : { error: new Error('the stream was closed') }),
    );
  }

  /** Everything has been taken, and nothing more comes. @throws what the stream has failed with */
  get ended(): boolean {
    if (this.#failure !== undefined) throw this.#failure.error;
    return this.#ended;
  }

  /** What has arrived by now. */
  take(): Buffer[] {
    const blocks = this.#blocks;
    this.#blocks = [];
    this.#bytes = 0;
    if (this.#stream.isPaused()) this.#stream.resume();
    return blocks;
  }

  /** Resolves when something has arrived, or the stream has ended. */
  next(): Promise<void> {
    if (this.#blocks.length > 0 || this.#ended) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #end(failure?: { readonly error: unknown }): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = failure;
    this.#wake();
  }
}
