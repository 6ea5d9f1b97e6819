import type { RunHost } from './job-run.js';
import type { BitsUser } from './users.js';

/** The part of the service that its jobs need. */
export interface JobHost<Job> extends RunHost {
  /** The maximum number of files of one job, and of ranges of one file; administrators have no limits. */
  readonly filesPerJob: number;
  readonly rangesPerFile: number;
  /** Whether jobs are saved, and outlive the process. */
  readonly persistent: boolean;
  /** Called when the state or priority of a job has changed: the scheduler may start or preempt jobs. */
  reconsider(job: Job): void;
  /** Saves a job after a change. */
  save(job: Job): void;
  /** Returns the pending write of a job, which never rejects; undefined if there is none. */
  saved(job: Job): Promise<void> | undefined;
  /** Returns increasing numbers, which order the jobs by the time at which they began to wait. */
  nextTurn(): number;
  /** Returns the result of the machine's condition that blocks a job; null if none does. */
  blockOf(job: Job): number | null;
  isLoggedOn(sid: string): boolean;
  /** Returns the user with a SID; the first user of the machine for undefined. */
  ownerOf(sid: string | undefined): BitsUser;
  /** Runs a notify command line. Resolves to the exit code of the program, or null if it could not be started. */
  runCommand(job: Job, program: string, parameters: string | null): Promise<number | null>;
}

/** Makes a call on a job. Resolves when its changes are on the disk, unless the write failed. */
export async function callAndSave<Job, T>(host: JobHost<Job>, job: Job, call: () => T | Promise<T>): Promise<T> {
  try {
    return await call();
  } finally {
    await host.saved(job);
  }
}
