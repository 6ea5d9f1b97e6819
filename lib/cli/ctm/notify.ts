import { isArgumentError } from '../../com/arguments.js';
import { functionNames } from '../../ctm/constants.js';
import type {
  ContentTransferCounts,
  ContentTransferJobAddress,
  ContentTransferNotifier,
  ContentTransferProgressType,
} from '../../index.js';
import { type BackendChoice, openSession } from '../backend.js';
import { UsageError } from '../errors.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Output } from '../output.js';

/** What every notification is told, as commander gives it. */
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

/** `winprogress ctm notify progress`. */
export async function notifyProgress(flags: ProgressFlags, json: boolean, output: Output): Promise<ExitCode> {
  const { progressType = null } = flags;
  const counts = { ...countsOf(flags), bytesTotal: flags.bytesTotal ?? 0n, filesTotal: flags.filesTotal ?? 0 };
  return await send(flags, false, functionNames.progress, json, output, (notifier) =>
    notifier.notifyProgress({ ...addressOf(flags), ...counts, progressType }),
  );
}

/** `winprogress ctm notify success`. */
export async function notifySuccess(flags: SuccessFlags, json: boolean, output: Output): Promise<ExitCode> {
  const { allowPartial = false } = flags;
  return await send(flags, allowPartial, functionNames.success, json, output, (notifier) =>
    notifier.notifySuccess({ ...addressOf(flags), ...countsOf(flags) }),
  );
}

/** `winprogress ctm notify error`. */
export async function notifyError(flags: ErrorFlags, json: boolean, output: Output): Promise<ExitCode> {
  const { hresult, message } = flags;
  return await send(flags, false, functionNames.error, json, output, (notifier) =>
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
  else output.say(`${functionName}: S_OK (${connection.backend})`);
  return exitCodes.done;
}

/** What is refused before it is sent breaks a rule of the arguments. */
async function orUsageError(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isArgumentError(error)) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function addressOf({ endpoint, id, clientData }: ContentTransferJobAddress): ContentTransferJobAddress {
  return { endpoint, id, clientData };
}

/** The counts with totals that are what was transferred where nothing else was said. */
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
