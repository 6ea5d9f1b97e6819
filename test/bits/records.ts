import { sizeUnknown, transferStates } from '../../lib/bits/constants.js';
import type { BitsTransferState } from '../../lib/bits/snapshot.js';
import type { ErrorRecord, JobRecord, ProgressRecord } from '../../lib/bits/verbs.js';

export interface RecordParts extends Partial<ProgressRecord> {
  readonly state?: BitsTransferState;
  readonly error?: ErrorRecord | null;
}

/** The values that a backend reads of a job (default: suspended, one file of unknown size). */
export function jobRecord({ state = 'suspended', error = null, ...progress }: RecordParts = {}): JobRecord {
  return {
    state: transferStates.indexOf(state),
    progress: { bytesTotal: sizeUnknown, bytesTransferred: 0n, filesTotal: 1, filesTransferred: 0, ...progress },
    error,
  };
}
