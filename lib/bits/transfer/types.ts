import type { BitsTransferSnapshot } from '../snapshot.js';

export const abortActions = ['cancel', 'suspend', 'leave'] as const;

/** What happens to the job of an interrupted download or upload. */
export type BitsAbortAction = (typeof abortActions)[number];

/** The options that downloads and uploads from beginning to end have in common. */
export interface BitsTransferOptions {
  /**
   * The job's display name; by default the last part of the first URL of a download, followed by a digest of its `key` if it has one, or the name of
   * the file of an upload.
   */
  readonly name?: string | undefined;
  /**
   * Called with each snapshot that differs from the one before. An error that it throws, or that its promise rejects with before the job has ended,
   * ends the transfer.
   */
  readonly onProgress?: ((snapshot: BitsTransferSnapshot) => unknown) | undefined;
  /**
   * Ends the transfer: the promise rejects with the signal's reason as soon as the job is in the state that `onAbort` requires, at most five seconds
   * later.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * The action for the job if the transfer is interrupted by its signal, by an error that `onProgress` throws, or because the connection is closed:
   * `'cancel'` (the default) cancels it, `'suspend'` keeps it with its bytes, `'leave'` lets it continue in the service. A closing connection waits
   * at most half a second for it. The job of a process that is killed continues in the service: a later download with the same `key` finds it, and so
   * do `findJobs()` and `cancelJobs()` by its description, which begins with `winprogress download` or `winprogress upload` unless another is given.
   */
  readonly onAbort?: BitsAbortAction | undefined;
  /** Milliseconds between two reads of the job without a callback; 1 to 2^31-1, 1000 by default. */
  readonly interval?: number | undefined;
  /**
   * Milliseconds without a byte after which the transfer rejects with `ERR_DOWNLOAD_STALLED` or `ERR_UPLOAD_STALLED`, in every state and up to the
   * end; 900 000 (15 minutes) by default, null for no limit.
   */
  readonly stallTimeout?: number | null | undefined;
  /**
   * True to count time in which Windows blocks the transfer: a metered network, battery, Game Mode, standby, a policy, an application in the
   * background. False by default.
   */
  readonly stallCountsPauses?: boolean | undefined;
  /**
   * `'waiting'` (the default): priority `foreground`, a retry delay of 5 seconds and a stall timeout of 15 minutes, for a caller that waits for the
   * result. `'bits'`: the defaults of BITS, `normal` and 600 seconds, and no stall timeout. Options that are given apply in both cases.
   */
  readonly defaults?: 'waiting' | 'bits' | undefined;
}
