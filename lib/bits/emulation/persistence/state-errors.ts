import { describeThrown, isError } from '../../../com/thrown.js';

/** The state directory cannot be used: it cannot be created, is not a folder, cannot be written to, or can be changed by other users. */
export class StateDirectoryError extends Error {
  readonly code = 'ERR_STATE_DIRECTORY';
  /** The full path of the state directory. */
  readonly path: string;

  constructor(path: string, reason: string, cause?: unknown) {
    super(`the state directory ${JSON.stringify(path)} ${reason}`, cause === undefined ? undefined : { cause });
    this.path = path;
  }

  static {
    StateDirectoryError.prototype.name = 'StateDirectoryError';
  }
}

/** A file of the state directory was refused, or could not be written or deleted. Other jobs are not affected. */
export class StateFileError extends Error {
  /**
   * `ERR_STATE_FILE_REFUSED`: the file does not hold a job of this service, and is not changed. `ERR_STATE_FILE_WRITE`: the present state
   * of a job is not on the disk; the write is retried.
   */
  readonly code: 'ERR_STATE_FILE_REFUSED' | 'ERR_STATE_FILE_WRITE';
  /** The full path of the file. */
  readonly path: string;
  /** The id of the job, in braces and upper case; null if the file name contains none. */
  readonly jobId: string | null;

  constructor(code: StateFileError['code'], path: string, jobId: string | null, cause: unknown) {
    const act = code === 'ERR_STATE_FILE_REFUSED' ? 'is refused' : 'cannot be written';
    super(`the state file ${JSON.stringify(path)} ${act}: ${reasonOf(cause)}`, { cause });
    this.code = code;
    this.path = path;
    this.jobId = jobId;
  }

  static {
    StateFileError.prototype.name = 'StateFileError';
  }
}

/** Called with each error of a state file. */
export type StateErrorListener = (error: StateFileError) => void;

/** The default listener: emits a process warning, which Node.js prints unless the program handles it. */
export const warnOfStateError: StateErrorListener = (error) => process.emitWarning(error);

/** Calls a listener. Its exception becomes an uncaught exception of the process, and does not affect the caller. */
export function reportStateError(listener: StateErrorListener, error: StateFileError): void {
  try {
    listener(error);
  } catch (thrown) {
    queueMicrotask(() => {
      throw thrown;
    });
  }
}

/** Returns the message of an error, without the path in those of the file system. */
function reasonOf(cause: unknown): string {
  if (!isError(cause) || !('code' in cause && 'syscall' in cause)) return describeThrown(cause);
  return `${String(cause.code)} (${String(cause.syscall)})`;
}
