import { PassThrough } from 'node:stream';
import type { OutputStream } from '../../../lib/cli/output.js';

/** Standard output on a terminal of a given size. It interprets the control sequences that the command line writes, and keeps the screen. */
export class Terminal extends PassThrough implements OutputStream {
  readonly isTTY = true;
  columns: number;
  rows: number;
  /** The rows that have left the screen at its top. */
  readonly scrollback: string[] = [];
  #screen: string[] = [''];
  #row = 0;
  #column = 0;

  constructor(columns: number, rows = 24) {
    super();
    this.columns = columns;
    this.rows = rows;
  }

  /** Changes the size. What was drawn stays, as in terminals that do not wrap it again. */
  resize(columns: number, rows = this.rows): void {
    this.columns = columns;
    this.rows = rows;
    this.emit('resize');
  }

  /** The rows of the screen, without the empty ones at the end. */
  get screen(): readonly string[] {
    this.#interpret(String(this.read() ?? ''));
    return this.#screen.map((line) => line.trimEnd()).slice(0, this.#screen.findLastIndex((line) => line !== '') + 1);
  }

  #interpret(text: string): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences of a terminal begin with one.
    for (const [token, parameters, command] of text.matchAll(/\u001b\[([\d;]*)([A-Z])|\r|\n|[^\u001b\r\n]/gu)) {
      const [first = 1, second = 1] = (parameters ?? '').split(';').map((part) => (part === '' ? 1 : Number(part)));
      if (command === 'A') this.#row = Math.max(this.#row - first, 0);
      else if (command === 'G') this.#column = first - 1;
      else if (command === 'H') [this.#row, this.#column] = [first - 1, second - 1];
      else if (command === 'J') this.#clearDown();
      else if (command === 'K') this.#replace(this.#line.slice(0, this.#column));
      else if (command !== undefined) throw new Error(`the terminal does not know ${JSON.stringify(token)}`);
      else if (token === '\n') this.#startRow();
      else if (token === '\r') this.#column = 0;
      else this.#put(token);
    }
  }

  #startRow(): void {
    this.#column = 0;
    this.#replace(this.#line);
    // A terminal that reports no size has rows enough here.
    if (this.rows === 0 || this.#row < this.rows - 1) this.#row += 1;
    else this.scrollback.push(...this.#screen.splice(0, 1));
  }

  get #line(): string {
    return this.#screen[this.#row] ?? '';
  }

  #replace(line: string): void {
    while (this.#screen.length <= this.#row) this.#screen.push('');
    this.#screen[this.#row] = line;
  }

  #clearDown(): void {
    this.#replace(this.#line.slice(0, this.#column));
    this.#screen.length = this.#row + 1;
  }

  #put(character: string): void {
    if (this.columns > 0 && this.#column >= this.columns)
      throw new Error(`the row is longer than ${this.columns} columns: ${this.#line}`);
    const line = this.#line.padEnd(this.#column);
    this.#replace(line.slice(0, this.#column) + character + line.slice(this.#column + 1));
    this.#column += 1;
  }
}
