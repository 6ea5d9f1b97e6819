import { expect } from 'vitest';
import type {
  BitsGroup,
  BitsGroupJob,
  BitsJob,
  BitsTransferSnapshot,
  BitsTransferState,
  BitsWatchOptions,
} from '../../../lib/index.js';
import type { FileToServe, ServedFile, World } from '../kit/host.js';

/** A file whose second half the server withholds. Clients count bytes in blocks, so the halves are whole blocks. */
export const half = { size: 262_144, holdAt: 131_072 } as const;

/**
 * A file of which the server sends the headers only. Tests cancel a transfer while no byte of it is on the way: Wine's BITS writes one that
 * arrives later to the stack of its thread.
 */
export const withheld = { size: 262_144, holdAt: 0 } as const;

/** Whether all bytes of {@link half} have arrived that the server does not withhold. */
export function isHalfway({ bytesTransferred }: BitsTransferSnapshot): boolean {
  return bytesTransferred >= BigInt(half.holdAt);
}

/** Polling interval in milliseconds for hosts that send no callbacks. */
export const interval = 20;

/** File names that jobs and groups refuse with `E_INVALIDARG`: the reason, the URL, and the local name. */
export const refusedNames: readonly [what: string, url: string, path: string][] = [
  ['an empty path', 'http://127.0.0.1/file', ''],
  ['a relative path', 'http://127.0.0.1/file', 'folder/file.bin'],
  ['an asterisk in the path', 'http://127.0.0.1/file', '*'],
  ['a question mark in the path', 'http://127.0.0.1/file', '?'],
  ['an empty URL', '', 'file.bin'],
  ['a URL of 2201 characters', `http://127.0.0.1/${'x'.repeat(2201 - 17)}`, 'file.bin'],
];

/** Compares whole buffers: toEqual() compares byte by byte, which takes seconds for a file on a busy machine. */
export function expectBytes(actual: Uint8Array | undefined, expected: Uint8Array): void {
  expect(actual?.length).toBe(expected.length);
  expect(actual !== undefined && Buffer.compare(actual, expected) === 0).toBe(true);
}

/** Follows a transfer to the first snapshot that fulfils a condition. */
export async function until(
  transfer: Pick<BitsJob | BitsGroup, 'watch'>,
  condition: (snapshot: BitsTransferSnapshot) => boolean,
): Promise<BitsTransferSnapshot> {
  let last: BitsTransferSnapshot | undefined;
  for await (const snapshot of transfer.watch({ interval })) {
    if (condition(snapshot)) return snapshot;
    last = snapshot;
  }
  return expect.unreachable(`the transfer ended in ${last?.state} (${last?.error?.code}) before the condition held`);
}

/** Follows a transfer until it is in a state. */
export function untilState(
  transfer: Pick<BitsJob | BitsGroup, 'watch'>,
  state: BitsTransferState,
): Promise<BitsTransferSnapshot> {
  return until(transfer, (snapshot) => snapshot.state === state);
}

/** All snapshots of a transfer until it ends. */
export async function follow(
  transfer: Pick<BitsJob | BitsGroup, 'watch'>,
  options: BitsWatchOptions = {},
): Promise<BitsTransferSnapshot[]> {
  const snapshots: BitsTransferSnapshot[] = [];
  for await (const snapshot of transfer.watch({ interval, ...options })) snapshots.push(snapshot);
  return snapshots;
}

export interface Download {
  readonly job: BitsJob;
  readonly file: ServedFile;
  readonly path: string;
}

/** A suspended job with one file to download. */
export async function prepared(world: World, toServe?: FileToServe): Promise<Download> {
  const file = await world.serve(toServe);
  const path = world.localPath('file.bin');
  const job = await world.connection.bits.createJob({ name: world.jobName(), files: [{ url: file.url, path }] });
  return { job, file, path };
}

/** The same, resumed. */
export async function started(world: World, toServe?: FileToServe): Promise<Download> {
  const download = await prepared(world, toServe);
  await download.job.resume();
  return download;
}

/** The same, with all bytes transferred that the server sends before `release()`. */
export async function halfway(world: World, toServe: FileToServe = half): Promise<Download> {
  const download = await started(world, toServe);
  const held = BigInt(toServe.holdAt ?? 0);
  await until(download.job, (snapshot) => snapshot.bytesTransferred >= held);
  return download;
}

/** The same, transferred but not completed. */
export async function transferred(world: World, toServe?: FileToServe): Promise<Download> {
  const download = await started(world, toServe);
  await untilState(download.job, 'transferred');
  return download;
}

export interface GroupDownload {
  readonly group: BitsGroup;
  readonly job: BitsGroupJob;
  readonly file: ServedFile;
  readonly path: string;
}

/** A suspended group whose job has one file to download. */
export async function preparedGroup(world: World, toServe?: FileToServe): Promise<GroupDownload> {
  const file = await world.serve(toServe);
  const path = world.localPath('group.bin');
  const group = await world.connection.bits.createGroup({ id: world.groupId() });
  const job = await group.createJob();
  await job.addFile(file.url, path);
  // A client with the modern job completes it; without one, the queue manager may complete it by itself.
  await group.queryJob();
  return { group, job, file, path };
}

/** A job in a state that BITS calls final. */
export async function ended(world: World, state: 'acknowledged' | 'canceled'): Promise<BitsJob> {
  if (state === 'acknowledged') {
    const { job } = await transferred(world);
    await job.complete();
    return job;
  }
  const { job } = await prepared(world);
  await job.cancel();
  return job;
}
