import { HResultError, isHResult } from '../com/error.js';
import { hresults } from '../com/hresult.js';

const wayOut =
  'every job counts until it is completed or cancelled: list the jobs with bits.jobs(), and complete() or cancel() those that are not needed';

/**
 * Throws the same error; one that reports too many jobs has a context that explains how to have fewer.
 * Source: https://learn.microsoft.com/windows/win32/bits/group-policies.
 */
export function explainJobLimit(error: unknown): never {
  if (isHResult(error, hresults.BG_E_TOO_MANY_JOBS_PER_USER, hresults.BG_E_TOO_MANY_JOBS_PER_MACHINE)) {
    throw new HResultError(error.hresult, error.operation, wayOut);
  }
  throw error;
}
