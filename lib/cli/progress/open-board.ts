import type { Output } from '../output.js';
import { BarBoard } from './bars.js';
import type { ProgressBoard } from './board.js';
import { LineBoard } from './lines.js';
import { RecordBoard } from './records.js';

/** Bars on a terminal, lines elsewhere, objects with `--json`. */
export function openBoard(output: Output, json: boolean): ProgressBoard {
  if (json) return new RecordBoard(output);
  return output.isTerminal ? new BarBoard(output) : new LineBoard(output);
}
