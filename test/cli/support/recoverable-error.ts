import type { WinSyncRecoverableError } from '../../../lib/index.js';

/** An error of which nothing is told, but for what the test says. */
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
