import { downloadFlags, progressTypes } from '../constants.js';
import type { DownloadContentRequest } from './provider.js';
import type { ContentTransferNotification, SentCounts, SentProgressNotification } from './sent-notifications.js';

/** The documented rules for what a provider reports. */
export type NotificationRule =
  /** Endpoint, id and client data are those of one job: they are passed verbatim. */
  | 'unknownJob'
  /** The progress type is NULL, empty, or one of the five strings. */
  | 'progressType'
  /** Byte counts are decimal text of 64 bits. */
  | 'countText'
  /** What is transferred is not more than the total. */
  | 'transferredAboveTotal'
  /** A total that has been told does not go back to 0. */
  | 'totalForgotten'
  /** The message of an error is not NULL. */
  | 'nullMessage'
  /** The code of an error is a failure. */
  | 'noFailure'
  /** After success or error nothing more is reported. */
  | 'afterEnd'
  /** A new timeout that is over at once is reported after `ModifyJobTimeout` has returned. */
  | 'beforeReturn'
  /** At success all is transferred (recommended). */
  | 'successIncomplete'
  /** No progress unless it was asked for (recommended). */
  | 'progressNotWanted'
  /** Progress once each chunk, not more often (recommended). */
  | 'cadence'
  /** Where progress was asked for, some of it is reported before success (recommended; never refused). */
  | 'progressMissing';

/** A rule that a notification breaks. */
export interface Breach {
  readonly rule: NotificationRule;
  readonly weight: 'required' | 'recommended' | 'noted';
}

/** What the rules look back to. */
export interface NotificationMemory {
  readonly bytesTotalKnown: boolean;
  readonly filesTotalKnown: boolean;
  /** The last progress without a status change that was accepted. */
  readonly lastProgress: SentCounts | null;
  /** Whether any bytes have been reported. */
  readonly bytesReported: boolean;
}

/** The rules for counts; `sent` are those of the notification. */
export function checkCounts(
  call: ContentTransferNotification,
  sent: SentCounts,
  request: DownloadContentRequest,
  memory: NotificationMemory,
): Breach[] {
  const breaches: Breach[] = [];
  const require = (rule: NotificationRule, kept: boolean, weight: Breach['weight'] = 'required') => {
    if (!kept) breaches.push({ rule, weight });
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
  return breaches;
}

/** Whether this is progress alone, and no change of the status. */
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
 * Whether nothing is told that the last progress did not tell: the bytes are still in the same chunk, not all there, and neither a
 * total nor a file is new. Who looks at a transfer now and then finds it somewhere in a chunk, so only the chunk counts.
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
