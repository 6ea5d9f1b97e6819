import { clearLine, clearScreenDown, cursorTo, moveCursor } from 'node:readline';
import type { Output } from '../output.js';

/** The size of a terminal that does not report it. */
const defaultColumns = 80;
const defaultRows = 24;

/** The columns and rows that lines may have. */
export interface Space {
  readonly columns: number;
  readonly rows: number;
}

/**
 * Draws lines that are updated in place. They fit the terminal, also after its size has changed. The mode of the terminal is not changed, so there is
 * nothing to restore when the process is killed.
 */
export class LiveLines implements Disposable {
  readonly #output: Output;
  readonly #format: (space: Space) => readonly string[];
  /** The lines on the terminal. The cursor is below the last one. */
  #drawn: readonly string[] = [];

  readonly #onResize = () => {
    if (this.#drawn.length === 0) return;
    // Terminals differ in whether they wrap the lines of the old width, so that the rows cannot be found again.
    cursorTo(this.#output.stdout, 0, 0);
    clearScreenDown(this.#output.stdout);
    this.#drawn = [];
    this.draw();
  };

  constructor(output: Output, format: (space: Space) => readonly string[]) {
    this.#output = output;
    this.#format = format;
    output.stdout.on('resize', this.#onResize);
  }

  /** Draws the lines that have changed, as many as the terminal has rows for: others could not be reached again. */
  draw(): void {
    const space = this.#space();
    this.#replace(this.#format(space).slice(0, space.rows));
  }

  /** Draws all lines for the last time. The first ones scroll where the terminal does not have a row for each. */
  finish(): void {
    this.#replace(this.#format({ ...this.#space(), rows: Number.POSITIVE_INFINITY }));
    // Terminals print Ctrl-C at the cursor.
    cursorTo(this.#output.stdout, 0);
    clearScreenDown(this.#output.stdout);
    this[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    this.#output.stdout.off('resize', this.#onResize);
  }

  #space(): Space {
    const { columns, rows } = this.#output.stdout;
    // A terminal that does not know its size reports 0. In some terminals a line that fills the last column moves the cursor; the last row is that of
    // the cursor.
    return { columns: Math.max((columns || defaultColumns) - 1, 1), rows: (rows || defaultRows) - 1 };
  }

  #replace(lines: readonly string[]): void {
    const before = this.#drawn;
    if (lines.length === before.length && lines.every((line, index) => line === before[index])) return;
    const { stdout } = this.#output;
    if (before.length > 0) moveCursor(stdout, 0, -before.length);
    for (const [index, line] of lines.entries()) {
      if (line !== before[index]) {
        cursorTo(stdout, 0);
        this.#output.draw(line);
        clearLine(stdout, 1);
      }
      stdout.write('\n');
    }
    if (lines.length < before.length) clearScreenDown(stdout);
    this.#drawn = lines;
  }
}

/** The items that have a row, and the last line for those that have none. */
export interface FittedItems<Item> {
  readonly shown: readonly Item[];
  readonly rest: readonly string[];
}

/** Returns the items in their order; if there are more than rows, those with the lowest ranks and a line with the number of the others. */
export function fitRows<Item>(items: readonly Item[], rows: number, rankOf: (item: Item) => number): FittedItems<Item> {
  if (items.length <= rows) return { shown: items, rest: [] };
  const kept = [...items].sort((one, other) => rankOf(one) - rankOf(other)).slice(0, Math.max(rows - 1, 0));
  const shown = items.filter((item) => kept.includes(item));
  return { shown, rest: [`… and ${items.length - shown.length} more`] };
}
