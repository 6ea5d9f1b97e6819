import progress, { type MultiBar, type Options, type Params } from 'cli-progress';
import type { TransferSnapshot } from '../../index.js';
import { describeSnapshot } from '../format.js';
import type { Output } from '../output.js';
import type { ProgressBoard, ProgressView } from './board.js';

const barSize = 24;
const unknownBar = '·'.repeat(barSize);

interface BarPayload {
  readonly name: string;
  readonly snapshot?: TransferSnapshot;
}

/** One bar of cli-progress for each transfer. A transfer whose size is not known shows bytes and rate beside an empty bar. */
export class BarBoard implements ProgressBoard {
  readonly #bars: MultiBar;
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

  open(name = ''): ProgressView {
    this.#longestName = Math.max(this.#longestName, name.length);
    const payload: BarPayload = { name };
    const bar = this.#bars.create(1, 0, payload);
    return {
      update: (snapshot) => {
        const next: BarPayload = { name, snapshot };
        bar.update(snapshot.fraction ?? 0, next);
      },
    };
  }

  close(): void {
    if (this.#bars.isActive) this.#bars.stop();
  }

  #format(options: Options, params: Params, { name, snapshot }: BarPayload): string {
    const bar = snapshot?.fraction === null ? unknownBar : progress.Format.BarFormat(params.progress, options);
    const parts = [
      ...(this.#longestName === 0 ? [] : [name.padEnd(this.#longestName)]),
      bar,
      snapshot === undefined ? '' : describeSnapshot(snapshot),
    ];
    return parts
      .join('  ')
      .trimEnd()
      .slice(0, params.maxWidth - 1);
  }
}
