import type { JsonSerializable } from '../../com/json.js';
import type { BitsJobSettings } from '../settings.js';
import type { BitsTransferOptions } from '../transfer/types.js';

export interface BitsUploadOptions
  extends BitsTransferOptions,
    Omit<
      BitsJobSettings,
      'replyPath' | 'onDemand' | 'dynamicContent' | 'highPerformance' | 'maximumDownloadSize' | 'maximumDownloadTime'
    > {
  /**
   * Whether the server application sends a reply (an `uploadReply` job): true to read up to 1 MB of it into `reply` of the result and to
   * delete the file that BITS creates for it, `{ path }` to write it to a file, other than the uploaded one. False by default.
   */
  readonly reply?: boolean | { readonly path: string } | undefined;
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
