import { explain } from './explain.js';
import { familyOf, hresultName, hresults, httpStatusOf, toHexadecimal, toUnsigned } from './hresult.js';

/** The details of an {@link HResultError} in addition to its result. */
export interface HResultErrorOptions extends ErrorOptions {
  /** The file of the transfer that failed. */
  readonly file?: HResultError['file'] | undefined;
  /** What has happened, as the message begins; that the operation failed by default. */
  readonly summary?: string | undefined;
}

/**
 * A COM call that failed, from either backend.
 *
 * The message is for people and may change; programs compare `code` or `hresult`.
 * Source: https://learn.microsoft.com/windows/win32/com/structure-of-com-error-codes.
 */
export class HResultError extends Error {
  /**
   * The symbolic name, such as `'E_NOTIMPL'` or `'BG_E_INVALID_STATE'`; `'0x8XXXXXXX'` if it has none. If families have different names for one
   * number, it is the name of the family that `operation` belongs to.
   */
  readonly code: string;
  /** The result as an unsigned 32-bit number, such as `0x80004001`. */
  readonly hresult: number;
  /** The interface and method that returned the result, such as `'IBackgroundCopyGroup.GetProgress'`. */
  readonly operation: string;
  /**
   * Further details. For transfer errors: the place of the error according to BITS, such as `'remoteFile'` (`BG_ERROR_CONTEXT`). For a library that
   * cannot be used: the reason. For a class that cannot be activated: its CLSID. For a name of a file that BITS refuses: what is wrong with it.
   */
  declare readonly context?: string | undefined;
  /**
   * For transfer errors: the file that failed, with its URL and its full local path; absent if BITS reports none.
   * Source: https://learn.microsoft.com/windows/win32/api/bits/nf-bits-ibackgroundcopyerror-getfile.
   */
  declare readonly file?: { readonly url: string; readonly path: string } | undefined;
  /**
   * The status of the HTTP response, such as `404` or `429`; absent if the result is not an HTTP error (`BG_E_HTTP_ERROR_…`).
   * Source: https://learn.microsoft.com/windows/win32/bits/bits-return-values.
   */
  declare readonly httpStatus?: number | undefined;

  /**
   * For results that the configuration of the computer causes: the cause and the remedy, in English; absent for all others. Each has a section in
   * docs/troubleshooting.md.
   */
  declare readonly explanation?: string | undefined;

  constructor(hresult: number, operation: string, context?: string, options: HResultErrorOptions = {}) {
    const { file, summary = `${operation} failed`, ...rest } = options;
    const code = hresultName(hresult, familyOf(operation));
    const hexadecimal = toHexadecimal(hresult);
    super(
      `${summary}: ${code === hexadecimal ? code : `${code} (${hexadecimal})`}${context ? `, ${context}` : ''}`,
      rest,
    );
    this.code = code;
    this.hresult = toUnsigned(hresult);
    this.operation = operation;
    if (context !== undefined) this.context = context;
    if (file !== undefined) this.file = { url: file.url, path: file.path };
    const httpStatus = httpStatusOf(hresult);
    if (httpStatus !== null) this.httpStatus = httpStatus;
    const explanation = explain(this.hresult);
    if (explanation !== undefined) this.explanation = explanation;
  }

  /** Returns the properties for `JSON.stringify()`, including the message, which it omits from other errors. */
  toJSON(): Readonly<Record<string, unknown>> {
    const { name, message, code, hresult, operation, context, file, httpStatus, explanation } = this;
    return {
      name,
      message,
      code,
      hresult,
      operation,
      ...(context === undefined ? {} : { context }),
      ...(file === undefined ? {} : { file }),
      ...(httpStatus === undefined ? {} : { httpStatus }),
      ...(explanation === undefined ? {} : { explanation }),
    };
  }

  static {
    HResultError.prototype.name = 'HResultError';
  }
}

/** The name of a result, such as `'BG_E_HTTP_ERROR_404'`. Any other text is accepted too, because Windows returns results that are not listed. */
export type HResultCode = keyof typeof hresults | (string & {});

/**
 * Whether a caught value is an {@link HResultError} with one of these results. A result is given by its name or by its number, signed or unsigned. A
 * number with different names in several families matches each name that {@link hresults} has for it, and the `code` of the error.
 */
export function isHResult(error: unknown, ...results: readonly (HResultCode | number)[]): error is HResultError {
  if (!(error instanceof HResultError)) return false;
  const names: Readonly<Record<string, number>> = hresults;
  return results.some((result) => {
    if (typeof result === 'number') return toUnsigned(result) === error.hresult;
    return result === error.code || names[result] === error.hresult;
  });
}

/** Returns a function that throws the error of a call, and names the class in that of its activation: COM does not. */
export function namingClass(clsid: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof HResultError) || error.operation !== 'CoCreateInstance' || error.context !== undefined)
      throw error;
    throw new HResultError(error.hresult, error.operation, `class ${clsid}`, { cause: error });
  };
}
