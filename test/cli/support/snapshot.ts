import { serializable } from '../../../lib/com/json.js';
import type { BitsTransferSnapshot } from '../../../lib/index.js';

/** A snapshot of a transfer of unknown size that has just begun, but for what the test says. */
export function snapshotWith(part: Partial<Omit<BitsTransferSnapshot, 'toJSON'>>): BitsTransferSnapshot {
  return serializable({
    state: 'transferring',
    bytesTransferred: 0n,
    bytesTotal: null,
    filesTransferred: 0,
    filesTotal: 1,
    fraction: null,
    bytesPerSecond: null,
    remainingSeconds: null,
    error: null,
    waitingFor: null,
    ...part,
  });
}
