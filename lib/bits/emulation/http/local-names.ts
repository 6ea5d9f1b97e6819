import { access, constants, lstat, rename, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { hresults } from '../../../com/hresult.js';
import { errorCode } from '../../../com/thrown.js';
import { refuse } from '../../../emulation/refused-call.js';
import { hresultOf } from '../../http/local-errors.js';
import { targetRefusal } from '../../http/target.js';
import type { JobFile } from '../job-file.js';

/**
 * Checks the local name of a download.
 * @throws {RefusedCall} `E_INVALIDARG` if the name is not a full path on this platform, or the result with which the target is refused
 */
export async function checkDestination(localName: string): Promise<void> {
  if (!isAbsolute(localName)) refuse(hresults.E_INVALIDARG);
  const refusal = await targetRefusal(localName);
  if (refusal !== null) refuse(refusal);
}

/**
 * Checks the local name of an upload.
 * @throws {RefusedCall} `E_INVALIDARG` for a name that is not a full path, `E_ACCESSDENIED` for a file that cannot be read
 */
export async function checkSource(localName: string): Promise<void> {
  if (!isAbsolute(localName)) refuse(hresults.E_INVALIDARG);
  if ((await stat(localName).catch(() => null))?.isDirectory()) refuse(hresults.E_ACCESSDENIED);
  try {
    await access(localName, constants.R_OK);
  } catch (error) {
    // A missing file is reported when it is transferred.
    if (hresultOf(error) === hresults.E_ACCESSDENIED) refuse(hresults.E_ACCESSDENIED);
  }
}

/** Renames a complete file to its final name. @throws {RefusedCall} the error of the file system as an HRESULT */
export async function commitFile(file: JobFile): Promise<void> {
  const { temporaryName } = file;
  if (file.direct) {
    if (await isThere(file.localName)) return;
    file.restart();
    refuse(hresults.ERROR_FILE_NOT_FOUND);
  }
  if (temporaryName === null) refuse(hresults.ERROR_FILE_NOT_FOUND);
  // Platforms report different errors if the target is a folder; this is the one of Windows.
  const refusal = await targetRefusal(file.localName);
  if (refusal !== null) refuse(refusal);
  try {
    await rename(temporaryName, file.localName);
    file.temporaryName = null;
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' || (await isThere(temporaryName))) refuse(hresultOf(error));
    // Resuming the job downloads it again.
    file.restart();
    refuse(hresults.ERROR_FILE_NOT_FOUND);
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null;
}
