import { toFullPath } from '../bits/files.js';
import { type BitsJobPriority, type BitsTransferSnapshot, HResultError } from '../index.js';
import { type BackendChoice, openSession } from './backend.js';
import { TransferError } from './errors.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { formatBytes } from './format.js';
import { Interrupt, inGoodTime } from './interrupt.js';
import type { Output } from './output.js';
import { openBoard } from './progress/open-board.js';
import { transferForm } from './progress/transfers.js';
import { beginGroup, beginJob, type Transfer } from './transfer.js';

export interface GetOptions {
  readonly group: boolean;
  readonly backend: BackendChoice;
  readonly json: boolean;
  /** Milliseconds between two looks at the transfer. */
  readonly interval: number;
  readonly priority: BitsJobPriority;
  /** Where the emulation keeps unfinished jobs. */
  readonly stateDirectory: string;
}

/** `winprogress get`: downloads one file, or goes on with the download that an earlier run of the same command left unfinished. */
export async function get(url: string, file: string, options: GetOptions, output: Output): Promise<ExitCode> {
  using interrupt = new Interrupt();
  await using session = await openSession(options.backend, { stateDirectory: options.stateDirectory });
  const { bits, backend } = session.connection;
  const request = { url, path: toFullPath(file), priority: options.priority };
  const transfer = await (options.group ? beginGroup : beginJob)(bits, request).catch(explainJobLimit);
  try {
    const last = await follow(transfer, options, output, interrupt.signal);
    await finish(transfer, last);
    reportDone(output, options, { backend, path: request.path, transfer, bytes: last.bytesTransferred });
    return exitCodes.done;
  } catch (error) {
    if (error !== interrupt.signal.reason) throw await discardEmpty(transfer, error);
    await leave(transfer, options, output);
    return exitCodes.interrupted;
  }
}

/** Rejects with the same error; one that reports too many jobs names the commands that help. */
function explainJobLimit(error: unknown): never {
  if (error instanceof HResultError && /^BG_E_TOO_MANY_JOBS_PER_(?:USER|MACHINE)$/.test(error.code)) {
    const wayOut = 'list them with winprogress jobs; cancel them with winprogress job cancel or winprogress jobs clean';
    throw new HResultError(error.hresult, error.operation, wayOut);
  }
  throw error;
}

async function follow(
  transfer: Transfer,
  { json, interval }: GetOptions,
  output: Output,
  signal: AbortSignal,
): Promise<BitsTransferSnapshot> {
  const board = openBoard(output, json);
  try {
    const view = board.open(transferForm);
    let last: BitsTransferSnapshot | undefined;
    for await (const snapshot of transfer.watch({ interval, signal })) {
      view.update(snapshot);
      last = snapshot;
    }
    if (last === undefined) throw new TransferError('ERR_TRANSFER_FAILED', 'no status was received for the transfer');
    return last;
  } finally {
    board.close();
  }
}

/** Puts the file in place. @throws why the transfer ended without it */
async function finish({ job }: Transfer, { state, error }: BitsTransferSnapshot): Promise<void> {
  if (state === 'error') {
    throw (
      error ??
      (await job.getError()) ??
      new TransferError('ERR_TRANSFER_FAILED', 'the transfer failed, and BITS returned no error')
    );
  }
  if (state === 'canceled') throw new TransferError('ERR_TRANSFER_CANCELED', 'another program cancelled the transfer');
  if (state === 'acknowledged') return;
  const { outcome } = await job.complete();
  if (outcome === 'BG_S_PARTIAL_COMPLETE') {
    throw new TransferError('ERR_TRANSFER_INCOMPLETE', 'the file is incomplete (BG_S_PARTIAL_COMPLETE)');
  }
}

/** A failed transfer that has brought nothing is not worth going on with; any other is kept for the next run. */
async function discardEmpty(transfer: Transfer, error: unknown): Promise<unknown> {
  try {
    const { bytesTransferred } = await transfer.job.snapshot();
    if (bytesTransferred === 0n) await transfer.cancel();
  } catch (failure) {
    // The transfer's own error is what people must see.
    if (!(failure instanceof HResultError)) throw failure;
  }
  return error;
}

interface Done {
  readonly backend: 'native' | 'emulation';
  readonly path: string;
  readonly bytes: bigint;
  readonly transfer: Transfer;
}

function reportDone(output: Output, { json }: GetOptions, { backend, path, bytes, transfer }: Done): void {
  const { implementation } = transfer;
  if (json) {
    const kind = implementation === undefined ? {} : { implementation };
    output.writeRecord({ type: 'done', backend, bytes: bytes.toString(), path, ...kind });
  } else {
    output.say(`${path}: ${formatBytes(bytes)}, done (${backend})`);
  }
}

/** After Ctrl-C: suspends the transfer where the host can, and says how to go on. */
async function leave(transfer: Transfer, { json }: GetOptions, output: Output): Promise<void> {
  const failure = await inGoodTime(transfer.suspend()).then(
    () => null,
    (error: unknown) => error,
  );
  const message = describeLeaving(failure);
  if (json) output.writeRecord({ type: 'interrupted', suspended: failure === null, jobId: transfer.job.id, message });
  else output.warn(message);
}

function describeLeaving(failure: unknown): string {
  if (failure === null) return 'Suspended. Run the same command again to resume.';
  if (failure instanceof HResultError && failure.code === 'E_NOTIMPL') {
    return 'This host cannot suspend a job: the transfer continues in the background. Run the same command again to follow and complete it.';
  }
  const reason = failure instanceof Error ? failure.message : String(failure);
  return `The transfer could not be suspended (${reason}). Run the same command again to resume.`;
}
