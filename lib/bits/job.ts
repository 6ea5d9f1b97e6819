import { requireSignalOf, type SignalOptions, untilAborted } from '../com/abort.js';
import { requireCallback, requireFunction, requireOptions, requireText } from '../com/arguments.js';
import type { HResultError } from '../com/error.js';
import { isHResult } from '../com/error.js';
import { hresults } from '../com/hresult.js';
import { callListenerApart } from '../com/listeners.js';
import { RateMeter } from '../com/rate.js';
import { notify } from './constants.js';
import type { BitsContext } from './context.js';
import { BitsFile } from './file.js';
import {
  type BitsFileEntry,
  type BitsFileSnapshot,
  type BitsNewFile,
  groupFiles,
  requireFiles,
  toFileEntry,
  toFileSnapshot,
} from './files.js';
import type { BitsJobType } from './job-list.js';
import { BitsJobProperties } from './job-properties.js';
import { notificationsOf } from './notifications.js';
import { type BitsReadByteRange, toRanges } from './ranges.js';
import { explainNames } from './refused-names.js';
import type { BitsJobSettings } from './settings.js';
import {
  type BitsReadTransferState,
  type BitsTransferSnapshot,
  toSnapshot,
  toState,
  toTransferError,
} from './snapshot.js';
import type { TransferFollower } from './transfer-diagnostics.js';
import type { FileNotificationRecord, JobVerbs } from './verbs.js';
import { explainVersion, needsOfFlags } from './versions.js';
import { BitsWatch, type BitsWatchOptions, requireWatchOptions } from './watch.js';

export interface CreateBitsJobOptions extends BitsJobSettings, SignalOptions {
  /** The display name, 1 to 256 characters. */
  readonly name: string;
  /** `'download'` by default. */
  readonly type?: BitsJobType | undefined;
  readonly files?: readonly BitsNewFile[] | undefined;
}

/**
 * The callbacks of a job. Each reports that something has happened; read the job to see what, since calls may be repeated or combined. A function
 * that throws, or whose promise rejects, does not affect the other listeners: its error is an uncaught exception of the process.
 */
export interface BitsJobListeners extends SignalOptions {
  /** `IBackgroundCopyCallback::JobTransferred`: all files are transferred; call `complete()`. */
  readonly onTransferred?: (() => void) | undefined;
  /** `IBackgroundCopyCallback::JobError`: the job is in `error`; never called for `transientError`. */
  readonly onError?: (() => void) | undefined;
  /** `IBackgroundCopyCallback::JobModification`: something changed. Calls may be dropped or late. */
  readonly onModification?: (() => void) | undefined;
  /** `IBackgroundCopyCallback2::FileTransferred`: a file is transferred, before the job is. Needs BITS 3.0. */
  readonly onFileTransferred?: ((file: BitsFileEntry) => void) | undefined;
  /** `IBackgroundCopyCallback3::FileRangesTransferred`: ranges of a file of a job with `onDemand` are transferred. Needs BITS 10.1. */
  readonly onRangesTransferred?: ((file: BitsFileEntry, ranges: BitsReadByteRange[]) => void) | undefined;
}

/** A registration that `close()` or `await using` ends. */
export interface BitsSubscription extends AsyncDisposable {
  close(): Promise<void>;
}

/** The result of the call that ended a job. */
export interface BitsEndResult {
  /** `'S_OK'`, `'BG_S_PARTIAL_COMPLETE'` (complete only) or `'BG_S_UNABLE_TO_DELETE_FILES'`. Another success code is a number. */
  readonly outcome: 'S_OK' | 'BG_S_PARTIAL_COMPLETE' | 'BG_S_UNABLE_TO_DELETE_FILES' | number;
}

/**
 * A BITS job: `IBackgroundCopyJob`. Every method rejects with an `HResultError` if COM returns an error, and with `RPC_E_DISCONNECTED` when the
 * connection is closed. A job lives in the service, not in this object: the job continues to exist without it.
 * Source: https://learn.microsoft.com/windows/win32/api/bits/nn-bits-ibackgroundcopyjob.
 */
export class BitsJob extends BitsJobProperties {
  readonly #context: BitsContext;
  readonly #verbs: JobVerbs;
  readonly #meter = new RateMeter();

  /** @internal */
  constructor(context: BitsContext, verbs: JobVerbs) {
    super(context, verbs);
    this.#context = context;
    this.#verbs = verbs;
  }

  /**
   * Adds one file (`AddFileSet` of one).
   * @param url the source (for uploads, the target): a URL or a full path; at most 2200 characters
   * @param path the full path of the local file; it appears there when the job is completed. Its folder need not exist yet
   * @throws {HResultError} `E_INVALIDARG` for a bad name, `BG_E_TOO_MANY_FILES` for the second file of an upload, `E_ACCESSDENIED`
   */
  async addFile(url: string, path: string, options?: SignalOptions): Promise<void> {
    await this.addFiles([{ url, path }], options);
  }

  /**
   * Adds several files. Whole files are added in one call (`AddFileSet`): all or none. Each file with ranges is added by a call of its own
   * (`AddFileWithRanges`); the files before one that is refused remain in the job.
   * @throws {HResultError} `BG_E_INVALID_RANGE`, `BG_E_OVERLAPPING_RANGES` or `BG_E_TOO_MANY_RANGES_IN_FILE` for the ranges; `E_NOTIMPL` for ranges
   * of an upload
   */
  async addFiles(files: readonly BitsNewFile[], options?: SignalOptions): Promise<void> {
    const names = requireFiles(files);
    const explain = (error: unknown) => explainNames(error, names);
    for (const group of groupFiles(names)) {
      if (Array.isArray(group)) {
        await this.#call('AddFileSet', () => this.#verbs.addFileSet(group).catch(explain), options);
      } else {
        await this.#context.calls.run(
          'IBackgroundCopyJob3.AddFileWithRanges',
          () => this.#verbs.addFileWithRanges(group.name, group.ranges).catch(explain).catch(explainVersion),
          requireSignalOf(options),
        );
      }
    }
    this.#context.transfers.recordFiles(
      this.#verbs,
      null,
      files.map(({ url }) => url),
    );
  }

  /** Returns the files of the job with their progress (`EnumFiles`). */
  async files(options?: SignalOptions): Promise<BitsFileSnapshot[]> {
    const records = await this.#call('EnumFiles', () => this.#verbs.enumFiles(), options);
    return records.map(toFileSnapshot);
  }

  /** Returns the files of the job as objects (`EnumFiles`), with their current names. */
  async openFiles(options?: SignalOptions): Promise<BitsFile[]> {
    return await this.#call(
      'EnumFiles',
      async () => {
        const files = await this.#verbs.openFiles();
        return await Promise.all(
          files.map(async (file) => new BitsFile(this.#context, file, toFileEntry(await file.read()))),
        );
      },
      options,
    );
  }

  /**
   * Changes the URLs of files, for example of links that have expired (`SetRemoteName`). A job that is in the queue is suspended meanwhile, and
   * resumed at the end, also if a URL is refused or the signal is aborted; the state of a job in `suspended`, `error` or `transferred` is not
   * changed.
   * @param renew called for each file before anything changes; returns the new URL, or null to keep the present one
   * @throws what `renew` throws; {HResultError} the error of `SetRemoteName`: the files before that one keep their new URLs
   */
  async renewUrls(
    renew: (file: BitsFileEntry) => string | null | undefined | PromiseLike<string | null | undefined>,
    options?: SignalOptions,
  ): Promise<void> {
    requireCallback(renew, 'renew');
    const signal = requireSignalOf(options);
    await untilAborted(signal, () => this.#renewUrls(renew, signal));
  }

  async #renewUrls(
    renew: (file: BitsFileEntry) => string | null | undefined | PromiseLike<string | null | undefined>,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const renewed: { readonly file: BitsFile; readonly url: string }[] = [];
    for (const file of await this.openFiles({ signal })) {
      signal?.throwIfAborted();
      const url = await renew({ url: file.url, path: file.path });
      if (url !== null && url !== undefined)
        renewed.push({ file, url: requireText(url, 'the URL that renew returns') });
    }
    signal?.throwIfAborted();
    if (renewed.length === 0) return;
    const wasRunning = isRunning(await this.getState());
    signal?.throwIfAborted();
    if (wasRunning) await this.suspend();
    try {
      for (const { file, url } of renewed) await file.setUrl(url, { signal });
    } finally {
      if (wasRunning) await this.resume();
    }
  }

  /** Puts the job in the queue; a job in `error` or `transientError` is retried at once. @throws {HResultError} `BG_E_EMPTY` if it has no file */
  async resume(options?: SignalOptions): Promise<void> {
    await this.#call('Resume', () => this.#verbs.resume(), options);
  }

  /** Takes the job out of the queue; the transferred bytes are kept. */
  async suspend(options?: SignalOptions): Promise<void> {
    await this.#call('Suspend', () => this.#verbs.suspend(), options);
  }

  /** Ends the job and deletes its temporary files. Files that are complete under their final names stay. */
  async cancel(options?: SignalOptions): Promise<BitsEndResult> {
    const cancel = async () => {
      const hresult = await this.#verbs.cancel();
      this.#context.transfers.cancelled(this.#verbs);
      return hresult;
    };
    return toEndResult(await this.#call('Cancel', cancel, options));
  }

  /**
   * Ends the job and renames its files to their final names. Before the job is `transferred` this keeps only the files that are complete
   * (`BG_S_PARTIAL_COMPLETE`); an upload must be `transferred` (`BG_E_INVALID_STATE` otherwise).
   */
  async complete(options?: SignalOptions): Promise<BitsEndResult> {
    return toEndResult(await this.#call('Complete', () => this.#verbs.complete(), options));
  }

  async getState(options?: SignalOptions): Promise<BitsReadTransferState> {
    return toState(await this.#call('GetState', () => this.#verbs.getState(), options));
  }

  /**
   * Returns the error of a job in `error` or `transientError`, with the `file` that failed and the `httpStatus`; null in every other state.
   * Source: https://learn.microsoft.com/windows/win32/api/bits/nn-bits-ibackgroundcopyerror.
   */
  async getError(options?: SignalOptions): Promise<HResultError | null> {
    try {
      return toTransferError(await this.#call('GetError', () => this.#verbs.getError(), options));
    } catch (error) {
      if (isHResult(error, hresults.BG_E_ERROR_INFORMATION_UNAVAILABLE)) return null;
      throw error;
    }
  }

  /** Reads state, progress and error in one call of the addon. Rates are computed from the snapshots read through this object. */
  async snapshot(options?: SignalOptions): Promise<BitsTransferSnapshot> {
    const record = await this.#call('GetState', () => this.#verbs.snapshot(), options);
    return toSnapshot(record, this.#context.clock.now(), this.#meter);
  }

  /**
   * Follows the job: delivers its state now, and then each change, which it reads after the job's callbacks or the interval. Ends by itself after
   * `transferred`, `error`, `acknowledged` or `canceled`. While it listens, the job's notification interface is this connection's: BITS keeps one per
   * job, and the last setter wins. A job whose notification interface another program has registered is read only at the interval, as with
   * `callbacks: false`.
   * @throws {TypeError | RangeError} at once, for wrong options
   */
  watch(options?: BitsWatchOptions): BitsWatch {
    const settings = requireWatchOptions(options);
    return new BitsWatch(this.#context, settings, new RateMeter(), async () => this.#verbs);
  }

  /**
   * Registers functions for the job's callbacks (`SetNotifyFlags`, `SetNotifyInterface`). They are called on the JavaScript thread; COM never waits
   * for them. A sink that another program has registered is restored when listening ends, if COM returns it (`GetNotifyInterface`). `onTransferred`
   * and `onError` are called at least once, also for what happened before registration and for any number of listeners. Rejects with
   * `BG_E_INVALID_STATE` once the job is `acknowledged` or `canceled`.
   */
  async listen(listeners: BitsJobListeners): Promise<BitsSubscription> {
    const { onTransferred, onError, onModification, onFileTransferred, onRangesTransferred } = requireOptions(
      listeners,
      'listeners',
    );
    requireFunction(onTransferred, 'listeners.onTransferred');
    requireFunction(onError, 'listeners.onError');
    requireFunction(onModification, 'listeners.onModification');
    requireFunction(onFileTransferred, 'listeners.onFileTransferred');
    requireFunction(onRangesTransferred, 'listeners.onRangesTransferred');
    const reportFile = (record: FileNotificationRecord) => {
      const { ranges } = record;
      if (ranges === null) callListenerApart(() => onFileTransferred?.(toFileEntry(record)));
      else callListenerApart(() => onRangesTransferred?.(toFileEntry(record), toRanges(ranges)));
    };
    const extra =
      (onFileTransferred === undefined ? 0 : notify.fileTransferred) |
      (onRangesTransferred === undefined ? 0 : notify.fileRangesTransferred);
    const needs = needsOfFlags(extra, (flag) =>
      flag === notify.fileTransferred ? 'onFileTransferred' : 'onRangesTransferred',
    );
    const signal = requireSignalOf(listeners);
    const stop = await this.#context.calls.run(
      'IBackgroundCopyJob.SetNotifyInterface',
      () =>
        notificationsOf(this.#context, this.#verbs)
          .listen((events, files) => {
            if (signal?.aborted) return;
            if (events & notify.jobModification) callListenerApart(() => onModification?.());
            for (const file of files) reportFile(file);
            if (events & notify.jobError) callListenerApart(() => onError?.());
            if (events & notify.jobTransferred) callListenerApart(() => onTransferred?.());
          }, extra)
          .catch((error: unknown) => explainVersion(error, needs)),
      signal,
      (late) => late(),
    );
    const close = async () => {
      try {
        await this.#call('SetNotifyInterface', stop);
      } catch (failure) {
        // The sink was released with the connection, or with the job that has ended.
        if (!isHResult(failure, hresults.RPC_E_DISCONNECTED, hresults.BG_E_INVALID_STATE)) throw failure;
      }
    };
    return { close, [Symbol.asyncDispose]: close };
  }

  /** @internal Follows the transfer for the diagnostics channels, beside any watch; undefined while nothing subscribes. */
  followTransfer(): TransferFollower | undefined {
    return this.#context.transfers.follow(this.#verbs);
  }

  #call<T>(method: string, invoke: () => Promise<T>, options?: SignalOptions): Promise<T> {
    return this.#context.calls.run(`IBackgroundCopyJob.${method}`, invoke, requireSignalOf(options));
  }
}

const runningStates: ReadonlySet<BitsReadTransferState> = new Set([
  'queued',
  'connecting',
  'transferring',
  'transientError',
]);

/** Whether BITS transfers the job as soon as it can. */
function isRunning(state: BitsReadTransferState): boolean {
  return runningStates.has(state);
}

export function toEndResult(hresult: number): BitsEndResult {
  if (hresult === hresults.BG_S_PARTIAL_COMPLETE) return { outcome: 'BG_S_PARTIAL_COMPLETE' };
  if (hresult === hresults.BG_S_UNABLE_TO_DELETE_FILES) return { outcome: 'BG_S_UNABLE_TO_DELETE_FILES' };
  return { outcome: hresult === hresults.S_OK ? 'S_OK' : hresult };
}
