import type { TransferSnapshot } from '../../index.js';
import type { Output } from '../output.js';
import { BarBoard } from './bars.js';
import { LineBoard } from './lines.js';
import { RecordBoard } from './records.js';

/** Where the progress of one transfer is shown. */
export interface ProgressView {
  update(snapshot: TransferSnapshot): void;
}

/** Where the progress of one or several transfers is shown. */
export interface ProgressBoard {
  /** @param name tells several transfers apart; left out where there is one */
  open(name?: string): ProgressView;
  /** Shows the last of it and lets go of the terminal. */
  close(): void;
}

/** Bars on a terminal, lines elsewhere, objects with `--json`. */
export function openBoard(output: Output, json: boolean): ProgressBoard {
  if (json) return new RecordBoard(output);
  return output.isTerminal ? new BarBoard(output) : new LineBoard(output);
}
