import type { Output } from '../output.js';
import { oneLine } from '../printable.js';
import { BarBoard } from './bars.js';
import type { ProgressBoard, ProgressForm, ProgressView } from './board.js';

/** Opens the board for an output: records with `--json`, bars on a terminal, otherwise lines. */
export function openBoard(output: Output, json: boolean): ProgressBoard {
  if (json) return new RecordBoard(output);
  return output.isTerminal ? new BarBoard(output) : new LineBoard(output);
}

/** Milliseconds between two lines while the state does not change. */
const lineInterval = 1000;

/** Writes plain lines, for logs and pipes: one when the state changes, otherwise at most one per second. */
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
        this.#output.print(prefix + form.describe(progress).trimStart());
      },
    };
  }

  close(): void {}
}

/** Writes one JSON object per line: `type` is `progress`, and `name` is the name of the view if it has one. */
export class RecordBoard implements ProgressBoard {
  readonly #output: Output;

  constructor(output: Output) {
    this.#output = output;
  }

  open<Progress>(form: ProgressForm<Progress>, name?: string): ProgressView<Progress> {
    const head = { type: 'progress', ...(name === undefined ? {} : { name }) };
    return { update: (progress) => this.#output.writeRecord({ ...head, ...form.toRecord(progress) }) };
  }

  close(): void {}
}
