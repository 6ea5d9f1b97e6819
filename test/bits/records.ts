import { sizeUnknown, transferStates } from '../../lib/bits/constants.js';
import type { BitsTransferState } from '../../lib/bits/snapshot.js';
import type { ErrorRecord, JobRecord, ProgressRecord } from '../../lib/bits/verbs.js';

export interface RecordParts extends Partial<ProgressRecord> {
  readonly state?: BitsTransferState;
  readonly error?: ErrorRecord | null;
}

/** What a backend would read of a job; one file of unknown size, suspended, unless told otherwise. */
export function jobRecord({ state = 'suspended', error = null, ...progress }: RecordParts = {}): JobRecord {
  return {
    state: transferStates.indexOf(state),
    progress: { bytesTotal: sizeUnknown, bytesTransferred: 0n, filesTotal: 1, filesTransferred: 0, ...progress },
    error,
  };
}
