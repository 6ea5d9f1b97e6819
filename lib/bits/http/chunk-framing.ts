/** The maximum length of a line with a chunk size or a trailer, in bytes. */
const longestLine = 16 * 1024;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Reads the chunks of a body as other clients do (a bare line feed ends a line, spaces may surround a size) and writes them in the form that Node's
 * parser accepts. Bytes that cannot be parsed are passed on unchanged, with all bytes that follow, so that the parser rejects it.
 */
export class ChunkFraming {
  #state: 'size' | 'data' | 'dataEnd' | 'trailer' | 'end' | 'unreadable' = 'size';
  #line: Buffer = Buffer.alloc(0);
  #left = 0;

  /** Returns the same bytes with repaired framing. */
  repair(bytes: Buffer): Buffer {
    const output: Buffer[] = [];
    let position = 0;
    while (position < bytes.length) {
      if (this.#state === 'end' || this.#state === 'unreadable') {
        output.push(bytes.subarray(position));
        break;
      }
      position = this.#state === 'data' ? this.#copy(bytes, position, output) : this.#readLine(bytes, position, output);
    }
    return Buffer.concat(output);
  }

  #copy(bytes: Buffer, position: number, output: Buffer[]): number {
    const data = bytes.subarray(position, position + this.#left);
    output.push(data);
    this.#left -= data.length;
    if (this.#left === 0) this.#state = 'dataEnd';
    return position + data.length;
  }

  #readLine(bytes: Buffer, position: number, output: Buffer[]): number {
    const feed = bytes.indexOf(lineFeed, position);
    const end = feed < 0 ? bytes.length : feed + 1;
    this.#line = Buffer.concat([this.#line, bytes.subarray(position, end)]);
    if (feed >= 0 || this.#line.length > longestLine) {
      const line = this.#line;
      this.#line = Buffer.alloc(0);
      output.push(this.#useLine(line) ?? line);
    }
    return end;
  }

  /** Returns the line for the parser; null if the line cannot be parsed. */
  #useLine(line: Buffer): Buffer | null {
    const text = withoutEnd(line);
    if (this.#state === 'size') {
      const [, digits] = /^[ \t]*([0-9a-f]{1,13})[ \t]*(?:;.*)?$/is.exec(text) ?? [];
      if (digits === undefined) return this.#refuse();
      this.#left = Number.parseInt(digits, 16);
      this.#state = this.#left === 0 ? 'trailer' : 'data';
      return Buffer.from(`${this.#left.toString(16)}\r\n`);
    }
    if (this.#state === 'dataEnd') {
      if (text !== '') return this.#refuse();
      this.#state = 'size';
      return Buffer.from('\r\n');
    }
    if (text === '') {
      this.#state = 'end';
      return Buffer.from('\r\n');
    }
    // Trailers are not used by a transfer, and the parser checks them strictly.
    return Buffer.alloc(0);
  }

  #refuse(): null {
    this.#state = 'unreadable';
    return null;
  }
}

/** Returns a line without its line feed, and without the carriage return before it. */
function withoutEnd(line: Buffer): string {
  const feed = line.at(-1) === lineFeed ? line.length - 1 : line.length;
  return line.toString('latin1', 0, line[feed - 1] === carriageReturn ? feed - 1 : feed);
}
