import { type Bits, BitsDownloadError, HResultError } from '../../index.js';
import { orUsageError } from '../errors.js';
import { explainRefusedFile } from './refused-files.js';
import { explainJobLimit, type GetRequest, keyOf, nameOf } from './requests.js';
import type { FollowOptions, Transfer } from './transfer.js';

/** Continues the unfinished download of an earlier run to the same files, or starts one. */
export async function startDownload(bits: Bits, request: GetRequest, following: FollowOptions): Promise<Transfer> {
  const { files, settings, limits } = request;
  const name = nameOf(request);
  const download = await orUsageError(() =>
    bits.openDownload(files, {
      name,
      key: keyOf(request),
      onAbort: 'suspend',
      ...settings,
      ...limits,
      ...following,
    }),
  )
    .catch((error: unknown) => explainUse(error, request))
    .catch((error: unknown) =>
      explainRefusedFile(error, files, async ({ url, path }) => {
        await (await bits.createJob({ name, files: [{ url, path }] })).cancel();
      }),
    )
    .catch(explainJobLimit);
  return {
    get job() {
      try {
        return download.job;
      } catch (error) {
        // A download without BITS has no job.
        if (error instanceof HResultError) return null;
        throw error;
      }
    },
    done: download.done,
  };
}

/** Throws the same error. For files that another run downloads, the error names them instead of the key, which is a digest. */
function explainUse(error: unknown, { files }: GetRequest): never {
  if (!(error instanceof BitsDownloadError) || error.code !== 'ERR_DOWNLOAD_IN_USE') throw error;
  const others = files.length - 1;
  const more = others === 0 ? '' : ` and ${others} other ${others === 1 ? 'file' : 'files'}`;
  const message = `another process is downloading to ${files[0]?.path}${more}`;
  throw new BitsDownloadError(error.code, message, null, { cause: error });
}
