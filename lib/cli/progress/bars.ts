import { clearLine, cursorTo, moveCursor } from 'node:readline';
import { columnsOf, cut, fit } from '../columns.js';
import type { Output } from '../output.js';
import { oneLine, printable } from '../printable.js';
import type { ProgressBoard, ProgressForm, ProgressView } from './board.js';

const barSize = 24;
/** In a terminal that is narrower than this, the bar is short, so that the text beside it fits. */
const fullWidth = 72;
const shortBarSize = 8;

/** Milliseconds between two drawings. */
const drawInterval = 100;

/** Columns of a terminal that does not report its width. */
const defaultWidth = 80;

interface Bar {
  readonly name: string;
  /** Null while the total is unknown. */
  fraction: number | null;
  marquee: boolean;
  description: string;
}

/**
 * Draws one bar per line. A view whose total is unknown has its counts and its rate beside an empty bar. The mode of the terminal is not changed,
 * so there is nothing to restore when the process is killed.
 */
export class BarBoard implements ProgressBoard {
  readonly #output: Output;
  readonly #start = Date.now();
  readonly #bars: Bar[] = [];
  /** The lines on the terminal. The cursor is in the last one. */
  #drawn: readonly string[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(output: Output) {
    this.#output = output;
  }

  open<Progress>(form: ProgressForm<Progress>, title = ''): ProgressView<Progress> {
    const bar: Bar = { name: oneLine(title), fraction: 0, marquee: false, description: '' };
    this.#bars.push(bar);
    this.#timer ??= setInterval(() => this.#draw(), drawInterval);
    return {
      update: (progress) => {
        bar.fraction = form.fractionOf(progress);
        bar.marquee = form.isMarquee?.(progress) ?? false;
        bar.description = printable(form.describe(progress));
      },
    };
  }

  close(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#draw();
    this.#output.stdout.write('\n');
  }

  #draw(): void {
    const { stdout } = this.#output;
    const longestName = Math.max(...this.#bars.map(({ name }) => columnsOf(name)));
    const lines = this.#bars.map((bar) => this.#format(bar, longestName, stdout.columns ?? defaultWidth));
    if (lines.length === this.#drawn.length && lines.every((line, index) => line === this.#drawn[index])) return;
    if (this.#drawn.length > 1) moveCursor(stdout, 0, 1 - this.#drawn.length);
    for (const [index, line] of lines.entries()) {
      if (index > 0) stdout.write('\n');
      if (line === this.#drawn[index]) continue;
      cursorTo(stdout, 0);
      stdout.write(line);
      clearLine(stdout, 1);
    }
    this.#drawn = lines;
  }

  #format(bar: Bar, longestName: number, width: number): string {
    const name = longestName === 0 ? [] : [fit(bar.name, longestName)];
    const shape = this.#shape(bar, width < fullWidth ? shortBarSize : barSize);
    return cut([...name, shape, bar.description].join('  ').trimEnd(), width - 1);
  }

  #shape({ fraction, marquee }: Bar, size: number): string {
    if (marquee) return marqueeBar(Date.now() - this.#start, size);
    return barOf(fraction, size);
  }
}

/** Returns a bar for a fraction from 0 to 1; dots while it is unknown. */
export function barOf(fraction: number | null, size: number): string {
  if (fraction === null) return '·'.repeat(size);
  const filled = Math.round(Math.min(Math.max(fraction, 0), 1) * size);
  return '█'.repeat(filled) + '░'.repeat(size - filled);
}

/** Width of the moving block. */
const blockSize = 6;
const stepMilliseconds = 100;

/** Returns a bar for work of unknown extent: a block that moves from one end to the other and back. */
export function marqueeBar(milliseconds: number, size: number): string {
  const block = Math.min(blockSize, size);
  const range = size - block;
  if (range === 0) return '█'.repeat(size);
  const step = Math.floor(milliseconds / stepMilliseconds) % (2 * range);
  const offset = step <= range ? step : 2 * range - step;
  return '░'.repeat(offset) + '█'.repeat(block) + '░'.repeat(range - offset);
}
