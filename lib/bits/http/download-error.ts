import { HResultError } from '../../com/error.js';
import { errorContexts } from '../constants.js';
import type { FileName } from '../file-verbs.js';
import type { TransferFailure } from './transfer-failure.js';

/** The operation of errors of a download without BITS. */
export const directOperation = 'HttpDownload';

/** Returns the error that BITS would report for the same failure, with the file and the status of the HTTP response. */
export function toDownloadError({ hresult, context }: TransferFailure, name: FileName): HResultError {
  return new HResultError(hresult, directOperation, errorContexts[context] ?? String(context), {
    file: { url: name.remoteName, path: name.localName },
  });
}
