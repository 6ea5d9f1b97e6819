import type { ErrorRecord } from '../../verbs.js';
import type { StoredProperties } from '../group-properties.js';
import type { StoredFile } from '../job-file.js';
import type { StoredSettings } from './stored-settings.js';

/** What is kept of a group: everything but the job that it stands for. */
export interface StoredGroup extends StoredProperties {
  readonly id: string;
  /** The GUID of the group's `IBackgroundCopyJob1`; null while there is none. */
  readonly groupJobId: string | null;
}

/** What is kept of a job, and of the group that it stands behind. */
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
  /** What a service without it wrote has the defaults. */
  readonly settings?: StoredSettings | undefined;
  /** The SID of the owner; the first user of the machine where there is none. */
  readonly owner?: string | undefined;
  readonly created?: number | undefined;
  readonly transferCompletion?: number | null | undefined;
  readonly reply?: StoredReply | undefined;
}

/** What is kept of the reply to an upload. */
export interface StoredReply {
  readonly fileName: string | null;
  readonly file: StoredFile | null;
}

/** Where jobs outlive the process. */
export interface JobStore {
  /** The jobs of owners that have ended. They belong to this store from now on. */
  take(): StoredJob[];
  /** Keeps the job as it is when the disk is ready for it. */
  keep(id: string, describe: () => StoredJob): void;
  remove(id: string): void;
  /** The attempt to write what is waiting for a job; undefined when nothing is. Never rejects: a failed write is reported and tried again. */
  written(id: string): Promise<void> | undefined;
  /**
   * Resolves when everything is on the disk.
   * @throws {StateFileError} when some of it is not, after one more attempt; {StateDirectoryError} when the disk does not answer
   */
  flush(): Promise<void>;
  /** Flushes, and leaves the jobs to other processes in any case. @throws as `flush()` */
  release(): Promise<void>;
}
