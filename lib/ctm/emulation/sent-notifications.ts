/** A call of `SendNotifyProgressToCTM`, as it was sent. `null` is NULL. */
export interface SentProgressNotification {
  readonly function: 'SendNotifyProgressToCTM';
  readonly progressType: string | null;
  readonly endpoint: string;
  readonly id: string;
  readonly clientData: string;
  readonly bytesTotal: string;
  readonly bytesTransferred: string;
  readonly filesTotal: number;
  readonly filesTransferred: number;
}

/** A call of `SendNotifySuccessToCTM`, as it was sent. */
export interface SentSuccessNotification {
  readonly function: 'SendNotifySuccessToCTM';
  readonly endpoint: string;
  readonly id: string;
  readonly clientData: string;
  readonly bytesTotal: string;
  readonly bytesTransferred: string;
  readonly filesTotal: number;
  readonly filesTransferred: number;
}

/** A call of `SendNotifyErrorToCTM`, as it was sent. */
export interface SentErrorNotification {
  readonly function: 'SendNotifyErrorToCTM';
  readonly endpoint: string;
  readonly id: string;
  readonly clientData: string;
  readonly hresult: number;
  /** Must not be NULL; a sender may pass it nevertheless. */
  readonly message: string | null;
}

/** A call of a notification library. */
export type ContentTransferNotification = SentProgressNotification | SentSuccessNotification | SentErrorNotification;

/** The counts of a notification as they were sent. A total of 0 is unknown, or 0. */
export interface SentCounts {
  readonly bytesTotal: bigint;
  readonly bytesTransferred: bigint;
  readonly filesTotal: number;
  readonly filesTransferred: number;
}

const largest = 2n ** 64n - 1n;

/** Reads the counts of a notification; null if one is not a decimal number of 64 bits. */
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
