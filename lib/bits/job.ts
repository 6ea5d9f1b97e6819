import { requireSignalOf, type SignalOptions } from '../com/abort.js';
import { requireDword, requireFunction, requireOptions, requireText, requireWord } from '../com/arguments.js';
import type { HResultError } from '../com/error.js';
import { isHResult } from '../com/error.js';
import { hresults } from '../com/hresult.js';
import { callListenerApart } from '../com/listeners.js';
import { RateMeter } from '../com/rate.js';
import { jobPriorities, jobTypes, notify } from './constants.js';
import type { BitsContext } from './context.js';
import { type BitsFileEntry, type BitsFileSnapshot, requireFiles, toFileSnapshot } from './files.js';
import {
  type BitsReadTransferState,
  type BitsTransferSnapshot,
  toSnapshot,
  toState,
  toTransferError,
} from './snapshot.js';
import type { JobVerbs } from './verbs.js';
import { BitsWatch, type BitsWatchOptions, requireWatchOptions } from './watch.js';

/** `BG_JOB_TYPE`. */
export type BitsJobType = (typeof jobTypes)[number];
/** `BG_JOB_PRIORITY`. */
export type BitsJobPriority = (typeof jobPriorities)[number];

export interface CreateBitsJobOptions extends SignalOptions {
  /** The display name, 1 to 256 characters. */
  readonly name: string;
  /** `'download'` by default. */
  readonly type?: BitsJobType | undefined;
  /** `'normal'` by default, as BITS has it. */
  readonly priority?: BitsJobPriority | undefined;
  /** At most 1024 characters. */
  readonly description?: string | undefined;
  readonly files?: readonly BitsFileEntry[] | undefined;
  /** Seconds before a transient error is tried again; BITS has 600, and raises less than 5 to 5. */
  readonly minimumRetryDelay?: number | undefined;
  /** Seconds without progress after which a transient error becomes final; BITS has 1 209 600 (14 days). */
  readonly noProgressTimeout?: number | undefined;
}

/**
 * What a job calls back for. Each is a wake-up: what happened is read from the job, since calls may be repeated or folded into one. A function
 * that throws, or whose promise rejects, stops no other listener: its error is an uncaught exception of the process.
 */
export interface BitsJobListeners extends SignalOptions {
  /** `IBackgroundCopyCallback::JobTransferred`: all files are transferred; call `complete()`. */
  readonly onTransferred?: (() => void) | undefined;
  /** `IBackgroundCopyCallback::JobError`: the job is in `error`; never called for `transientError`. */
  readonly onError?: (() => void) | undefined;
  /** `IBackgroundCopyCallback::JobModification`: something changed. May be dropped, and may come late. */
  readonly onModification?: (() => void) | undefined;
}

/** Ends what was begun, as `await using` does by itself. */
export interface BitsSubscription extends AsyncDisposable {
  close(): Promise<void>;
}

/** How a job that was asked to end did so. */
export interface BitsEndResult {
  /**
   * `'S_OK'`, `'BG_S_PARTIAL_COMPLETE'` (complete only) or `'BG_S_UNABLE_TO_DELETE_FILES'`. Another success code stays a number.
   */
  readonly outcome: 'S_OK' | 'BG_S_PARTIAL_COMPLETE' | 'BG_S_UNABLE_TO_DELETE_FILES' | number;
}

/**
 * A BITS job: `IBackgroundCopyJob`. Every method rejects with an `HResultError` when COM refuses, and with `RPC_E_DISCONNECTED` when
 * the connection is closed. A job lives in the service, not in this object: dropping the object does nothing to the job.
 * Source: https://learn.microsoft.com/windows/win32/api/bits/nn-bits-ibackgroundcopyjob.
 */
export class BitsJob {
  readonly #context: BitsContext;
  readonly #verbs: JobVerbs;
  readonly #meter = new RateMeter();

  /** @internal */
  constructor(context: BitsContext, verbs: JobVerbs) {
    this.#context = context;
    this.#verbs = verbs;
  }

  /** The job's GUID in braces and upper case. */
  get id(): string {
    return this.#verbs.id;
  }

  /**
   * Adds one file (`AddFileSet` of one).
   * @param url where it comes from (or goes to, for uploads): a URL or a full path; at most 2200 characters
   * @param path the full path of the local file; it appears there when the job is completed. Its folder need not exist yet
   * @throws {HResultError} `E_INVALIDARG` for a bad name, `BG_E_TOO_MANY_FILES` for the second file of an upload, `E_ACCESSDENIED`
   */
  async addFile(url: string, path: string): Promise<void> {
    await this.addFiles([{ url, path }]);
  }

  /** Adds several files in one call (`AddFileSet`): all or none. */
  async addFiles(files: readonly BitsFileEntry[]): Promise<void> {
    const names = requireFiles(files);
    await this.#call('AddFileSet', () => this.#verbs.addFileSet(names));
  }

  /** The files of the job with their progress (`EnumFiles`). */
  async files(): Promise<BitsFileSnapshot[]> {
    const records = await this.#call('EnumFiles', () => this.#verbs.enumFiles());
    return records.map(toFileSnapshot);
  }

  /** Puts the job in the queue; from `error` and `transientError` it tries again at once. `BG_E_EMPTY` when it has no file. */
  async resume(): Promise<void> {
    await this.#call('Resume', () => this.#verbs.resume());
  }

  /** Takes the job out of the queue; what it has transferred is kept. */
  async suspend(): Promise<void> {
    await this.#call('Suspend', () => this.#verbs.suspend());
  }

  /** Ends the job and deletes its temporary files. Files that are complete under their final names stay. */
  async cancel(): Promise<BitsEndResult> {
    return toEndResult(await this.#call('Cancel', () => this.#verbs.cancel()));
  }

  /**
   * Ends the job and puts its files in place. Before the job is `transferred` this keeps only the files that are fully there
   * (`BG_S_PARTIAL_COMPLETE`); an upload must be `transferred` (`BG_E_INVALID_STATE` otherwise).
   */
  async complete(): Promise<BitsEndResult> {
    return toEndResult(await this.#call('Complete', () => this.#verbs.complete()));
  }

  async getState(): Promise<BitsReadTransferState> {
    return toState(await this.#call('GetState', () => this.#verbs.getState()));
  }

  /** A type that no word is known for stays a number. */
  async getType(): Promise<BitsJobType | number> {
    return typeOf(await this.#call('GetType', () => this.#verbs.getType()));
  }

  /**
   * Why the job is in `error` or `transientError`, with the `file` that failed and the `httpStatus`; null in every other state.
   * Source: https://learn.microsoft.com/windows/win32/api/bits/nn-bits-ibackgroundcopyerror.
   */
  async getError(): Promise<HResultError | null> {
    try {
      return toTransferError(await this.#call('GetError', () => this.#verbs.getError()));
    } catch (error) {
      if (isHResult(error, hresults.BG_E_ERROR_INFORMATION_UNAVAILABLE)) return null;
      throw error;
    }
  }

  /** State, progress and error in one crossing. Rates come from the snapshots read through this object. */
  async snapshot(): Promise<BitsTransferSnapshot> {
    const record = await this.#call('GetState', () => this.#verbs.snapshot());
    return toSnapshot(record, this.#context.clock.now(), this.#meter);
  }

  /**
   * Follows the job: delivers its state now, and then each change, woken by the job's callbacks or by the
   * interval. Ends by itself after `transferred`, `error`, `acknowledged` or `canceled`. While it listens, the job's notification
   * interface is this connection's: BITS keeps one a job, and the last setter wins. A job whose notification interface another program
   * has registered is followed by the interval alone, as with `callbacks: false`.
   * @throws {TypeError | RangeError} at once, for wrong options
   */
  watch(options?: BitsWatchOptions): BitsWatch {
    const settings = requireWatchOptions(options);
    return new BitsWatch(this.#context, settings, new RateMeter(), async () => this.#verbs);
  }

  /**
   * Registers functions for the job's callbacks (`SetNotifyFlags`, `SetNotifyInterface`). They are called on the JavaScript thread;
   * COM never waits for them. A sink that another program has registered is put back when listening ends, where COM returns it
   * (`GetNotifyInterface`). `onTransferred` and `onError` are called at least once, also for what happened before registration and however
   * many listen. Rejects with `BG_E_INVALID_STATE` once the job is `acknowledged` or `canceled`.
   */
  async listen(listeners: BitsJobListeners): Promise<BitsSubscription> {
    const { onTransferred, onError, onModification } = requireOptions(listeners, 'listeners');
    requireFunction(onTransferred, 'listeners.onTransferred');
    requireFunction(onError, 'listeners.onError');
    requireFunction(onModification, 'listeners.onModification');
    const signal = requireSignalOf(listeners);
    const stop = await this.#context.calls.run(
      'IBackgroundCopyJob.SetNotifyInterface',
      () =>
        this.#context.notificationsOf(this.#verbs).listen((events) => {
          if (signal?.aborted) return;
          if (events & notify.jobModification) callListenerApart(() => onModification?.());
          if (events & notify.jobError) callListenerApart(() => onError?.());
          if (events & notify.jobTransferred) callListenerApart(() => onTransferred?.());
        }),
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

  async getDisplayName(): Promise<string> {
    return await this.#call('GetDisplayName', () => this.#verbs.getDisplayName());
  }

  /** At most 256 characters: `BG_E_STRING_TOO_LONG` beyond. */
  async setDisplayName(name: string): Promise<void> {
    requireText(name, 'name');
    await this.#call('SetDisplayName', () => this.#verbs.setDisplayName(name));
  }

  async getDescription(): Promise<string> {
    return await this.#call('GetDescription', () => this.#verbs.getDescription());
  }

  /** At most 1024 characters: `BG_E_STRING_TOO_LONG` beyond. */
  async setDescription(description: string): Promise<void> {
    requireText(description, 'description');
    await this.#call('SetDescription', () => this.#verbs.setDescription(description));
  }

  /** A priority that no word is known for stays a number. */
  async getPriority(): Promise<BitsJobPriority | number> {
    return wordOf(jobPriorities, await this.#call('GetPriority', () => this.#verbs.getPriority()));
  }

  async setPriority(priority: BitsJobPriority): Promise<void> {
    const value = requireWord(priority, 'priority', jobPriorities);
    await this.#call('SetPriority', () => this.#verbs.setPriority(value));
  }

  /** Seconds before a transient error is tried again; 600 by default. */
  async getMinimumRetryDelay(): Promise<number> {
    return await this.#call('GetMinimumRetryDelay', () => this.#verbs.getMinimumRetryDelay());
  }

  /** Seconds before a transient error is tried again; BITS raises less than 5 to 5. */
  async setMinimumRetryDelay(seconds: number): Promise<void> {
    requireDword(seconds, 'seconds');
    await this.#call('SetMinimumRetryDelay', () => this.#verbs.setMinimumRetryDelay(seconds));
  }

  /** Seconds without progress after which a transient error becomes final; 1 209 600 (14 days) by default. */
  async getNoProgressTimeout(): Promise<number> {
    return await this.#call('GetNoProgressTimeout', () => this.#verbs.getNoProgressTimeout());
  }

  /** Seconds without progress after which a transient error becomes final; 0 for at once. */
  async setNoProgressTimeout(seconds: number): Promise<void> {
    requireDword(seconds, 'seconds');
    await this.#call('SetNoProgressTimeout', () => this.#verbs.setNoProgressTimeout(seconds));
  }

  #call<T>(method: string, invoke: () => Promise<T>): Promise<T> {
    return this.#context.calls.run(`IBackgroundCopyJob.${method}`, invoke);
  }
}

/** `BG_JOB_TYPE` as a word; a number that no word is known for stays a number. */
export function typeOf(type: number): BitsJobType | number {
  return wordOf(jobTypes, type);
}

function wordOf<Word>(words: readonly Word[], index: number): Word | number {
  return words[index] ?? index;
}

export function toEndResult(hresult: number): BitsEndResult {
  if (hresult === hresults.BG_S_PARTIAL_COMPLETE) return { outcome: 'BG_S_PARTIAL_COMPLETE' };
  if (hresult === hresults.BG_S_UNABLE_TO_DELETE_FILES) return { outcome: 'BG_S_UNABLE_TO_DELETE_FILES' };
  return { outcome: hresult === hresults.S_OK ? 'S_OK' : hresult };
}
