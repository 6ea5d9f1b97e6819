import type { JsonSerializable } from '../../com/json.js';
import type { BitsAbortAction } from '../download/types.js';
import type { BitsJobSettings } from '../settings.js';
import type { BitsTransferSnapshot } from '../snapshot.js';

export interface BitsUploadOptions
  extends Omit<
    BitsJobSettings,
    'replyPath' | 'onDemand' | 'dynamicContent' | 'highPerformance' | 'maximumDownloadSize' | 'maximumDownloadTime'
  > {
  /** The job's display name; the name of the file by default. */
  readonly name?: string | undefined;
  /**
   * Whether the server application sends a reply (an `uploadReply` job): true to read up to 1 MB of it into `reply` of the result, `{ path }` to write
   * it to a file. False by default.
   */
  readonly reply?: boolean | { readonly path: string } | undefined;
  /**
   * Called with each snapshot that differs from the one before. An error that it throws, or that its promise rejects with before the job has ended,
   * ends the upload.
   */
  readonly onProgress?: ((snapshot: BitsTransferSnapshot) => unknown) | undefined;
  /**
   * Ends the upload: the promise rejects with the signal's reason as soon as the job is in the state that `onAbort` requires, at most five seconds later.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * What happens to the job when the upload is interrupted by its signal, by an error that `onProgress` throws, or because the connection is closed:
   * `'cancel'` (the default) cancels it, `'suspend'` keeps it, `'leave'` lets it continue in the service. The job of a process that is killed continues in the
   * service; `findJobs()` and `cancelJobs()` find it by its description, `winprogress upload` unless another is given.
   */
  readonly onAbort?: BitsAbortAction | undefined;
  /** Milliseconds between two reads of the job when no callback comes; 1000 by default. */
  readonly interval?: number | undefined;
  /**
   * Milliseconds without a byte after which the upload rejects with `ERR_UPLOAD_STALLED` and the job is cancelled, in every state and up to the end;
   * 900 000 (15 minutes) by default, null for no limit.
   */
  readonly stallTimeout?: number | null | undefined;
  /**
   * True to count time in which Windows blocks the transfer: a metered network, battery, Game Mode, standby, a policy, an application in the background.
   * False by default.
   */
  readonly stallCountsPauses?: boolean | undefined;
  /**
   * `'waiting'` (the default): priority `foreground`, a retry delay of 5 seconds and a stall timeout of 15 minutes, for a caller that waits for the
   * result. `'bits'`: the defaults of BITS, `normal` and 600 seconds, and no stall timeout. Options that are given apply in both cases.
   */
  readonly defaults?: 'waiting' | 'bits' | undefined;
}

export interface BitsUploadResult extends JsonSerializable {
  /** The full path of the local file. */
  readonly path: string;
  readonly url: string;
  /** The bytes of the file. */
  readonly bytes: bigint;
  readonly jobId: string;
  /** The reply of the server; null without one, and when it was written to a file. */
  readonly reply: Uint8Array | null;
  /** The full path of the file with the reply; null unless a path was given. */
  readonly replyPath: string | null;
  /** True if another program completed the job before this call did; `reply` is null then. */
  readonly completedElsewhere: boolean;
}
