import { HResultError } from '../error.js';
import { isError } from '../thrown.js';

/**
 * An error in a message of a diagnostics channel. It has no text and no file, because these can contain addresses with tokens and paths of the
 * user.
 */
export interface DiagnosticsError {
  /** The name of the result, such as `'BG_E_HTTP_ERROR_404'`; for another error its `code`, or its name, such as `'AbortError'`. */
  readonly code: string;
  /** The result as an unsigned 32-bit number; null if the error is not a COM error. */
  readonly hresult: number | null;
  /** The interface and method that failed; null if the error is not a COM error. */
  readonly operation: string | null;
  /** The status of the HTTP response; null if there is none. */
  readonly httpStatus: number | null;
}

/** Describes any thrown value. Never throws. */
export function toDiagnosticsError(thrown: unknown): DiagnosticsError {
  if (thrown instanceof HResultError) {
    const { code, hresult, operation, httpStatus = null } = thrown;
    return { code, hresult, operation, httpStatus };
  }
  return { code: codeOf(thrown), hresult: null, operation: null, httpStatus: null };
}

/** Matches texts that look like a name: any other text may contain data of the user. */
const namePattern = /^[A-Za-z]\w{0,63}$/;

function codeOf(thrown: unknown): string {
  try {
    if (!isError(thrown)) return typeof thrown;
    for (const name of ['code' in thrown ? thrown.code : undefined, thrown.name]) {
      if (typeof name === 'string' && namePattern.test(name)) return name;
    }
  } catch {
    // A value whose own accessors throw has no name.
  }
  return 'Error';
}
