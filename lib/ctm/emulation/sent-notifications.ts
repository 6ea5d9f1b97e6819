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
  /** Must not be NULL, which is why a manager that checks what comes has to see it. */
  readonly message: string | null;
}

/** One call of a notification library. */
export type ContentTransferNotification = SentProgressNotification | SentSuccessNotification | SentErrorNotification;
