import type { BitsDownloadedFile, BitsDownloadResult, BitsGroup, BitsJob, BitsTransferSnapshot } from '../../index.js';

/** The result of a transfer. */
export interface GetResult {
  /** The bytes of all files. */
  readonly bytes: bigint;
  readonly files: readonly BitsDownloadedFile[];
  /** Whether the job of an earlier run was continued. */
  readonly resumed: boolean;
  readonly completedElsewhere: boolean;
  readonly by: BitsDownloadResult['by'];
  readonly fallbackReason: BitsDownloadResult['fallbackReason'];
}

/** The options for following a transfer. */
export interface FollowOptions {
  /** Milliseconds between two reads of the job. */
  readonly interval: number;
  readonly onProgress: (snapshot: BitsTransferSnapshot) => void;
  /** Ends the transfer: its job is suspended. */
  readonly signal: AbortSignal;
}

/** The running transfer of `winprogress get`: a download, or a group of the legacy queue manager. */
export interface Transfer {
  /** The job; for a group, the job that implements it; null for a download without BITS. */
  readonly job: BitsJob | null;
  readonly implementation?: BitsGroup['implementation'];
  /** Resolves when the files are in place. Rejects with the reason of the signal after the job was suspended, or could not be. */
  readonly done: Promise<GetResult>;
}
