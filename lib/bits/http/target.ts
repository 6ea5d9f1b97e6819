import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hresults } from '../../com/hresult.js';
import { localFailure } from './http-results.js';
import { hresultOf } from './local-errors.js';

/**
 * Returns the result with which a path is refused as the target of a download, or null: `E_ACCESSDENIED` for a folder and for what cannot be
 * written to, `ERROR_BAD_FILE_TYPE` for a device, a pipe or a socket, which a file would replace. Links are followed.
 */
export async function targetRefusal(path: string): Promise<number | null> {
  const status = await stat(path).catch(() => null);
  if (status?.isDirectory()) return hresults.E_ACCESSDENIED;
  if (status !== null && !status.isFile()) return hresults.ERROR_BAD_FILE_TYPE;
  for (const place of [dirname(path), path]) {
    try {
      await access(place, constants.W_OK);
    } catch (error) {
      if (hresultOf(error) === hresults.E_ACCESSDENIED) return hresults.E_ACCESSDENIED;
    }
  }
  return null;
}

/** Checks the target of a transfer, before a byte is requested. @throws {TransferFailure} if it is refused */
export async function checkTarget(path: string): Promise<void> {
  const refusal = await targetRefusal(path);
  if (refusal !== null) throw localFailure(refusal);
}
