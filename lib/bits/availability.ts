import { HResultError, isHResult } from '../com/error.js';
import { hresults } from '../com/hresult.js';
import { type JsonSerializable, serializable } from '../com/json.js';
import type { BitsVerbs, FileVerbs, JobVerbs, ManagerVerbs } from './verbs.js';

/**
 * Whether BITS can be used, and if not, why:
 * - `ok`: BITS can be used, as far as it was checked
 * - `serviceDisabled`: its service is disabled (`ERROR_SERVICE_DISABLED`)
 * - `notInstalled`: its class or its service does not exist (`REGDB_E_CLASSNOTREG`, `ERROR_SERVICE_DOES_NOT_EXIST`)
 * - `notRunning`: its service did not start or has stopped (`CO_E_SERVER_EXEC_FAILURE`, `RPC_S_SERVER_UNAVAILABLE` and others)
 * - `notLoggedOn`: the user has no interactive session (`ERROR_NOT_LOGGED_ON`), as in a network logon or an SSH session
 * - `accessDenied`: this user may not use BITS (`E_ACCESSDENIED`)
 * - `tooManyJobs`: the user or the machine has as many jobs as the policy allows
 * - `other`: another error
 */
export type BitsAvailabilityReason =
  | 'ok'
  | 'serviceDisabled'
  | 'notInstalled'
  | 'notRunning'
  | 'notLoggedOn'
  | 'accessDenied'
  | 'tooManyJobs'
  | 'other';

/** The interfaces of this BITS, by the number of the last one of each kind. */
export interface BitsInterfaces {
  /** `IBackgroundCopyJob` to `IBackgroundCopyJob5`. */
  readonly job: 1 | 2 | 3 | 4 | 5;
  /** `IBackgroundCopyFile` to `IBackgroundCopyFile6`. */
  readonly file: 1 | 2 | 3 | 4 | 5 | 6;
  /** `IBackgroundCopyJobHttpOptions` to `IBackgroundCopyJobHttpOptions3`; 0 for none. */
  readonly httpOptions: 0 | 1 | 2 | 3;
  /** `IBitsTokenOptions`. */
  readonly tokenOptions: boolean;
}

export interface BitsAvailability extends JsonSerializable {
  /** Whether `reason` is `'ok'`. */
  readonly usable: boolean;
  readonly reason: BitsAvailabilityReason;
  /** The error of the call that failed; null if none failed. */
  readonly error: HResultError | null;
  /** Null without a trial, and if the trial failed: the interfaces are those of a job and a file. */
  readonly interfaces: BitsInterfaces | null;
  /** The first version of BITS that has these interfaces, such as `'5.0'` (Windows 8); null if `interfaces` is null. */
  readonly version: string | null;
}

/** The display name of the job of a trial. */
const trialName = 'winprogress availability';

/** A URL that is never connected to: the job is never resumed. */
const trialUrl = 'http://localhost/winprogress';

const reasons: readonly (readonly [BitsAvailabilityReason, readonly number[]])[] = [
  ['serviceDisabled', [hresults.ERROR_SERVICE_DISABLED]],
  ['notInstalled', [hresults.REGDB_E_CLASSNOTREG, hresults.ERROR_SERVICE_DOES_NOT_EXIST]],
  [
    'notRunning',
    [
      hresults.CO_E_SERVER_EXEC_FAILURE,
      hresults.CO_E_START_SERVICE_FAILURE,
      hresults.CO_E_SERVER_STOPPING,
      hresults.ERROR_SERVICE_NOT_ACTIVE,
      hresults.ERROR_SERVICE_REQUEST_TIMEOUT,
      hresults.RPC_S_SERVER_UNAVAILABLE,
    ],
  ],
  ['notLoggedOn', [hresults.ERROR_NOT_LOGGED_ON, hresults.ERROR_NO_SUCH_LOGON_SESSION]],
  ['accessDenied', [hresults.E_ACCESSDENIED]],
  ['tooManyJobs', [hresults.BG_E_TOO_MANY_JOBS_PER_USER, hresults.BG_E_TOO_MANY_JOBS_PER_MACHINE]],
];

/**
 * Activates the manager and lists the jobs; for a trial also creates a job with a file, queries the interfaces of both and cancels the job in any
 * case.
 * @throws {HResultError} `RPC_E_DISCONNECTED` alone; every other failure is in the result
 */
export async function readAvailability(verbs: BitsVerbs, trial: boolean): Promise<BitsAvailability> {
  let interfaces: BitsInterfaces | null = null;
  try {
    const manager = await verbs.openManager();
    await manager.enumJobs(0);
    if (trial) interfaces = await tryJob(manager);
  } catch (error) {
    if (!(error instanceof HResultError) || isHResult(error, hresults.RPC_E_DISCONNECTED)) throw error;
    return serializable({ usable: false, reason: reasonOf(error), error, interfaces: null, version: null });
  }
  const version = interfaces === null ? null : versionOf(interfaces);
  return serializable({ usable: true, reason: 'ok' as const, error: null, interfaces, version });
}

function reasonOf(error: HResultError): BitsAvailabilityReason {
  return reasons.find(([, results]) => isHResult(error, ...results))?.[0] ?? 'other';
}

async function tryJob(manager: ManagerVerbs): Promise<BitsInterfaces> {
  const job = await manager.createJob(trialName, 0);
  try {
    const [{ tmpdir }, { join }] = await Promise.all([import('node:os'), import('node:path')]);
    await job.addFileSet([{ remoteName: trialUrl, localName: join(tmpdir(), 'winprogress-availability.tmp') }]);
    const [file] = await job.openFiles();
    return {
      job: await jobInterfaceOf(job),
      file: file === undefined ? 1 : await fileInterfaceOf(file),
      httpOptions: await httpOptionsOf(job),
      tokenOptions: await isThere(() => job.detail('helperTokenFlags')),
    };
  } finally {
    await job.cancel();
  }
}

async function jobInterfaceOf(job: JobVerbs): Promise<BitsInterfaces['job']> {
  if (await isThere(() => job.detail('costFlags'))) return 5;
  if (await isThere(() => job.detail('peerCachingFlags'))) return 4;
  if (await isThere(() => job.detail('fileAclFlags'))) return 3;
  return (await isThere(() => job.detail('notifyCommand'))) ? 2 : 1;
}

async function fileInterfaceOf(file: FileVerbs): Promise<BitsInterfaces['file']> {
  if (await isThere(() => file.getFilledFileRanges())) return 6;
  if (await isThere(() => file.getResponseHeaders())) return 5;
  if (await isThere(() => file.getPeerDownloadStats())) return 4;
  if (await isThere(() => file.getValidationState())) return 3;
  return (await isThere(() => file.getFileRanges())) ? 2 : 1;
}

/**
 * Returns the number of the last HTTP interface; 0 for none. The third has no method that only reads: its setter is called to hide the headers, of
 * which the job has none.
 */
async function httpOptionsOf(job: JobVerbs): Promise<BitsInterfaces['httpOptions']> {
  if (await isThere(() => job.configure({ customHeadersWriteOnly: true }))) return 3;
  if (await isThere(() => job.detail('httpMethod'))) return 2;
  return (await isThere(() => job.detail('securityFlags'))) ? 1 : 0;
}

/** Whether the object has the interface of a call, whatever the call returns: the backend uses `QueryInterface` for each call. */
async function isThere(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (!(error instanceof HResultError) || isHResult(error, hresults.RPC_E_DISCONNECTED)) throw error;
    return !isHResult(error, hresults.E_NOINTERFACE);
  }
}

/** Returns the first version of BITS with these interfaces. Source: https://learn.microsoft.com/windows/win32/bits/what-s-new. */
function versionOf({ job, file, httpOptions, tokenOptions }: BitsInterfaces): string {
  if (httpOptions === 3) return '10.3';
  if (httpOptions === 2) return '10.2';
  if (file === 6) return '10.1';
  if (job === 5 || file === 5) return '5.0';
  if (tokenOptions || file === 4) return '4.0';
  if (job === 4 || file === 3) return '3.0';
  if (httpOptions === 1) return '2.5';
  if (job === 3 || file === 2) return '2.0';
  return job === 2 ? '1.5' : '1.0';
}
