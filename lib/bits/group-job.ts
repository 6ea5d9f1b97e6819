import { requireSignalOf, type SignalOptions } from '../com/abort.js';
import { requireDword, requireWord } from '../com/arguments.js';
import { groupProgress, groupStatus } from './constants.js';
import type { BitsContext } from './context.js';
import { type BitsFileEntry, requireWholeFiles, toFileEntry } from './files.js';
import { explainNames } from './refused-names.js';
import type { GroupJobVerbs } from './verbs.js';

/** The kinds of progress that `GetProgress` of the legacy interfaces knows: `QM_PROGRESS_…`. */
export type BitsGroupProgressKind = 'percentDone' | 'sizeDone' | 'timeDone';

const progressKinds = ['percentDone', 'sizeDone', 'timeDone'] as const;

/** @internal Returns the `QM_PROGRESS_…` flag of a kind of progress. */
export function toProgressFlag(kind: unknown): number {
  const word = progressKinds[requireWord(kind, 'kind', progressKinds)];
  return word === undefined ? 0 : groupProgress[word];
}

/** The result of `IBackgroundCopyJob1::GetStatus`. The results and the retries are valid only if `error` is true. */
export interface BitsGroupJobStatus {
  readonly complete: boolean;
  readonly incomplete: boolean;
  readonly error: boolean;
  /** The `QM_STATUS_JOB_…` flags, unchanged. */
  readonly flags: number;
  readonly win32Result: number;
  readonly transportResult: number;
  /** Number of retries since the first error: 0 after the first error. */
  readonly retries: number;
}

/**
 * The job of a group: `IBackgroundCopyJob1`.
 * Source: https://learn.microsoft.com/windows/win32/api/qmgr/nn-qmgr-ibackgroundcopyjob1.
 */
export class BitsGroupJob {
  readonly #context: BitsContext;
  readonly #verbs: GroupJobVerbs;

  /** @internal */
  constructor(context: BitsContext, verbs: GroupJobVerbs) {
    this.#context = context;
    this.#verbs = verbs;
  }

  /** The job's GUID in braces and upper case. */
  get id(): string {
    return this.#verbs.id;
  }

  /** Adds one file (`AddFiles` of one). @throws {HResultError} `E_INVALIDARG` for a bad name or a protocol that is not HTTP */
  async addFile(url: string, path: string, options?: SignalOptions): Promise<void> {
    await this.addFiles([{ url, path }], options);
  }

  /** Adds several files in one call. */
  async addFiles(files: readonly BitsFileEntry[], options?: SignalOptions): Promise<void> {
    const names = requireWholeFiles(files);
    await this.#call(
      'AddFiles',
      () => this.#verbs.addFiles(names).catch((error: unknown) => explainNames(error, names)),
      options,
    );
  }

  /** Returns the progress of the job by the rules of `BitsGroup.getProgress()`. */
  async getProgress(kind: BitsGroupProgressKind, options?: SignalOptions): Promise<number> {
    const flag = toProgressFlag(kind);
    return await this.#call('GetProgress', () => this.#verbs.getProgress(flag), options);
  }

  async getStatus(options?: SignalOptions): Promise<BitsGroupJobStatus> {
    const { status, win32Result, transportResult, retries } = await this.#call(
      'GetStatus',
      () => this.#verbs.getStatus(),
      options,
    );
    return {
      complete: (status & groupStatus.jobComplete) !== 0,
      incomplete: (status & groupStatus.jobIncomplete) !== 0,
      error: (status & groupStatus.jobError) !== 0,
      flags: status,
      win32Result,
      transportResult,
      retries,
    };
  }

  /** Returns the file at an index, counted from 0. @throws {HResultError} `QM_E_ITEM_NOT_FOUND` past the end */
  async getFile(index: number, options?: SignalOptions): Promise<BitsFileEntry> {
    requireDword(index, 'index');
    return toFileEntry(await this.#call('GetFile', () => this.#verbs.getFile(index), options));
  }

  async getFileCount(options?: SignalOptions): Promise<number> {
    return await this.#call('GetFileCount', () => this.#verbs.getFileCount(), options);
  }

  /** Reads the GUID of the job (`get_JobID`). */
  async getJobId(options?: SignalOptions): Promise<string> {
    return await this.#call('get_JobID', () => this.#verbs.getJobId(), options);
  }

  /**
   * Calls `CancelJob`, which is documented as not implemented: use `BitsGroup.cancel()`.
   * @throws {HResultError} `E_NOTIMPL`
   * Source: https://learn.microsoft.com/windows/win32/api/qmgr/nf-qmgr-ibackgroundcopyjob1-canceljob.
   */
  async cancel(options?: SignalOptions): Promise<void> {
    await this.#call('CancelJob', () => this.#verbs.cancelJob(), options);
  }

  /**
   * Calls `SwitchToForeground`, which is documented as not implemented: use `BitsGroup.switchToForeground()`.
   * @throws {HResultError} `E_NOTIMPL`
   * Source: https://learn.microsoft.com/windows/win32/api/qmgr/nf-qmgr-ibackgroundcopyjob1-switchtoforeground.
   */
  async switchToForeground(options?: SignalOptions): Promise<void> {
    await this.#call('SwitchToForeground', () => this.#verbs.switchToForeground(), options);
  }

  #call<T>(method: string, invoke: () => Promise<T>, options?: SignalOptions): Promise<T> {
    return this.#context.calls.run(`IBackgroundCopyJob1.${method}`, invoke, requireSignalOf(options));
  }
}
