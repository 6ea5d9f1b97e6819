import type {
  ContentTransferCounts,
  ContentTransferJobAddress,
  ContentTransferNotifier,
  ContentTransferProgressType,
} from '../../index.js';
import { type BackendChoice, openSession } from '../backend.js';
import { orUsageError } from '../errors.js';
import { type ExitCode, exitCodes, type Output } from '../output.js';

/** The options of every notification, as commander returns them. */
interface TargetFlags extends ContentTransferJobAddress {
  readonly library: string;
  readonly exportProgress?: string;
  readonly exportSuccess?: string;
  readonly exportError?: string;
  readonly backend: BackendChoice;
  readonly json?: boolean;
}

interface CountFlags {
  readonly bytesTotal?: bigint;
  readonly bytesTransferred: bigint;
  readonly filesTotal?: number;
  readonly filesTransferred: number;
}

export interface ProgressFlags extends TargetFlags, CountFlags {
  readonly progressType?: ContentTransferProgressType;
}

export interface SuccessFlags extends TargetFlags, CountFlags {
  readonly allowPartial?: boolean;
}

export interface ErrorFlags extends TargetFlags {
  readonly hresult: number;
  readonly message: string;
}

/** Runs `winprogress ctm notify progress`. */
export async function notifyProgress(flags: ProgressFlags, json: boolean, output: Output): Promise<ExitCode> {
  const { progressType = null } = flags;
  const counts = { ...countsOf(flags), bytesTotal: flags.bytesTotal ?? 0n, filesTotal: flags.filesTotal ?? 0 };
  return await send(flags, false, 'SendNotifyProgressToCTM', json, output, (notifier) =>
    notifier.notifyProgress({ ...addressOf(flags), ...counts, progressType }),
  );
}

/** Runs `winprogress ctm notify success`. */
export async function notifySuccess(flags: SuccessFlags, json: boolean, output: Output): Promise<ExitCode> {
  const { allowPartial = false } = flags;
  return await send(flags, allowPartial, 'SendNotifySuccessToCTM', json, output, (notifier) =>
    notifier.notifySuccess({ ...addressOf(flags), ...countsOf(flags) }),
  );
}

/** Runs `winprogress ctm notify error`. */
export async function notifyError(flags: ErrorFlags, json: boolean, output: Output): Promise<ExitCode> {
  const { hresult, message } = flags;
  return await send(flags, false, 'SendNotifyErrorToCTM', json, output, (notifier) =>
    notifier.notifyError({ ...addressOf(flags), hresult, message }),
  );
}

async function send(
  flags: TargetFlags,
  allowPartialSuccess: boolean,
  functionName: string,
  json: boolean,
  output: Output,
  notify: (notifier: ContentTransferNotifier) => Promise<void>,
): Promise<ExitCode> {
  await using session = await openSession(flags.backend);
  const { connection } = session;
  await orUsageError(async () => {
    const { library } = flags;
    await using notifier = await connection.ctm.openNotifier({
      library,
      exports: exportsOf(flags),
      allowPartialSuccess,
    });
    await notify(notifier);
  });
  if (json) output.writeRecord({ type: 'done', backend: connection.backend, function: functionName, id: flags.id });
  else output.print(`${functionName}: S_OK (${connection.backend})`);
  return exitCodes.done;
}

function addressOf({ endpoint, id, clientData }: ContentTransferJobAddress): ContentTransferJobAddress {
  return { endpoint, id, clientData };
}

/** Returns the counts; totals are the transferred counts by default. */
function countsOf({ bytesTransferred, bytesTotal, filesTransferred, filesTotal }: CountFlags): ContentTransferCounts {
  return {
    bytesTotal: bytesTotal ?? bytesTransferred,
    bytesTransferred,
    filesTotal: filesTotal ?? filesTransferred,
    filesTransferred,
  };
}

function exportsOf({ exportProgress, exportSuccess, exportError }: TargetFlags) {
  return {
    ...(exportProgress === undefined ? {} : { progress: exportProgress }),
    ...(exportSuccess === undefined ? {} : { success: exportSuccess }),
    ...(exportError === undefined ? {} : { error: exportError }),
  };
}
