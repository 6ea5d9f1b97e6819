import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import {
  type Bits,
  type BitsGroup,
  type BitsJob,
  type BitsJobPriority,
  type BitsReadTransferState,
  type BitsWatch,
  type BitsWatchOptions,
  HResultError,
} from '../index.js';

/** One file's way from a URL to a full path, and how it is to be brought. */
export interface TransferRequest {
  readonly url: string;
  /** Full path. */
  readonly path: string;
  readonly priority: BitsJobPriority;
}

/** A job, or a group with its one job: what `get` follows and ends. */
export interface Transfer {
  /** The modern job, also behind a group. */
  readonly job: BitsJob;
  readonly implementation?: BitsGroup['implementation'];
  /** Whether an earlier run began it. */
  readonly found: boolean;
  watch(options: BitsWatchOptions): BitsWatch;
  suspend(): Promise<void>;
  cancel(): Promise<unknown>;
}

/** The jobs of this tool are known by their display name. */
const namePrefix = 'winprogress get ';
const longestName = 256;

/** Whether a job with this display name was created by `winprogress get`. */
export function isOwnName(name: string): boolean {
  return name.startsWith(namePrefix);
}

/** Seconds before a cut connection is tried again: the least that BITS takes, since somebody waits for it. */
const minimumRetryDelay = 5;

const over: ReadonlySet<BitsReadTransferState> = new Set(['acknowledged', 'canceled']);
const standing: ReadonlySet<BitsReadTransferState> = new Set(['suspended', 'error', 'transientError']);

/** Goes on with the job that an earlier run of the same request left unfinished, or creates one, and sets it going. */
export async function beginJob(bits: Bits, request: TransferRequest): Promise<Transfer> {
  const unfinished = await findJob(bits, request);
  const job = unfinished ?? (await createJob(bits, request));
  await setGoing(job, () => job.resume());
  return {
    job,
    found: unfinished !== undefined,
    watch: (options) => job.watch(options),
    suspend: () => job.suspend(),
    cancel: () => job.cancel(),
  };
}

/** The same with a group of the legacy queue manager. */
export async function beginGroup(bits: Bits, request: TransferRequest): Promise<Transfer> {
  const { group, found } = await findOrCreateGroup(bits, request);
  const job = await group.queryJob();
  await setGoing(job, () => group.resume());
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
    if (state === null || !isOwnName(name) || type !== 'download' || over.has(state)) continue;
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
 * A group's GUID is made of the request, so that the next run finds it. A service may keep a finished group for a while: then the next
 * number's GUID is taken.
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
    if (error instanceof HResultError && error.code === 'QM_E_ITEM_NOT_FOUND') return undefined;
    throw error;
  }
}

async function isUnfinished(group: BitsGroup): Promise<boolean> {
  try {
    return !over.has(await (await group.queryJob()).getState());
  } catch (error) {
    if (error instanceof HResultError && ['BG_E_NOT_FOUND', 'QM_E_ITEM_NOT_FOUND'].includes(error.code)) return false;
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

/** A GUID of the form that RFC 9562 keeps for one's own use (version 8). */
function groupIdOf({ url, path }: TransferRequest, number: number): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify(['winprogress get', url, path, number]))
    .digest();
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hexadecimal = bytes.toString('hex', 0, 16).toUpperCase();
  return `{${hexadecimal.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}}`;
}

async function setGoing(job: BitsJob, resume: () => Promise<void>): Promise<void> {
  if (standing.has(await job.getState())) await resume();
}
