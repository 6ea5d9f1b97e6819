/** The state directory cannot be used: it cannot be created, is not a folder, cannot be written to, or other users could change it. */
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

/** One file of the state directory was refused, or could not be written or deleted. Other jobs are not affected. */
export class StateFileError extends Error {
  /**
   * `ERR_STATE_FILE_REFUSED`: the file does not hold a job of this service; it stays as it is. `ERR_STATE_FILE_WRITE`: the present
   * state of a job is not on the disk; the write is tried again.
   */
  readonly code: 'ERR_STATE_FILE_REFUSED' | 'ERR_STATE_FILE_WRITE';
  /** The full path of the file. */
  readonly path: string;
  /** The job, in braces and capital letters; null for a file that names none. */
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

/** Called with each problem of a single state file. */
export type StateErrorListener = (error: StateFileError) => void;

/** The default listener: a warning of the process, which Node prints unless the program handles it. */
export const warnOfStateError: StateErrorListener = (error) => process.emitWarning(error);

/** Calls a listener. What it throws becomes an uncaught exception of the process, and interrupts nothing here. */
export function reportStateError(listener: StateErrorListener, error: StateFileError): void {
  try {
    listener(error);
  } catch (thrown) {
    queueMicrotask(() => {
      throw thrown;
    });
  }
}

/** The message of an error, without the paths that those of the file system repeat. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (!('code' in cause && 'syscall' in cause)) return cause.message;
  return `${String(cause.code)} (${String(cause.syscall)})`;
}
