import { openStoredSession, type StoredSessionOptions } from '../backend.js';
import { describeError, toFailureRecord } from '../errors.js';
import { formatBytes } from '../format.js';
import { Interrupt, withinGracePeriod } from '../interrupt.js';
import { type ExitCode, exitCodes, type Output } from '../output.js';
import { openBoard } from '../progress/open-board.js';
import { transferForm } from '../progress/transfers.js';
import { startDownload } from './download.js';
import { startGroup } from './group.js';
import { type GetRequest, toFiles } from './requests.js';
import { type SettingFlags, toSettings } from './settings.js';
import type { GetResult, Transfer } from './transfer.js';

export interface GetOptions extends SettingFlags, StoredSessionOptions {
  readonly group?: boolean | undefined;
  readonly json: boolean;
  /** Milliseconds between two progress updates. */
  readonly interval: number;
  /** In hexadecimal, in the order of the files. */
  readonly sha256?: readonly string[] | undefined;
  readonly dynamic?: boolean | undefined;
  readonly fallback?: 'none' | 'http' | undefined;
  /** Milliseconds without a byte. */
  readonly stallTimeout?: number | undefined;
}

/**
 * Runs `winprogress get`: downloads files, or resumes the unfinished download of an earlier run of the same command.
 * @param args pairs of a URL and a target
 */
export async function get(args: readonly string[], options: GetOptions, output: Output): Promise<ExitCode> {
  using interrupt = new Interrupt();
  const request = toRequest(args, options);
  await using session = await openStoredSession(options);
  const { bits, backend } = session.connection;
  let transfer: Transfer | null = null;
  const board = openBoard(output, options.json);
  try {
    const view = board.open(transferForm);
    const following = {
      interval: options.interval,
      signal: interrupt.signal,
      onProgress: (snapshot: Parameters<typeof view.update>[0]) => view.update(snapshot),
    };
    transfer = await (options.group ? startGroup : startDownload)(bits, request, following);
    const result = await transfer.done;
    board.close();
    reportDone(output, options.json, backend, transfer, result);
    return exitCodes.done;
  } catch (error) {
    board.close();
    if (!interrupt.signal.aborted) throw error;
    await reportInterruption(transfer, options.json, output);
    return exitCodes.interrupted;
  }
}

function toRequest(args: readonly string[], options: GetOptions): GetRequest {
  const { sha256 = [], dynamic, fallback, stallTimeout } = options;
  return {
    files: toFiles(args, sha256),
    settings: { ...toSettings(options), dynamicContent: dynamic },
    limits: { fallback, stallTimeout },
  };
}

function reportDone(
  output: Output,
  json: boolean,
  backend: 'native' | 'emulation',
  { implementation }: Transfer,
  { fallbackReason, ...result }: GetResult,
): void {
  const { bytes, files, by, resumed, completedElsewhere } = result;
  if (json) {
    const group = implementation === undefined ? {} : { implementation };
    const reason = fallbackReason === null ? {} : { fallbackReason: toFailureRecord(fallbackReason) };
    const path = files[0]?.path ?? null;
    const total = bytes.toString();
    const rest = { files, by, resumed, completedElsewhere, ...group, ...reason };
    output.writeRecord({ type: 'done', backend, bytes: total, path, ...rest });
    return;
  }
  if (fallbackReason !== null) output.warn(`downloaded without BITS: ${describeError(fallbackReason)}`);
  for (const file of files) output.print(`${file.path}: ${formatBytes(file.bytes)}, done (${backend})`);
}

/** Reports, after Ctrl-C, how to resume the transfer. */
async function reportInterruption(transfer: Transfer | null, json: boolean, output: Output): Promise<void> {
  const job = transfer?.job ?? null;
  const state = job === null ? null : await withinGracePeriod(job.getState()).catch(() => 'unknown');
  const message = describeInterruption(state);
  const suspended = state === 'suspended';
  if (json) output.writeRecord({ type: 'interrupted', suspended, jobId: job?.id ?? null, message });
  else output.warn(message);
}

function describeInterruption(state: string | number | null): string {
  if (state === 'suspended') return 'Suspended. Run the same command again to resume.';
  if (state === null || state === 'canceled') return 'Interrupted. Run the same command again to start again.';
  return `The transfer could not be suspended, and may continue in the background (state: ${state}). Run the same command again to follow and complete it.`;
}
