import { hresults } from '../../../com/hresult.js';
import { remoteFailure } from '../http-results.js';
import type { JobFile } from '../job-file.js';
import type { TransferObserver, TransferTerms } from '../transport.js';
import type { HttpClient } from './exchange.js';

/** Uploads a file by the BITS upload protocol. @throws {TransferFailure} */
export async function uploadFile(
  _client: HttpClient,
  _file: JobFile,
  _terms: TransferTerms,
  _observer: TransferObserver,
  _signal: AbortSignal,
): Promise<void> {
  throw remoteFailure(hresults.E_NOTIMPL);
}
