import type { Output } from '../output.js';
import { oneLine } from '../printable.js';
import type { ProgressBoard, ProgressForm, ProgressView } from './board.js';

/** Milliseconds between two lines about what merely goes on. */
const lineInterval = 1000;

/** Plain lines, for logs and pipes: one when the state changes, and one a second at most while it stays the same. */
export class LineBoard implements ProgressBoard {
  readonly #output: Output;
  readonly #now: () => number;

  constructor(output: Output, now: () => number = Date.now) {
    this.#output = output;
    this.#now = now;
  }

  open<Progress>(form: ProgressForm<Progress>, name?: string): ProgressView<Progress> {
    const prefix = name === undefined ? '' : `${oneLine(name)}: `;
    let state: string | undefined;
    let shown = Number.NEGATIVE_INFINITY;
    return {
      update: (progress) => {
        const time = this.#now();
        const next = form.stateOf(progress);
        if (next === state && time - shown < lineInterval) return;
        state = next;
        shown = time;
        this.#output.say(prefix + form.describe(progress).trimStart());
      },
    };
  }

  close(): void {}
}
