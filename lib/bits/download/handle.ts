import { requireSignalOf, type SignalOptions, untilAborted } from '../../com/abort.js';
import { Closable } from '../../com/closable.js';
import type { BitsJob } from '../job.js';
import type { BitsAbortAction } from '../transfer/types.js';
import type { BitsWatch, BitsWatchOptions } from '../watch.js';
import { BitsDownloadError } from './error.js';
import type { JobSource } from './job-source.js';
import type { DownloadRun } from './run.js';
import type { BitsDownloadResult } from './types.js';

/**
 * A running download. Returned by `bits.openDownload()`. `close()` ends the download as `onAbort` requires, unless it has ended: `done` rejects with
 * `ERR_DOWNLOAD_CANCELED` or, if its job is kept, with `ERR_DOWNLOAD_LEFT`.
 */
export class BitsDownload extends Closable {
  readonly #run: DownloadRun;
  readonly #source: JobSource;
  readonly #onAbort: BitsAbortAction;
  /** Settles when the download ends, as the promise of `bits.download()` does. A rejection that is not handled is ignored. */
  readonly done: Promise<BitsDownloadResult>;

  /** @internal */
  constructor(run: DownloadRun, source: JobSource, onAbort: BitsAbortAction, release: () => Promise<void>) {
    super();
    this.#run = run;
    this.#source = source;
    this.#onAbort = onAbort;
    this.done = run.run().finally(release);
    this.done.catch(() => {});
  }

  /**
   * The job in use; a mirror or `retryAsDynamic` may need another one.
   * @throws {HResultError} `BG_E_NOT_FOUND` while a fallback downloads without BITS; `watch()`, `suspend()` and `resume()` reject with it too
   */
  get job(): BitsJob {
    return this.#source.job;
  }

  /** Follows the job until it ends; the download may continue with another job. */
  watch(options?: BitsWatchOptions): BitsWatch {
    return this.job.watch(options);
  }

  /** Suspends the job. The time until `resume()` does not count as a stall. */
  async suspend(options?: SignalOptions): Promise<void> {
    await untilAborted(requireSignalOf(options), async () => {
      await this.job.suspend();
      this.#run.hold(true);
    });
  }

  async resume(options?: SignalOptions): Promise<void> {
    await untilAborted(requireSignalOf(options), async () => {
      await this.job.resume();
      this.#run.hold(false);
    });
  }

  /** Cancels the job; `done` rejects with `ERR_DOWNLOAD_CANCELED`. Resolves when the job is cancelled. */
  async cancel(options?: SignalOptions): Promise<void> {
    await untilAborted(requireSignalOf(options), () => this.#end('cancel'));
  }

  /** Stops following the job, which continues in the service; `done` rejects with `ERR_DOWNLOAD_LEFT`. A download with the same key continues it. */
  leave(): void {
    void this.#end('leave');
  }

  /** @internal */
  protected override async release(): Promise<void> {
    await this.#end(this.#onAbort);
  }

  async #end(action: BitsAbortAction): Promise<void> {
    const error =
      action === 'cancel'
        ? new BitsDownloadError('ERR_DOWNLOAD_CANCELED', 'the download was cancelled')
        : new BitsDownloadError('ERR_DOWNLOAD_LEFT', 'the download was left to the service');
    this.#run.interrupt(error, action);
    await this.done.catch(() => {});
  }
}
