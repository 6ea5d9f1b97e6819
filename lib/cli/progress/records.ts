import type { TransferSnapshot } from '../../index.js';
import { type ErrorRecord, toErrorRecord } from '../errors.js';
import type { Output } from '../output.js';
import type { ProgressBoard, ProgressView } from './board.js';

/** A snapshot as `--json` writes it. Byte counts are decimal strings, since JSON's numbers lose digits above 2^53. */
export interface ProgressRecord extends Omit<TransferSnapshot, 'bytesTransferred' | 'bytesTotal' | 'error'> {
  readonly type: 'progress';
  /** Which transfer, where there are several. */
  readonly name?: string;
  readonly bytesTransferred: string;
  /** Null while it is not known. */
  readonly bytesTotal: string | null;
  /** Only in `error` and `transientError`. */
  readonly error?: Omit<ErrorRecord, 'type'>;
}

export function toProgressRecord(snapshot: TransferSnapshot, name?: string): ProgressRecord {
  const { bytesTransferred, bytesTotal, error, ...rest } = snapshot;
  return {
    type: 'progress',
    ...(name === undefined ? {} : { name }),
    ...rest,
    bytesTransferred: bytesTransferred.toString(),
    bytesTotal: bytesTotal?.toString() ?? null,
    ...(error === null ? {} : { error: withoutType(toErrorRecord(error)) }),
  };
}

function withoutType({ type: _, ...record }: ErrorRecord): Omit<ErrorRecord, 'type'> {
  return record;
}

/** One JSON object a snapshot, each on a line of its own. */
export class RecordBoard implements ProgressBoard {
  readonly #output: Output;

  constructor(output: Output) {
    this.#output = output;
  }

  open(name?: string): ProgressView {
    return { update: (snapshot) => this.#output.writeRecord(toProgressRecord(snapshot, name)) };
  }

  close(): void {}
}
