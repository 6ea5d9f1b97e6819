import { join } from 'node:path';
import type { Bits, BitsJob, BitsTransferSnapshot, BitsWatch, BitsWatchOptions } from '../../index.js';
import type { ProgressView } from '../progress/board.js';
import type { PlannedTransfer } from './plan.js';
import type { ServedFile } from './server.js';

export interface TransferPlaces {
  readonly folder: string;
  urlOf(file: ServedFile): string;
}

interface StartedTransfer {
  readonly job: BitsJob;
  watch(options: BitsWatchOptions): BitsWatch;
  cancel(): Promise<unknown>;
}

/** Milliseconds between two looks at a transfer. */
const interval = 100;

/** Brings the files of one transfer into the folder, and shows how far it is. Whatever goes wrong, nothing is left in the queue. */
export async function bring(
  bits: Bits,
  { name, kind, files }: PlannedTransfer,
  places: TransferPlaces,
  view: ProgressView<BitsTransferSnapshot>,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const entries = files.map((file) => ({ url: places.urlOf(file), path: join(places.folder, file.name) }));
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

/** Foreground transfers run side by side; the others take turns. */
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
    const behind = await group.queryJob();
    await behind.setPriority(priority);
    await group.resume();
    return behind;
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
