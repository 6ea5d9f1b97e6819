import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import {
  type Bits,
  type BitsGroup,
  type BitsJob,
  type BitsJobPriority,
  type BitsReadTransferState,
  type BitsWatch,
  type BitsWatchOptions,
  HResultError,
  hresults,
  isHResult,
} from '../index.js';

/** The download of one file. */
export interface TransferRequest {
  readonly url: string;
  /** Full path. */
  readonly path: string;
  readonly priority: BitsJobPriority;
}

/** The transfer that `get` watches and completes: a job, or a group with one job. */
export interface Transfer {
  /** The job; for a group, the job that implements it. */
  readonly job: BitsJob;
  readonly implementation?: BitsGroup['implementation'];
  /** Whether an earlier run created it. */
  readonly found: boolean;
  watch(options: BitsWatchOptions): BitsWatch;
  suspend(): Promise<void>;
  cancel(): Promise<unknown>;
}

/** Full path of the target file. A Windows path is left unchanged on other platforms, where the emulation rejects it. */
export function toFullPath(path: string): string {
  if (process.platform !== 'win32' && /^(?:[a-z]:|\\)/i.test(path)) return path;
  try {
    return resolve(path);
  } catch (cause) {
    // The current directory has been deleted.
    throw new HResultError(hresults.ERROR_PATH_NOT_FOUND, 'GetFullPathNameW', 'localFile', { cause });
  }
}

/** Prefix of the display names of jobs that `winprogress get` creates. */
const namePrefix = 'winprogress get ';
const longestName = 256;

/** Whether a job with this display name was created by `winprogress get`. */
export function isOwnName(name: string): boolean {
  return name.startsWith(namePrefix);
}

/** Seconds until BITS retries after a transient error: the minimum that it accepts, because a user is waiting. */
const minimumRetryDelay = 5;

const finalStates: ReadonlySet<BitsReadTransferState> = new Set(['acknowledged', 'canceled']);
const stoppedStates: ReadonlySet<BitsReadTransferState> = new Set(['suspended', 'error', 'transientError']);

/** Resumes the unfinished job of an earlier run with the same request, or creates a job and starts it. */
export async function startJob(bits: Bits, request: TransferRequest): Promise<Transfer> {
  const unfinished = await findJob(bits, request);
  const job = unfinished ?? (await createJob(bits, request));
  await resumeIfStopped(job, () => job.resume());
  return {
    job,
    found: unfinished !== undefined,
    watch: (options) => job.watch(options),
    suspend: () => job.suspend(),
    cancel: () => job.cancel(),
  };
}

/** The same with a group of the legacy queue manager. */
export async function startGroup(bits: Bits, request: TransferRequest): Promise<Transfer> {
  const { group, found } = await findOrCreateGroup(bits, request);
  const job = await group.queryJob();
  await resumeIfStopped(job, () => group.resume());
  return {
    job,
    found,
    implementation: group.implementation,
    watch: (options) => group.watch(options),
    suspend: () => group.suspend(),
    cancel: () => group.cancel(),
  };
}

async function findJob(bits: Bits, { url, path }: TransferRequest): Promise<BitsJob | undefined> {
  for (const { id, name, type, state } of await bits.snapshot()) {
    if (state === null || !isOwnName(name) || type !== 'download' || finalStates.has(state)) continue;
    const job = await bits.getJob(id);
    const [file, ...others] = await job.files();
    if (others.length === 0 && file?.url === url && file.path === path) return job;
  }
  return undefined;
}

async function createJob(bits: Bits, { url, path, priority }: TransferRequest): Promise<BitsJob> {
  const name = `${namePrefix}${basename(path)}`.slice(0, longestName);
  return await bits.createJob({ name, priority, minimumRetryDelay, files: [{ url, path }] });
}

interface FoundGroup {
  readonly group: BitsGroup;
  readonly found: boolean;
}

/**
 * The GUID of a group is derived from the request, so that the next run finds the group. The service may keep a finished group for some time; in
 * this case the GUID is derived from the next number.
 */
async function findOrCreateGroup(bits: Bits, request: TransferRequest): Promise<FoundGroup> {
  for (let number = 0; ; number += 1) {
    const id = groupIdOf(request, number);
    const group = await findGroup(bits, id);
    if (group === undefined) return { group: await createGroup(bits, id, request), found: false };
    if (await isUnfinished(group)) return { group, found: true };
  }
}

async function findGroup(bits: Bits, id: string): Promise<BitsGroup | undefined> {
  try {
    return await bits.getGroup(id);
  } catch (error) {
    if (isHResult(error, 'QM_E_ITEM_NOT_FOUND')) return undefined;
    throw error;
  }
}

async function isUnfinished(group: BitsGroup): Promise<boolean> {
  try {
    return !finalStates.has(await (await group.queryJob()).getState());
  } catch (error) {
    if (isHResult(error, 'BG_E_NOT_FOUND', 'QM_E_ITEM_NOT_FOUND')) return false;
    throw error;
  }
}

async function createGroup(bits: Bits, id: string, { url, path, priority }: TransferRequest): Promise<BitsGroup> {
  const group = await bits.createGroup({ id });
  try {
    await (await group.createJob()).addFile(url, path);
    const job = await group.queryJob();
    await job.setPriority(priority);
    await job.setMinimumRetryDelay(minimumRetryDelay);
  } catch (error) {
    await group.cancel().catch(() => {});
    throw error;
  }
  return group;
}

/** A custom GUID (version 8 of RFC 9562). */
function groupIdOf({ url, path }: TransferRequest, number: number): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify(['winprogress get', url, path, number]))
    .digest();
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hexadecimal = bytes.toString('hex', 0, 16).toUpperCase();
  return `{${hexadecimal.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}}`;
}

async function resumeIfStopped(job: BitsJob, resume: () => Promise<void>): Promise<void> {
  if (stoppedStates.has(await job.getState())) await resume();
}
