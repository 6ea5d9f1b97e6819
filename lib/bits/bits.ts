import { requireSignalOf, type SignalOptions } from '../com/abort.js';
import { requireBoolean, requireOptions, requireText } from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import type { Clock } from '../com/clock.js';
import { DeferredModule } from '../com/deferred-module.js';
import type { BitsAvailability } from './availability.js';
import { BitsContext } from './context.js';
import type { DownloadContext } from './download/context.js';
import type { BitsDownload } from './download/handle.js';
import type { BitsDownloadFile, BitsDownloadOptions, BitsDownloadResult } from './download/types.js';
import type { BitsCanceledJobs } from './found-jobs.js';
import type { BitsGroup } from './group.js';
import type { BitsGroupCallbackOptions, ServedBitsGroupCallback } from './group-callback.js';
import type { BitsGroups, CreateBitsGroupOptions } from './groups.js';
import type { DirectTransport } from './http/direct-transport.js';
import type { BitsJob, CreateBitsJobOptions } from './job.js';
import type { BitsCancelFilter, BitsJobFilter } from './job-filter.js';
import type { BitsJobSnapshot, UnreadableBitsJobSnapshot } from './job-list.js';
import type { BitsJobs, BitsListOptions } from './jobs.js';
import { BitsJobsWatch, type BitsJobsWatchOptions, requireJobsWatchOptions } from './jobs-watch.js';
import { Managers } from './managers.js';
import type { BitsUploadOptions, BitsUploadResult } from './upload/types.js';
import type { BitsVerbs } from './verbs.js';

export interface BitsAvailabilityOptions extends SignalOptions {
  /** True to create a job with a file and cancel it: the only way to find out whether the user may create jobs; false by default. */
  readonly trial?: boolean | undefined;
}

/** The module with the calls of {@link Bits} about jobs. */
export const jobCalls = new DeferredModule(() => import('./jobs.js'));

/** The module with the calls of {@link Bits} about groups. */
export const groupCalls = new DeferredModule(() => import('./groups.js'));

/**
 * Background Intelligent Transfer Service: the modern manager (`IBackgroundCopyManager`) and the legacy queue manager
 * (`IBackgroundCopyQMgr`). Sources: https://learn.microsoft.com/windows/win32/bits/background-intelligent-transfer-service-portal and
 * https://learn.microsoft.com/windows/win32/api/qmgr/.
 */
export class Bits {
  readonly #calls: Calls;
  readonly #context: BitsContext;
  readonly #managers: Managers;
  readonly #verbs: BitsVerbs;
  #jobs: BitsJobs | undefined;
  #groups: BitsGroups | undefined;

  /** @internal */
  constructor(calls: Calls, clock: Clock, verbs: BitsVerbs, directTransport?: DirectTransport) {
    this.#calls = calls;
    this.#context = new BitsContext(calls, clock, directTransport);
    this.#verbs = verbs;
    this.#managers = new Managers(verbs);
    // A call must not wait before it reaches the backend: otherwise virtual time could advance first.
    if (jobCalls.loaded !== undefined) this.#openJobs(jobCalls.loaded);
    if (groupCalls.loaded !== undefined) this.#openGroups(groupCalls.loaded);
  }

  /**
   * Creates a job with its settings and its files, in one call of the addon. It starts suspended. If BITS refuses one of them, or the signal is
   * aborted before the job is created, the job is cancelled again.
   * @throws {TypeError | RangeError} for wrong options, before anything is created
   * @throws {HResultError} the error of `CreateJob` or of a setter, such as `BG_E_TOO_MANY_JOBS_PER_USER`
   */
  async createJob(options: CreateBitsJobOptions): Promise<BitsJob> {
    const jobs = this.#jobs ?? (await this.#loadJobs());
    return await jobs.create(options);
  }

  /**
   * Checks whether this user can use BITS on this machine, and which interfaces it has. Without a trial it activates the manager and lists the jobs.
   * With `trial: true` it also creates a suspended job with a file and cancels it: the only way to detect `ERROR_NOT_LOGGED_ON`, `E_ACCESSDENIED` and
   * too many jobs, and to see the interfaces. The job is cancelled after an abort, too; only a process that ends before then leaves it, under the
   * name `winprogress availability`. A failure is returned in the result, not thrown.
   * Source: https://learn.microsoft.com/windows/win32/bits/users-and-network-connections.
   * @throws {TypeError} for wrong options
   * @throws {HResultError} `RPC_E_DISCONNECTED` if the connection is closed
   */
  async availability(options?: BitsAvailabilityOptions): Promise<BitsAvailability> {
    const trial = requireBoolean(requireOptions(options).trial ?? false, 'trial');
    return await this.#calls.run(
      'CoCreateInstance',
      async () => (await import('./transfers.js')).readAvailability(this.#verbs, trial),
      requireSignalOf(options),
    );
  }

  /** Returns the job with this GUID. @throws {HResultError} `BG_E_NOT_FOUND`, or `E_ACCESSDENIED` for the job of another user */
  async getJob(id: string, options?: SignalOptions): Promise<BitsJob> {
    const jobs = this.#jobs ?? (await this.#loadJobs());
    return await jobs.get(id, options);
  }

  /** Returns the jobs of this user, or of all users (administrators only: `E_ACCESSDENIED`). Jobs in a final state are not enumerated. */
  async jobs(options?: BitsListOptions): Promise<BitsJob[]> {
    const jobs = this.#jobs ?? (await this.#loadJobs());
    return await jobs.list(options);
  }

  /**
   * Reads state and progress of every job that the filter selects, in one call of the addon. A job that cannot be read is in the list with its error,
   * and does not affect the others.
   */
  async snapshot(options?: BitsJobFilter & SignalOptions): Promise<(BitsJobSnapshot | UnreadableBitsJobSnapshot)[]> {
    const jobs = this.#jobs ?? (await this.#loadJobs());
    return await jobs.snapshot(options);
  }

  /**
   * Finds the jobs that the filter selects. Jobs in a final state, and jobs that cannot be read, are not found.
   * @throws {TypeError | RangeError} for an invalid filter
   */
  async findJobs(filter: BitsJobFilter, options?: SignalOptions): Promise<BitsJob[]> {
    const jobs = this.#jobs ?? (await this.#loadJobs());
    return await jobs.find(filter, options);
  }

  /**
   * Cancels the jobs that the filter selects, with the temporary files of their downloads, such as those that earlier runs of a program have left.
   * The filter must have a name or a description, so that no job of another program is cancelled by mistake. A job that cannot be cancelled does not
   * prevent the others. After an abort the call rejects; the jobs that it has begun to cancel may be cancelled.
   * @throws {TypeError | RangeError} for an invalid filter, or one without a name and a description, before anything is cancelled
   */
  async cancelJobs(filter: BitsCancelFilter, options?: SignalOptions): Promise<BitsCanceledJobs> {
    const jobs = this.#jobs ?? (await this.#loadJobs());
    return await jobs.cancel(filter, options);
  }

  /**
   * Follows all jobs that the filter selects: delivers them now, and then whenever one was added, has changed or was removed. It reads the list
   * after each interval, and never registers a callback, so that the programs that own the jobs keep theirs.
   * @throws {TypeError | RangeError} at once, for wrong options
   */
  watch(options?: BitsJobsWatchOptions): BitsJobsWatch {
    const settings = requireJobsWatchOptions(options);
    return new BitsJobsWatch(this.#context, settings, async () => {
      const jobs = this.#jobs ?? (await this.#loadJobs());
      return await jobs.read(settings.filter, settings.signal);
    });
  }

  /**
   * Returns the description that BITS has for a result, in a language of the machine (`GetErrorDescription`).
   * @param hresult such as `HResultError.hresult`
   * @param languageId a LANGID; 0x0409 (English, United States) by default. `E_INVALIDARG` for 0, `ERROR_RESOURCE_LANG_NOT_FOUND`
   */
  async getErrorDescription(hresult: number, languageId = 0x0409, options?: SignalOptions): Promise<string> {
    const jobs = this.#jobs ?? (await this.#loadJobs());
    return await jobs.describeResult(hresult, languageId, options);
  }

  /**
   * Creates a group, suspended and without a job. A group that is created after the signal was aborted is cancelled.
   * @throws {HResultError} `E_INVALIDARG` if a group with this GUID exists
   */
  async createGroup(options?: CreateBitsGroupOptions): Promise<BitsGroup> {
    const groups = this.#groups ?? (await this.#loadGroups());
    return await groups.create(options);
  }

  /**
   * Serves a class of `IBackgroundCopyCallback1`, which the queue manager activates to report that groups have ended. A group names the class in its
   * property `notifyClsid`, and requests the report of its completion with `QM_NOTIFY_GROUP_DONE` (4) in `notifyFlags`; its error is reported by
   * default. COM finds the class while this process serves it; `syncmgr.registration.installClass()` registers the program that COM starts when it is
   * not served. Each call has returned `S_OK` before `onStatus` is called, so that the queue manager does not repeat it. A class that is served after
   * the signal was aborted is closed.
   * @param clsid a class of your own, in any form of a GUID
   * @throws {TypeError | RangeError} for wrong arguments
   * @throws {HResultError} the error of `CoRegisterClassObject`
   * Source: https://learn.microsoft.com/windows/win32/api/qmgr/nn-qmgr-ibackgroundcopycallback1.
   */
  async serveGroupCallback(clsid: string, options: BitsGroupCallbackOptions): Promise<ServedBitsGroupCallback> {
    const groups = this.#groups ?? (await this.#loadGroups());
    return await groups.serveCallback(clsid, options);
  }

  /**
   * Returns the group with this GUID. An administrator that gets the group of another user from the legacy class becomes its owner, as documented.
   * @throws {HResultError} `QM_E_ITEM_NOT_FOUND`
   * Source: https://learn.microsoft.com/windows/win32/api/qmgr/nf-qmgr-ibackgroundcopyqmgr-getgroup.
   */
  async getGroup(id: string, options?: SignalOptions): Promise<BitsGroup> {
    const groups = this.#groups ?? (await this.#loadGroups());
    return await groups.get(id, options);
  }

  /**
   * Returns the groups of this user. For an administrator the legacy class lists the groups of all users, and makes the administrator the owner of
   * each, as {@link getGroup} does. A group that ends while the groups are read is omitted.
   */
  async groups(options?: SignalOptions): Promise<BitsGroup[]> {
    const groups = this.#groups ?? (await this.#loadGroups());
    return await groups.list(options);
  }

  async #loadJobs(): Promise<BitsJobs> {
    return this.#openJobs(await jobCalls.load());
  }

  #openJobs({ BitsJobs }: typeof import('./jobs.js')): BitsJobs {
    this.#jobs ??= new BitsJobs(this.#context, this.#managers);
    return this.#jobs;
  }

  async #loadGroups(): Promise<BitsGroups> {
    return this.#openGroups(await groupCalls.load());
  }

  #openGroups({ BitsGroups }: typeof import('./groups.js')): BitsGroups {
    this.#groups ??= new BitsGroups(this.#context, this.#verbs, this.#managers);
    return this.#groups;
  }

  /**
   * Downloads one file from beginning to end: creates a job, follows it, verifies and completes it.
   * @param path a relative one is resolved against the current directory
   * @throws {HResultError} the error of the transfer, such as `BG_E_HTTP_ERROR_404` with `context: 'remoteFile'`, with `file` and `httpStatus`;
   * `RPC_E_DISCONNECTED` if the connection is closed
   * @throws {BitsDownloadError} another end without the file; see {@link BitsDownloadErrorCode}
   */
  download(url: string, path: string, options?: BitsDownloadOptions): Promise<BitsDownloadResult>;
  /** Downloads several files in one job. */
  download(files: readonly BitsDownloadFile[], options?: BitsDownloadOptions): Promise<BitsDownloadResult>;
  async download(
    files: string | readonly BitsDownloadFile[],
    pathOrOptions?: string | BitsDownloadOptions,
    options?: BitsDownloadOptions,
  ): Promise<BitsDownloadResult> {
    return await this.#calls.wait('IBackgroundCopyJob.GetState', async () => {
      const opened =
        typeof files === 'object' && typeof pathOrOptions !== 'string'
          ? await this.openDownload(files, pathOrOptions)
          : await this.openDownload(
              [{ url: requireText(files, 'url'), path: requireText(pathOrOptions, 'path') }],
              options,
            );
      return await opened.done;
    });
  }

  /**
   * Starts to download files, as `download()` does, and resolves when their job has been created or found. `done` of the result settles at the end.
   * @throws {TypeError | RangeError} for wrong options, before anything is created
   * @throws {BitsDownloadError} `ERR_DOWNLOAD_IN_USE`
   */
  async openDownload(files: readonly BitsDownloadFile[], options?: BitsDownloadOptions): Promise<BitsDownload> {
    return await this.#calls.wait('IBackgroundCopyManager.CreateJob', async () => {
      const { diskFiles, openDownload } = await import('./transfers.js');
      const { calls, clock, directTransport } = this.#context;
      const { id: machine = '', files: local } = this.#managers.machine ?? {};
      const context: DownloadContext = {
        bits: this,
        calls,
        clock,
        machine,
        files: local ?? diskFiles,
        directTransport,
      };
      return await openDownload(context, files, options);
    });
  }

  /**
   * Uploads a file from beginning to end: creates a job, follows it and completes it. The server must have the BITS extension of IIS or another
   * implementation of the BITS upload protocol.
   * Source: https://learn.microsoft.com/windows/win32/bits/uploading-files-to-a-server-application.
   * @param path a relative one is resolved against the current directory
   * @throws {TypeError | RangeError} for wrong arguments, before anything is created
   * @throws {HResultError} the error of the transfer, with `file` and `httpStatus`; `BG_E_TOO_LARGE` for a reply of more than 1 MB that was not given
   * a path; `RPC_E_DISCONNECTED` if the connection is closed
   * @throws {BitsUploadError} another end before the file is uploaded; see {@link BitsUploadErrorCode}
   */
  async upload(path: string, url: string, options?: BitsUploadOptions): Promise<BitsUploadResult> {
    const { calls, clock } = this.#context;
    return await this.#calls.wait('IBackgroundCopyManager.CreateJob', async () => {
      const { diskFiles, upload } = await import('./transfers.js');
      const files = this.#managers.machine?.files ?? diskFiles;
      return await upload({ bits: this, calls, clock, files }, path, url, options);
    });
  }
}
