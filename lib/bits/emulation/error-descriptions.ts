import { hresultName, hresults, toHexadecimal } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';

/** The only language of an emulated machine: English, United States. */
const installedLanguage = 0x0409;

const texts: ReadonlyMap<number, string> = new Map<number, string>([
  [hresults.BG_E_NOT_FOUND, 'The job does not exist.'],
  [hresults.BG_E_INVALID_STATE, 'The call is not valid in the current state of the job.'],
  [hresults.BG_E_EMPTY, 'The job has no files.'],
  [hresults.BG_E_NETWORK_DISCONNECTED, 'The machine is not connected to a network.'],
  [hresults.BG_E_TOO_MANY_FILES, 'The job cannot take another file.'],
  [
    hresults.BG_E_TOO_MANY_FILES_IN_JOB,
    'The job has the maximum number of files that the policy of the machine allows.',
  ],
  [
    hresults.BG_E_TOO_MANY_JOBS_PER_USER,
    'The user has the maximum number of jobs that the policy of the machine allows.',
  ],
  [hresults.BG_E_TOO_MANY_JOBS_PER_MACHINE, 'The machine has the maximum number of jobs that its policy allows.'],
  [hresults.BG_E_STRING_TOO_LONG, 'A string is too long.'],
  [hresults.BG_E_MAXDOWNLOAD_TIMEOUT, 'The download exceeded the maximum download time.'],
  [hresults.BG_E_HTTP_ERROR_401, 'The server requires authentication.'],
  [hresults.BG_E_HTTP_ERROR_403, 'The server refuses access to the file.'],
  [hresults.BG_E_HTTP_ERROR_404, 'The file does not exist on the server.'],
  [hresults.BG_E_HTTP_ERROR_500, 'The server reported an internal error.'],
  [hresults.BG_E_HTTP_ERROR_503, 'The server is temporarily unavailable.'],
  [hresults.ERROR_WINHTTP_CANNOT_CONNECT, 'A connection to the server could not be established.'],
  [hresults.ERROR_WINHTTP_CONNECTION_ERROR, 'The connection to the server ended unexpectedly.'],
  [hresults.ERROR_WINHTTP_NAME_NOT_RESOLVED, 'The name of the server could not be resolved.'],
  [hresults.ERROR_WINHTTP_TIMEOUT, 'The server did not respond in time.'],
  [hresults.E_ACCESSDENIED, 'Access is denied.'],
]);

/**
 * Returns the emulated service's description of a result. The texts are this project's own, and differ from those of Windows.
 * @throws {RefusedCall} `E_INVALIDARG` without a language, `ERROR_RESOURCE_LANG_NOT_FOUND` for one that is not installed
 */
export function describeResult(hresult: number, languageId: number): string {
  if (languageId === 0) refuse(hresults.E_INVALIDARG);
  if (languageId !== installedLanguage) refuse(hresults.ERROR_RESOURCE_LANG_NOT_FOUND);
  return texts.get(hresult) ?? `The result is ${hresultName(hresult)} (${toHexadecimal(hresult)}).`;
}
