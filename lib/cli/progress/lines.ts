import type { TransferSnapshot, TransferState } from '../../index.js';
import { describeSnapshot } from '../format.js';
import type { Output } from '../output.js';
import type { ProgressBoard, ProgressView } from './board.js';

/** Milliseconds between two lines about a transfer that merely goes on. */
const lineInterval = 1000;

/** Plain lines, for logs and pipes: one when the state changes, and one a second at most while it stays the same. */
export class LineBoard implements ProgressBoard {
  readonly #output: Output;
  readonly #now: () => number;

  constructor(output: Output, now: () => number = Date.now) {
    this.#output = output;
    this.#now = now;
  }

  open(name?: string): ProgressView {
    const prefix = name === undefined ? '' : `${name}: `;
    let state: TransferState | undefined;
    let shown = Number.NEGATIVE_INFINITY;
    return {
      update: (snapshot: TransferSnapshot) => {
        const time = this.#now();
        if (snapshot.state === state && time - shown < lineInterval) return;
        state = snapshot.state;
        shown = time;
        this.#output.say(prefix + describeSnapshot(snapshot).trimStart());
      },
    };
  }

  close(): void {}
}
