import { downloadFlags, progressTypes } from '../constants.js';
import type { DownloadContentRequest } from './provider.js';
import type { ContentTransferNotification, SentCounts, SentProgressNotification } from './sent-notifications.js';

/** The documented rules for notifications of a provider. */
export type NotificationRule =
  /** Endpoint, id and client data are passed verbatim, and belong to one job. */
  | 'unknownJob'
  /** The progress type is NULL, empty, or one of the five strings. */
  | 'progressType'
  /** Byte counts are decimal text of 64 bits. */
  | 'countText'
  /** The transferred count does not exceed the total. */
  | 'transferredAboveTotal'
  /** A reported total does not return to 0. */
  | 'totalForgotten'
  /** The message of an error is not NULL. */
  | 'nullMessage'
  /** The code of an error is a failure. */
  | 'noFailure'
  /** After success or error nothing is reported. */
  | 'afterEnd'
  /** A new timeout that has already passed is reported after `ModifyJobTimeout` has returned. */
  | 'beforeReturn'
  /** With success everything is transferred (recommended). */
  | 'successIncomplete'
  /** No progress unless it was requested (recommended). */
  | 'progressNotWanted'
  /** Progress once for each chunk, not more often (recommended). */
  | 'cadence'
  /** If progress was requested, some is reported before success (recommended; never refused). */
  | 'progressMissing';

/** A rule that a notification has broken. */
export interface BrokenRule {
  readonly rule: NotificationRule;
  readonly weight: 'required' | 'recommended' | 'noted';
}

/** The earlier notifications that the rules depend on. */
interface NotificationMemory {
  readonly bytesTotalKnown: boolean;
  readonly filesTotalKnown: boolean;
  /** The last accepted progress without a change of status. */
  readonly lastProgress: SentCounts | null;
  /** Whether a byte count has been reported. */
  readonly bytesReported: boolean;
}

/** Checks the counts of a notification. */
export function checkCounts(
  call: ContentTransferNotification,
  sent: SentCounts,
  request: DownloadContentRequest,
  memory: NotificationMemory,
): BrokenRule[] {
  const broken: BrokenRule[] = [];
  const require = (rule: NotificationRule, kept: boolean, weight: BrokenRule['weight'] = 'required') => {
    if (!kept) broken.push({ rule, weight });
  };
  require('transferredAboveTotal', !isAbove(sent));
  require('totalForgotten', !(memory.bytesTotalKnown && sent.bytesTotal === 0n));
  require('totalForgotten', !(memory.filesTotalKnown && sent.filesTotal === 0));
  if (call.function === 'SendNotifySuccessToCTM') {
    require('successIncomplete', isComplete(sent), 'recommended');
    require('progressMissing', !isMissed(sent, request, memory), 'noted');
  }
  if (call.function === 'SendNotifyProgressToCTM') {
    require('progressType', isProgressType(call.progressType));
    require('progressNotWanted', wantsProgress(request), 'recommended');
    require('cadence', !isTooEarly(call, sent, request, memory), 'recommended');
  }
  return broken;
}

/** Whether the notification reports progress without a change of the status. */
export function isProgressAlone({ progressType }: SentProgressNotification): boolean {
  return progressType === null || progressType === '';
}

function wantsProgress({ flags }: DownloadContentRequest): boolean {
  return (flags & downloadFlags.notifyProgress) !== 0;
}

function isProgressType(type: string | null): boolean {
  const known: readonly string[] = progressTypes;
  return type === null || type === '' || known.includes(type);
}

function isAbove({ bytesTotal, bytesTransferred, filesTotal, filesTransferred }: SentCounts): boolean {
  return (bytesTotal !== 0n && bytesTransferred > bytesTotal) || (filesTotal !== 0 && filesTransferred > filesTotal);
}

function isComplete({ bytesTotal, bytesTransferred, filesTotal, filesTransferred }: SentCounts): boolean {
  return bytesTransferred === bytesTotal && filesTransferred === filesTotal;
}

/**
 * Whether progress contains nothing new: the bytes are in the same chunk and not complete, and there is no new total or file. Only the chunk is
 * compared, because a provider that polls a transfer reads any position in a chunk.
 */
function isTooEarly(
  call: SentProgressNotification,
  sent: SentCounts,
  { chunkSize }: DownloadContentRequest,
  { lastProgress: last }: NotificationMemory,
): boolean {
  if (last === null || chunkSize === 0 || !isProgressAlone(call)) return false;
  const size = BigInt(chunkSize);
  return (
    sent.bytesTransferred / size === last.bytesTransferred / size &&
    sent.bytesTransferred !== sent.bytesTotal &&
    sent.bytesTransferred >= last.bytesTransferred &&
    sent.bytesTotal === last.bytesTotal &&
    sent.filesTotal === last.filesTotal &&
    sent.filesTransferred === last.filesTransferred
  );
}

function isMissed(sent: SentCounts, request: DownloadContentRequest, { bytesReported }: NotificationMemory): boolean {
  const { chunkSize } = request;
  return wantsProgress(request) && chunkSize > 0 && sent.bytesTotal > BigInt(chunkSize) && !bytesReported;
}
