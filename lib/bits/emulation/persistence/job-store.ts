import type { ErrorRecord } from '../../verbs.js';
import type { StoredProperties } from '../group-properties.js';
import type { StoredFile } from '../job-file.js';
import type { StoredSettings } from './stored-settings.js';

/** The saved data of a group, except for its job. */
export interface StoredGroup extends StoredProperties {
  readonly id: string;
  /** The GUID of the group's `IBackgroundCopyJob1`; null before it is created. */
  readonly groupJobId: string | null;
}

/** The saved data of a job, and of its group. */
export interface StoredJob {
  readonly id: string;
  readonly type: number;
  readonly displayName: string;
  readonly description: string;
  readonly state: number;
  readonly priority: number;
  readonly notifyFlags: number;
  readonly minimumRetryDelay: number;
  readonly noProgressTimeout: number;
  readonly errorCount: number;
  readonly lastActivity: number;
  readonly error: ErrorRecord | null;
  readonly files: readonly StoredFile[];
  readonly group: StoredGroup | null;
  /** The settings; the defaults if they are absent, as in a file of an earlier version. */
  readonly settings?: StoredSettings | undefined;
  /** The SID of the owner; the first user of the machine if it is absent. */
  readonly owner?: string | undefined;
  readonly created?: number | undefined;
  readonly transferCompletion?: number | null | undefined;
  readonly reply?: StoredReply | undefined;
}

/** The saved data of the reply to an upload. */
export interface StoredReply {
  readonly fileName: string | null;
  readonly file: StoredFile | null;
}

/** Saves jobs, so that they outlive the process. */
export interface JobStore {
  /** Returns the jobs whose owners have ended. From now on they belong to this store. */
  take(): StoredJob[];
  /** Saves the job in its state at the time of the write. */
  save(id: string, describe: () => StoredJob): void;
  remove(id: string): void;
  /** Resolves after the pending write of a job; undefined if there is none. Never rejects: a failed write is reported and retried. */
  written(id: string): Promise<void> | undefined;
  /**
   * Resolves when everything is on the disk.
   * @throws {StateFileError} if something is not, after one more attempt; {StateDirectoryError} if the disk does not respond
   */
  flush(): Promise<void>;
  /** Flushes, and releases the jobs to other processes even if that fails. @throws as `flush()` */
  release(): Promise<void>;
}
