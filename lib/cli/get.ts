import { type BitsJobPriority, type BitsTransferSnapshot, HResultError, isHResult } from '../index.js';
import { type BackendChoice, openSession } from './backend.js';
import { TransferError } from './errors.js';
import { formatBytes } from './format.js';
import { Interrupt, withinGracePeriod } from './interrupt.js';
import { type ExitCode, exitCodes, type Output } from './output.js';
import { describeThrown } from './printable.js';
import { openBoard } from './progress/open-board.js';
import { transferForm } from './progress/transfers.js';
import { startGroup, startJob, type Transfer, toFullPath } from './transfer.js';

export interface GetOptions {
  readonly group: boolean;
  readonly backend: BackendChoice;
  readonly json: boolean;
  /** Milliseconds between two progress updates. */
  readonly interval: number;
  readonly priority: BitsJobPriority;
  /** Folder in which the emulation stores unfinished jobs. */
  readonly stateDirectory: string;
}

/** `winprogress get`: downloads one file, or resumes the unfinished download of an earlier run of the same command. */
export async function get(url: string, file: string, options: GetOptions, output: Output): Promise<ExitCode> {
  using interrupt = new Interrupt();
  await using session = await openSession(options.backend, { stateDirectory: options.stateDirectory });
  const { bits, backend } = session.connection;
  const request = { url, path: toFullPath(file), priority: options.priority };
  const transfer = await (options.group ? startGroup : startJob)(bits, request).catch(explainJobLimit);
  try {
    const last = await follow(transfer, options, output, interrupt.signal);
    await finish(transfer, last);
    reportDone(output, options, { backend, path: request.path, transfer, bytes: last.bytesTransferred });
    return exitCodes.done;
  } catch (error) {
    if (error !== interrupt.signal.reason) throw await discardEmpty(transfer, error);
    await suspend(transfer, options, output);
    return exitCodes.interrupted;
  }
}

/** Rejects with the same error. For the job limit, the error names the commands that help. */
function explainJobLimit(error: unknown): never {
  if (isHResult(error, 'BG_E_TOO_MANY_JOBS_PER_USER', 'BG_E_TOO_MANY_JOBS_PER_MACHINE')) {
    const hint = 'list them with winprogress jobs; cancel them with winprogress job cancel or winprogress jobs clean';
    throw new HResultError(error.hresult, error.operation, hint);
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

/** Completes the transfer, which puts the file in place. @throws the error of a transfer that ended without its file */
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

/** Cancels a failed transfer that has not received any bytes. Others are kept for the next run. @returns the error of the transfer */
async function discardEmpty(transfer: Transfer, error: unknown): Promise<unknown> {
  try {
    const { bytesTransferred } = await transfer.job.snapshot();
    if (bytesTransferred === 0n) await transfer.cancel();
  } catch (failure) {
    // The error of the transfer is the one to report.
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
    output.print(`${path}: ${formatBytes(bytes)}, done (${backend})`);
  }
}

/** After Ctrl-C: suspends the transfer if the backend can, and reports how to resume it. */
async function suspend(transfer: Transfer, { json }: GetOptions, output: Output): Promise<void> {
  const failure = await withinGracePeriod(transfer.suspend()).then(
    () => null,
    (error: unknown) => error,
  );
  const message = describeSuspension(failure);
  if (json) output.writeRecord({ type: 'interrupted', suspended: failure === null, jobId: transfer.job.id, message });
  else output.warn(message);
}

function describeSuspension(failure: unknown): string {
  if (failure === null) return 'Suspended. Run the same command again to resume.';
  if (isHResult(failure, 'E_NOTIMPL')) {
    return 'This host cannot suspend a job: the transfer continues in the background. Run the same command again to follow and complete it.';
  }
  return `The transfer could not be suspended (${describeThrown(failure)}). Run the same command again to resume.`;
}
