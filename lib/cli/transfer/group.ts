import { createHash } from 'node:crypto';
import {
  type Bits,
  type BitsFileEntry,
  type BitsGroup,
  type BitsJob,
  type BitsReadTransferState,
  type BitsTransferSnapshot,
  HResultError,
  isHResult,
} from '../../index.js';
import { orUsageError, TransferError } from '../errors.js';
import { withinGracePeriod } from '../interrupt.js';
import { checkHashes } from '../jobs/hashes.js';
import { explainRefusedFile } from './refused-files.js';
import { explainJobLimit, type GetRequest, nameOf } from './requests.js';
import type { FollowOptions, GetResult, Transfer } from './transfer.js';

/** Seconds until BITS retries after a transient error: the minimum that it accepts, because a user is waiting. */
const minimumRetryDelay = 5;

const finalStates: ReadonlySet<BitsReadTransferState> = new Set(['acknowledged', 'canceled']);
const stoppedStates: ReadonlySet<BitsReadTransferState> = new Set(['suspended', 'error', 'transientError']);

/** Starts a transfer like `startDownload()`, with a group of the legacy queue manager. */
export async function startGroup(bits: Bits, request: GetRequest, following: FollowOptions): Promise<Transfer> {
  const { group, found } = await findOrCreateGroup(bits, request)
    .catch((error: unknown) => explainRefusedFile(error, request.files, (file) => addToNewGroup(bits, file)))
    .catch(explainJobLimit);
  const job = await group.queryJob();
  if (stoppedStates.has(await job.getState())) await group.resume();
  return { job, implementation: group.implementation, done: run(group, job, found, request, following) };
}

async function run(
  group: BitsGroup,
  job: BitsJob,
  resumed: boolean,
  { files }: GetRequest,
  { interval, signal, onProgress }: FollowOptions,
): Promise<GetResult> {
  try {
    let last: BitsTransferSnapshot | undefined;
    for await (const snapshot of group.watch({ interval, signal })) {
      onProgress(snapshot);
      last = snapshot;
    }
    if (last === undefined) throw new TransferError('ERR_TRANSFER_FAILED', 'no status was received for the transfer');
    const hashes = files.flatMap(({ integrity = [] }) => integrity);
    const brought = await job.files();
    if (last.state === 'transferred' && hashes.length > 0) await checkHashes(job, hashes, signal);
    const completedElsewhere = await finish(job, last);
    return {
      bytes: last.bytesTransferred,
      files: brought.map(({ url, path, bytesTransferred: bytes }, index) => {
        const integrity = toIntegrity(hashes[index]);
        return { url, path, bytes, integrity, toJSON: () => ({ url, path, bytes: bytes.toString(), integrity }) };
      }),
      resumed,
      completedElsewhere,
      by: 'bits',
      fallbackReason: null,
    };
  } catch (error) {
    if (signal.aborted) await withinGracePeriod(group.suspend()).catch(() => {});
    else await discardUseless(job, error);
    throw error;
  }
}

/** Converts a hash in hexadecimal to the form of `BitsDownloadedFile`. */
function toIntegrity(hash: string | undefined): string | null {
  return hash === undefined ? null : `sha256-${Buffer.from(hash, 'hex').toString('base64')}`;
}

/**
 * Completes the job, which moves the files to their final names.
 * @returns whether another program had completed it
 * @throws the error of a transfer that ended without its files
 */
async function finish(job: BitsJob, { state, error }: BitsTransferSnapshot): Promise<boolean> {
  if (state === 'error') {
    throw (
      error ??
      (await job.getError()) ??
      new TransferError('ERR_TRANSFER_FAILED', 'the transfer failed, and BITS returned no error')
    );
  }
  if (state === 'canceled') throw new TransferError('ERR_TRANSFER_CANCELED', 'another program cancelled the transfer');
  if (state === 'acknowledged') return true;
  const { outcome } = await job.complete();
  if (outcome === 'BG_S_PARTIAL_COMPLETE') {
    throw new TransferError('ERR_TRANSFER_INCOMPLETE', 'the file is incomplete (BG_S_PARTIAL_COMPLETE)');
  }
  return false;
}

/**
 * Cancels a failed transfer that has not received any bytes, or a file with another hash. Others are kept for the next run. `CancelGroup` would give
 * the complete files their names, so that the job is cancelled.
 */
async function discardUseless(job: BitsJob, error: unknown): Promise<void> {
  try {
    const { bytesTransferred } = await job.snapshot();
    if (bytesTransferred === 0n || isWrongHash(error)) await job.cancel();
  } catch (failure) {
    // The error of the transfer is the one to report.
    if (!(failure instanceof HResultError)) throw failure;
  }
}

function isWrongHash(error: unknown): boolean {
  return error instanceof TransferError && error.code === 'ERR_TRANSFER_INTEGRITY';
}

interface FoundGroup {
  readonly group: BitsGroup;
  readonly found: boolean;
}

/**
 * Finds the group of an earlier run for the same request, or creates one. The GUID of a group is derived from the targets, so that the next run finds
 * the group; one of another request for these targets is cancelled. The service may keep a finished group for some time; in this case the GUID is
 * derived from the next number.
 */
async function findOrCreateGroup(bits: Bits, request: GetRequest): Promise<FoundGroup> {
  for (let number = 0; ; ) {
    const id = groupIdOf(request, number);
    const group = await findGroup(bits, id);
    if (group === undefined) return { group: await createGroup(bits, id, request), found: false };
    if (!(await isUnfinished(group))) number += 1;
    else if ((await group.getProperty('description')) === descriptionOf(request)) return { group, found: true };
    else await (await group.queryJob()).cancel();
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

async function createGroup(bits: Bits, id: string, request: GetRequest): Promise<BitsGroup> {
  const { files, settings } = request;
  const group = await bits.createGroup({ id });
  try {
    const job = await group.queryJob();
    await nameJob(job, nameOf(request));
    await group.setProperty('description', descriptionOf(request));
    await (await group.createJob()).addFiles(files.map(({ url, path }) => ({ url, path })));
    await orUsageError(() => job.configure({ minimumRetryDelay, ...settings }));
  } catch (error) {
    await group.cancel().catch(() => {});
    throw error;
  }
  return group;
}

/** Names the job, so that `jobs clean` finds it: it is not documented that the name of a group is also that of its job. */
async function nameJob(job: BitsJob, name: string): Promise<void> {
  try {
    await job.setDisplayName(name);
  } catch (error) {
    // BITS of Wine does not have the call, and the transfer does not depend on it.
    if (!isHResult(error, 'E_NOTIMPL')) throw error;
  }
}

/** Adds a file to a new group, which is cancelled again. @throws the error of the queue manager if it refuses the file */
async function addToNewGroup(bits: Bits, { url, path }: BitsFileEntry): Promise<void> {
  const group = await bits.createGroup();
  try {
    await (await group.createJob()).addFile(url, path);
  } finally {
    await group.cancel();
  }
}

/** Returns the description of the group of a request. Another request for the same targets has another one. */
function descriptionOf({ files }: GetRequest): string {
  const request = files.map(({ url, path, integrity }) => [url, path, integrity]);
  return `winprogress get ${digestOf(request).toString('hex', 0, 16)}`;
}

/** Returns a custom GUID (version 8 of RFC 9562) for the targets of a request and a number. */
function groupIdOf({ files }: GetRequest, number: number): string {
  const bytes = digestOf(['winprogress get', ...files.map(({ path }) => path), number]);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hexadecimal = bytes.toString('hex', 0, 16).toUpperCase();
  return `{${hexadecimal.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}}`;
}

function digestOf(value: unknown): Buffer {
  return createHash('sha256').update(JSON.stringify(value)).digest();
}
