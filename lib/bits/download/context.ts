import type { Calls } from '../../com/calls.js';
import type { Clock } from '../../com/clock.js';
import type { DirectTransport } from '../http/direct-transport.js';
import type { BitsJob, CreateBitsJobOptions } from '../job.js';
import type { LocalFiles } from '../machine-verbs.js';

/** The calls of BITS that a download makes in addition to those of its job. */
export interface DownloadManager {
  createJob(options: CreateBitsJobOptions): Promise<BitsJob>;
  jobs(): Promise<BitsJob[]>;
}

/** The connection of a download. */
export interface DownloadContext {
  readonly bits: DownloadManager;
  readonly calls: Calls;
  readonly clock: Clock;
  readonly files: LocalFiles;
  /** Downloads without BITS. */
  readonly directTransport: DirectTransport;
  /** Identifies the machine that has the jobs. */
  readonly machine: string;
}
