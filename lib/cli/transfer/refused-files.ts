import { type BitsFileEntry, HResultError, isHResult } from '../../index.js';

/** Adds one file to a new job or group, and cancels it again. Rejects if the file is refused. */
type AddAlone = (file: BitsFileEntry) => Promise<void>;

/** The results of BITS for a URL or a path that it does not accept. */
const refusals = [
  'E_INVALIDARG',
  'E_ACCESSDENIED',
  'ERROR_BAD_FILE_TYPE',
  'ERROR_FILE_NOT_FOUND',
  'ERROR_PATH_NOT_FOUND',
] as const;

/** A URL that BITS accepts. Nothing is requested from it. */
const acceptedUrl = 'http://localhost/file';

/**
 * Throws the error of a transfer that was not started. BITS refuses several files as a whole, and does not report which part of a file is wrong: the
 * error names the first file that is refused alone, and in its context whether that is because of the local or the remote file.
 */
export async function explainRefusedFile(
  error: unknown,
  files: readonly BitsFileEntry[],
  addAlone: AddAlone,
): Promise<never> {
  if (!isRefusal(error)) throw error;
  for (const file of files) {
    const refusal = await refusalOf(file, addAlone);
    if (refusal === null) continue;
    const local = await refusalOf({ url: acceptedUrl, path: file.path }, addAlone);
    const context = local === null ? 'remoteFile' : 'localFile';
    throw new HResultError(refusal.hresult, error.operation, context, { file, cause: error });
  }
  throw error;
}

async function refusalOf(file: BitsFileEntry, addAlone: AddAlone): Promise<HResultError | null> {
  try {
    await addAlone(file);
    return null;
  } catch (error) {
    if (!(error instanceof HResultError)) throw error;
    return isRefusal(error) ? error : null;
  }
}

function isRefusal(error: unknown): error is HResultError {
  return isHResult(error, ...refusals) && /^IBackgroundCopyJob\d?\.AddFile/.test(error.operation);
}
