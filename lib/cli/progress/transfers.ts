import type { BitsTransferSnapshot } from '../../index.js';
import { type FailureRecord, toFailureRecord } from '../errors.js';
import { describeSnapshot } from '../format.js';
import type { ProgressForm } from './board.js';

/** A snapshot as `--json` writes it. Byte counts are decimal strings, since JSON's numbers lose digits above 2^53. */
export interface TransferRecord
  extends Omit<BitsTransferSnapshot, 'bytesTransferred' | 'bytesTotal' | 'error' | 'toJSON'> {
  readonly bytesTransferred: string;
  /** Null while it is not known. */
  readonly bytesTotal: string | null;
  /** Only in `error` and `transientError`. */
  readonly error?: FailureRecord;
}

/** Snapshots of a transfer, on any board. */
export const transferForm: ProgressForm<BitsTransferSnapshot> = {
  fractionOf: ({ fraction }) => fraction,
  describe: describeSnapshot,
  stateOf: ({ state }) => String(state),
  toRecord({ bytesTransferred, bytesTotal, error, ...rest }): TransferRecord {
    return {
      ...rest,
      bytesTransferred: bytesTransferred.toString(),
      bytesTotal: bytesTotal?.toString() ?? null,
      ...(error === null ? {} : { error: toFailureRecord(error) }),
    };
  },
};
