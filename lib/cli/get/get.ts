import type { BitsJobPriority, BitsProxySettings, BitsTransferPolicyName } from '../../index.js';
import { type BackendChoice, openSession } from '../backend.js';
import { formatBytes } from '../format.js';
import { Interrupt, withinGracePeriod } from '../interrupt.js';
import { type ExitCode, exitCodes, type Output } from '../output.js';
import { openBoard } from '../progress/open-board.js';
import { transferForm } from '../progress/transfers.js';
import { startDownload } from './download.js';
import { startGroup } from './group.js';
import { type GetRequest, toFiles } from './requests.js';
import type { GetResult, Transfer } from './transfer.js';

export interface GetOptions {
  readonly group?: boolean | undefined;
  readonly backend: BackendChoice;
  readonly json: boolean;
  /** Milliseconds between two progress updates. */
  readonly interval: number;
  readonly priority: BitsJobPriority;
  /** Folder in which the emulation stores unfinished jobs. */
  readonly stateDirectory: string;
  readonly header?: readonly (readonly [name: string, value: string])[] | undefined;
  /** In hexadecimal, in the order of the files. */
  readonly sha256?: readonly string[] | undefined;
  readonly proxy?: BitsProxySettings | undefined;
  readonly costPolicy?: BitsTransferPolicyName | undefined;
  readonly dynamic?: boolean | undefined;
  /** Milliseconds without a byte. */
  readonly stallTimeout?: number | undefined;
}

/**
 * `winprogress get`: downloads files, or resumes the unfinished download of an earlier run of the same command.
 * @param args pairs of a URL and a target
 */
export async function get(args: readonly string[], options: GetOptions, output: Output): Promise<ExitCode> {
  using interrupt = new Interrupt();
  const request = toRequest(args, options);
  await using session = await openSession(options.backend, { stateDirectory: options.stateDirectory });
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
  const { header, sha256 = [], priority, proxy, costPolicy, dynamic, stallTimeout } = options;
  return {
    files: toFiles(args, sha256),
    settings: {
      priority,
      proxy,
      transferPolicy: costPolicy,
      dynamicContent: dynamic,
      http: header === undefined ? undefined : { headers: header },
    },
    limits: { stallTimeout },
  };
}

function reportDone(
  output: Output,
  json: boolean,
  backend: 'native' | 'emulation',
  { implementation }: Transfer,
  { bytes, files, resumed, completedElsewhere }: GetResult,
): void {
  if (json) {
    const kind = implementation === undefined ? {} : { implementation };
    const path = files[0]?.path ?? null;
    const total = bytes.toString();
    output.writeRecord({ type: 'done', backend, bytes: total, path, files, resumed, completedElsewhere, ...kind });
    return;
  }
  for (const file of files) output.print(`${file.path}: ${formatBytes(file.bytes)}, done (${backend})`);
}

/** After Ctrl-C: reports how to resume the transfer. */
async function reportInterruption(transfer: Transfer | null, json: boolean, output: Output): Promise<void> {
  const state = transfer === null ? null : await withinGracePeriod(transfer.job.getState()).catch(() => null);
  const suspended = state === 'suspended';
  const message = describeInterruption(transfer, state);
  if (json) output.writeRecord({ type: 'interrupted', suspended, jobId: transfer?.job.id ?? null, message });
  else output.warn(message);
}

function describeInterruption(transfer: Transfer | null, state: string | number | null): string {
  if (transfer === null) return 'Interrupted before the transfer began.';
  if (state === 'suspended') return 'Suspended. Run the same command again to resume.';
  return `The transfer could not be suspended, and may continue in the background (state: ${state ?? 'unknown'}). Run the same command again to follow and complete it.`;
}
