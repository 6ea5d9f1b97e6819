import type { WinSyncRecoverableError } from '../../../lib/index.js';

/** A recoverable error, by default with unknown properties. */
export function recoverableErrorWith(part: Partial<WinSyncRecoverableError>): WinSyncRecoverableError {
  return {
    stage: null,
    provider: null,
    change: null,
    error: null,
    itemDisplayName: null,
    errorDescription: null,
    folded: 0,
    ...part,
  };
}
