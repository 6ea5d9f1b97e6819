import { type Bits, HResultError } from '../../index.js';
import { orUsageError } from '../errors.js';
import { explainJobLimit, type GetRequest, keyOf, nameOf } from './requests.js';
import type { FollowOptions, Transfer } from './transfer.js';

/** Continues the unfinished download of an earlier run to the same files, or starts one. */
export async function startDownload(bits: Bits, request: GetRequest, following: FollowOptions): Promise<Transfer> {
  const { files, settings, limits } = request;
  const download = await orUsageError(() =>
    bits.openDownload(files, {
      name: nameOf(request),
      key: keyOf(request),
      onAbort: 'suspend',
      ...settings,
      ...limits,
      ...following,
    }),
  ).catch(explainJobLimit);
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
