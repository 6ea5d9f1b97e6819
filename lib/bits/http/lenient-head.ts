import { Duplex } from 'node:stream';
import { ChunkFraming } from './chunk-framing.js';

/** The maximum size of a response's head, in bytes. */
export const largestHead = 256 * 1024;

/**
 * A connection that repairs its first response, which Node's parser may reject: head and chunk framing are converted to a form that the
 * parser accepts. It is used for one request.
 */
export class LenientConnection extends Duplex {
  readonly #socket: Duplex;
  readonly #onUnusual: () => void;
  #head: Buffer | null = Buffer.alloc(0);
  #framing: ChunkFraming | null = null;
  #ended = false;

  /**
   * @param onUnusual called if later responses may need a repair: the head has bare line feeds, or a 200 response has no length, so that it
   * may have chunks
   */
  constructor(socket: Duplex, onUnusual: () => void = () => {}) {
    super();
    this.#socket = socket;
    this.#onUnusual = onUnusual;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('end', () => this.#end());
    socket.on('error', (error) => this.destroy(error));
    // The bytes received before the end must still be read.
    socket.on('close', () => {
      if (!this.#ended) this.destroy();
    });
  }

  /** Sets the timeout of the underlying connection: Node's client sets one on its connection. */
  setTimeout(milliseconds: number, callback?: () => void): this {
    if (hasTimeout(this.#socket)) this.#socket.setTimeout(milliseconds, () => this.emit('timeout'));
    if (callback !== undefined) this.once('timeout', callback);
    return this;
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#socket.write(chunk, encoding, callback);
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#socket.end(() => callback());
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#socket.destroy();
    callback(error);
  }

  #receive(chunk: Buffer): void {
    if (this.#head === null) {
      this.#forward(this.#framing?.repair(chunk) ?? chunk);
      return;
    }
    this.#head = Buffer.concat([this.#head, chunk]);
    while (this.#head !== null) {
      const end = endOfHead(this.#head);
      if (end === null && this.#head.length <= largestHead) return;
      this.#useHead(this.#head.subarray(0, end ?? 0), this.#head.subarray(end ?? 0));
    }
  }

  /** Repairs a head. An interim one (1xx) is followed by the head of the final response. */
  #useHead(head: Buffer, rest: Buffer): void {
    const text = head.toString('latin1');
    const repaired = repairHead(text);
    const bytes = Buffer.from(repaired, 'latin1');
    if (/^\S+ +1(?!01)\d\d/.test(text)) {
      this.#head = rest;
      this.#forward(bytes);
      return;
    }
    this.#head = null;
    if (/(?<!\r)\n/.test(text) || (/^\S+ +200\b/.test(text) && !/^content-length: *0*[1-9]/im.test(repaired))) {
      this.#onUnusual();
    }
    if (isChunked(repaired)) this.#framing = new ChunkFraming();
    this.#forward(Buffer.concat([bytes, this.#framing?.repair(rest) ?? rest]));
  }

  #forward(chunk: Buffer): void {
    if (!this.push(chunk)) this.#socket.pause();
  }

  #end(): void {
    this.#ended = true;
    if (this.#head !== null && this.#head.length > 0) this.push(this.#head);
    this.#head = null;
    this.push(null);
  }
}

/** Returns the position after the empty line; null if the head is not complete. */
function endOfHead(bytes: Buffer): number | null {
  const match = /\r?\n\r?\n/.exec(bytes.toString('latin1'));
  return match === null ? null : match.index + match[0].length;
}

/** Repairs what other clients accept in a head: line ends, spaces around names, repeated lengths. */
function repairHead(head: string): string {
  const [status = '', ...lines] = head.split(/\r?\n/).filter((line) => line !== '');
  const lengths = new Set<string>();
  const fields = lines.flatMap((line) => {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim();
    if (colon < 1 || /[^!#$%&'*+.^_`|~0-9a-z-]/i.test(name)) return [];
    const value = line.slice(colon + 1).trim();
    if (name.toLowerCase() !== 'content-length') return [`${name}: ${value}`];
    for (const length of value.split(',')) lengths.add(length.trim());
    return [];
  });
  const chunked = isChunked(fields.join('\n'));
  // Contradicting lengths are not changed, so that the parser rejects them.
  const stated = chunked ? [] : [...lengths].map((length) => `Content-Length: ${length}`);
  return [status.replace(/^HTTP\/(?:2|3)(?:\.0)? /i, 'HTTP/1.1 '), ...fields, ...stated, '', ''].join('\r\n');
}

function isChunked(head: string): boolean {
  return /^transfer-encoding:.*chunked/im.test(head);
}

function hasTimeout(
  socket: Duplex,
): socket is Duplex & { setTimeout(milliseconds: number, callback: () => void): void } {
  return 'setTimeout' in socket && typeof socket.setTimeout === 'function';
}
