import { serializable } from '../../../lib/com/json.js';
import type { BitsTransferSnapshot } from '../../../lib/index.js';

/** A snapshot of a transfer, which by default has just begun and has an unknown size. */
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
