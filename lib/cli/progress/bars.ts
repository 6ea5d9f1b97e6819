import { columnsOf, cut, fit } from '../columns.js';
import type { Output } from '../output.js';
import { oneLine, printable } from '../printable.js';
import type { ProgressBoard, ProgressForm, ProgressView } from './board.js';
import { fitRows, LiveLines, type Space } from './live-lines.js';

const barSize = 24;
/** With fewer columns the bar is short, so that the text beside it fits. */
const fullWidth = 71;
const shortBarSize = 8;

const gap = '  ';
const shortestName = 8;
/** Columns of a percentage that is cut behind it, such as ` 50 %…`. */
const percentSize = 6;

/** Milliseconds between two drawings. */
const drawInterval = 100;

interface Bar {
  readonly name: string;
  /** Null while the total is unknown. */
  fraction: number | null;
  marquee: boolean;
  description: string;
}

/** Draws one bar per line. A view whose total is unknown has its counts and its rate beside an empty bar. */
export class BarBoard implements ProgressBoard {
  readonly #output: Output;
  readonly #start = Date.now();
  readonly #bars: Bar[] = [];
  #lines: LiveLines | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(output: Output) {
    this.#output = output;
  }

  open<Progress>(form: ProgressForm<Progress>, title = ''): ProgressView<Progress> {
    const bar: Bar = { name: oneLine(title), fraction: 0, marquee: false, description: '' };
    this.#bars.push(bar);
    this.#lines ??= new LiveLines(this.#output, (space) => this.#format(space));
    this.#timer ??= setInterval(() => this.#lines?.draw(), drawInterval);
    return {
      update: (progress) => {
        bar.fraction = form.fractionOf(progress);
        bar.marquee = form.isMarquee?.(progress) ?? false;
        bar.description = printable(form.describe(progress));
      },
    };
  }

  close(): void {
    clearInterval(this.#timer);
    this.#lines?.finish();
    this.#lines = null;
  }

  #format({ columns, rows }: Space): string[] {
    const { shown, rest } = fitRows(this.#bars, rows, rankOf);
    const size = columns < fullWidth ? shortBarSize : barSize;
    const longestName = Math.max(...shown.map(({ name }) => columnsOf(name)));
    // The bar and the percentage remain beside a long name.
    const nameWidth = Math.min(longestName, Math.max(columns - size - percentSize - 2 * gap.length, shortestName));
    return [...shown.map((bar) => this.#formatBar(bar, nameWidth, size)), ...rest].map((line) => cut(line, columns));
  }

  #formatBar(bar: Bar, nameWidth: number, size: number): string {
    const name = nameWidth === 0 ? [] : [fit(bar.name, nameWidth)];
    return [...name, this.#shape(bar, size), bar.description].join(gap).trimEnd();
  }

  #shape({ fraction, marquee }: Bar, size: number): string {
    if (marquee) return marqueeBar(Date.now() - this.#start, size);
    return barOf(fraction, size);
  }
}

/** Ranks the bars for a terminal that does not have a row for each: what is in progress, what has not begun, and what is complete. */
function rankOf({ fraction }: Bar): number {
  if (fraction === 0) return 1;
  return fraction === 1 ? 2 : 0;
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
