import type { Output } from '../output.js';
import type { ProgressBoard, ProgressForm, ProgressView } from './board.js';

/** One JSON object for each progress, on a line of its own: `type` is `progress`, `name` tells which where there are several. */
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
