import type { SentProgressNotification, SentSuccessNotification } from './sent-notifications.js';

/** How far a job is. A total that is not known yet is null. */
export interface ContentProgress {
  readonly bytesTotal: bigint | null;
  readonly bytesTransferred: bigint;
  readonly filesTotal: number | null;
  readonly filesTransferred: number;
}

/** The counts of a notification as they were sent: 0 is a total that is not known, or is 0. */
export interface SentCounts {
  readonly bytesTotal: bigint;
  readonly bytesTransferred: bigint;
  readonly filesTotal: number;
  readonly filesTransferred: number;
}

const largest = 2n ** 64n - 1n;

/** Reads counts; null when one is no decimal text of 64 bits. */
export function readCounts(call: SentProgressNotification | SentSuccessNotification): SentCounts | null {
  const bytesTotal = readCount(call.bytesTotal);
  const bytesTransferred = readCount(call.bytesTransferred);
  if (bytesTotal === null || bytesTransferred === null) return null;
  return { bytesTotal, bytesTransferred, filesTotal: call.filesTotal, filesTransferred: call.filesTransferred };
}

function readCount(text: string): bigint | null {
  if (!/^\d{1,20}$/.test(text)) return null;
  const count = BigInt(text);
  return count <= largest ? count : null;
}
