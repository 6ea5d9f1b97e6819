import { requireOptions } from '../com/arguments.js';
import { type ContentTransferCounts, requireCounts } from './notifications.js';

/** The progress of a job according to its provider. */
export interface ContentTransferJobCounts extends Omit<ContentTransferCounts, 'bytesTotal' | 'filesTotal'> {
  /** Null (or `0n`) while it is unknown. */
  readonly bytesTotal: bigint | null;
  /** Null (or 0) while it is unknown. */
  readonly filesTotal: number | null;
}

/** The counts of a job before its first report. */
export const noCounts: ContentTransferCounts = {
  bytesTotal: 0n,
  bytesTransferred: 0n,
  filesTotal: 0,
  filesTransferred: 0,
};

/**
 * Returns the counts to report after new counts of the provider. A known total stays known: if the transfer has lost it, for example because it
 * starts again, at most the last known total is reported as transferred.
 * @throws {TypeError | RangeError} under the same conditions as a notification with these counts
 */
export function takeCounts(before: ContentTransferCounts, given: ContentTransferJobCounts): ContentTransferCounts {
  const { bytesTotal, filesTotal, ...rest } = requireOptions(given, 'counts');
  const counts = requireCounts({
    ...rest,
    ...(bytesTotal !== undefined && { bytesTotal: bytesTotal ?? 0n }),
    ...(filesTotal !== undefined && { filesTotal: filesTotal ?? 0 }),
  });
  const bytesKnown = counts.bytesTotal !== 0n || before.bytesTotal === 0n;
  const filesKnown = counts.filesTotal !== 0 || before.filesTotal === 0;
  return {
    bytesTotal: bytesKnown ? counts.bytesTotal : before.bytesTotal,
    bytesTransferred: bytesKnown ? counts.bytesTransferred : smaller(counts.bytesTransferred, before.bytesTotal),
    filesTotal: filesKnown ? counts.filesTotal : before.filesTotal,
    filesTransferred: filesKnown ? counts.filesTransferred : Math.min(counts.filesTransferred, before.filesTotal),
  };
}

/** Returns the counts for the report of success: a total that is still unknown is replaced by the transferred count. */
export function finalCounts(counts: ContentTransferCounts): ContentTransferCounts {
  return {
    ...counts,
    bytesTotal: counts.bytesTotal === 0n ? counts.bytesTransferred : counts.bytesTotal,
    filesTotal: counts.filesTotal === 0 ? counts.filesTransferred : counts.filesTotal,
  };
}

/** Whether byte progress is due: a whole chunk since the last report, in either direction, or a total that has become known. */
export function isDue(reported: ContentTransferCounts, counts: ContentTransferCounts, chunkSize: bigint): boolean {
  if (reported.bytesTotal === 0n && counts.bytesTotal !== 0n) return true;
  const moved = counts.bytesTransferred - reported.bytesTransferred;
  return (moved < 0n ? -moved : moved) >= chunkSize;
}

function smaller(left: bigint, right: bigint): bigint {
  return left < right ? left : right;
}
