import { join } from 'node:path';
import type { Bits, BitsJob, BitsTransferSnapshot, BitsWatch, BitsWatchOptions } from '../../index.js';
import type { ProgressView } from '../progress/board.js';
import type { TransferProgress } from '../progress/transfers.js';
import type { GeneratedFile, PlannedTransfer } from './generated-files.js';

/** The target folder and the URLs of the files. */
export interface TransferLocations {
  readonly folder: string;
  urlOf(file: GeneratedFile): string;
}

interface StartedTransfer {
  readonly job: BitsJob;
  watch(options: BitsWatchOptions): BitsWatch;
  cancel(): Promise<unknown>;
}

/** Milliseconds between two progress updates. */
const interval = 100;

/** Downloads the files of one transfer and shows its progress. A transfer that fails is cancelled. */
export async function download(
  bits: Bits,
  { name, kind, files }: PlannedTransfer,
  locations: TransferLocations,
  view: ProgressView<TransferProgress>,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const entries = files.map((file) => ({ url: locations.urlOf(file), path: join(locations.folder, file.name) }));
  const transfer = await (kind === 'job'
    ? startJob(bits, `winprogress demo ${name}`, entries)
    : startGroup(bits, entries));
  await orCancel(transfer.cancel, async () => {
    let last: BitsTransferSnapshot | undefined;
    for await (const snapshot of transfer.watch({ interval, signal })) {
      view.update(snapshot);
      last = snapshot;
    }
    if (last?.state !== 'transferred') throw last?.error ?? new Error(`${name} ended as ${last?.state}`);
    await transfer.job.complete();
  });
}

type Entries = readonly { readonly url: string; readonly path: string }[];

/** Only foreground transfers run at the same time. */
const priority = 'foreground';

async function startJob(bits: Bits, name: string, files: Entries): Promise<StartedTransfer> {
  const job = await bits.createJob({ name, priority, files });
  const cancel = () => job.cancel();
  await orCancel(cancel, () => job.resume());
  return { job, watch: (options) => job.watch(options), cancel };
}

async function startGroup(bits: Bits, files: Entries): Promise<StartedTransfer> {
  const group = await bits.createGroup();
  const cancel = () => group.cancel();
  const job = await orCancel(cancel, async () => {
    await (await group.createJob()).addFiles(files);
    const implementing = await group.queryJob();
    await implementing.setPriority(priority);
    await group.resume();
    return implementing;
  });
  return { job, watch: (options) => group.watch(options), cancel };
}

async function orCancel<T>(cancel: () => Promise<unknown>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await cancel().catch(() => {});
    throw error;
  }
}
