import type { ReportedEventRecord } from '../verbs.js';

/** An item as Sync Center keeps it: `SYNCMGR_PROGRESS_STATUS`, 0 before the first report. */
export interface StoredItem {
  readonly handlerId: string;
  readonly itemId: string;
  readonly status: number;
  readonly text: string | null;
  readonly currentStep: number;
  readonly maximumStep: number;
}

/** An event as Sync Center keeps it. */
export interface StoredEventRecord extends ReportedEventRecord {
  readonly id: string;
  readonly handlerId: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** What Sync Center answers for a handler that it does not know: `HRESULT_FROM_WIN32(ERROR_NOT_FOUND)`. No document says. */
export const unknownHandler = 0x8007_0490;
