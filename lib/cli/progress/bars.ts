import progress, { type MultiBar, type Options, type Params } from 'cli-progress';
import type { Output } from '../output.js';
import { oneLine, printable } from '../printable.js';
import type { ProgressBoard, ProgressForm, ProgressView } from './board.js';
import { marqueeBar } from './marquee.js';

const barSize = 24;
const unknownBar = '·'.repeat(barSize);

interface BarPayload {
  readonly name: string;
  /** Null while the total is not known. */
  readonly fraction: number | null;
  readonly marquee: boolean;
  readonly description: string;
}

/** One bar of cli-progress for each thing. What has no known total shows its counts and rate beside an empty bar. */
export class BarBoard implements ProgressBoard {
  readonly #bars: MultiBar;
  readonly #start = Date.now();
  #longestName = 0;

  constructor(output: Output) {
    this.#bars = new progress.MultiBar({
      stream: output.stdout,
      fps: 10,
      barsize: barSize,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      // Nothing of the terminal is changed, so that nothing is left to put back where the process is killed.
      hideCursor: false,
      linewrap: true,
      format: (options, params, payload: BarPayload) => this.#format(options, params, payload),
    });
  }

  open<Progress>(form: ProgressForm<Progress>, title = ''): ProgressView<Progress> {
    const name = oneLine(title);
    this.#longestName = Math.max(this.#longestName, name.length);
    const payload: BarPayload = { name, fraction: 0, marquee: false, description: '' };
    const bar = this.#bars.create(1, 0, payload);
    return {
      update: (progress) => {
        const fraction = form.fractionOf(progress);
        const marquee = form.isMarquee?.(progress) ?? false;
        const next: BarPayload = { name, fraction, marquee, description: printable(form.describe(progress)) };
        bar.update(fraction ?? 0, next);
      },
    };
  }

  close(): void {
    if (this.#bars.isActive) this.#bars.stop();
  }

  #format(options: Options, params: Params, payload: BarPayload): string {
    const { name, description } = payload;
    const bar = this.#bar(options, params, payload);
    const parts = [...(this.#longestName === 0 ? [] : [name.padEnd(this.#longestName)]), bar, description];
    return parts
      .join('  ')
      .trimEnd()
      .slice(0, params.maxWidth - 1);
  }

  #bar(options: Options, params: Params, { fraction, marquee }: BarPayload): string {
    if (marquee) return marqueeBar(Date.now() - this.#start, barSize);
    return fraction === null ? unknownBar : progress.Format.BarFormat(params.progress, options);
  }
}
