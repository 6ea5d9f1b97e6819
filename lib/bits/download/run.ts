import { untilAborted } from '../../com/abort.js';
import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { serializable } from '../../com/json.js';
import { callListener, raise } from '../../com/listeners.js';
import { withinTime } from '../../com/within-time.js';
import type { BitsJob } from '../job.js';
import { type BitsReadTransferState, type BitsTransferSnapshot, isEnded } from '../snapshot.js';
import { abandonLimit, cancelJob, errorOf, leaveJob } from '../transfer/endings.js';
import { StallTimer } from '../transfer/stall-timer.js';
import type { BitsAbortAction } from '../transfer/types.js';
import type { TransferFollower } from '../transfer-diagnostics.js';
import { canceled, completeJob, incomplete, renameFile } from './completion.js';
import type { DownloadContext } from './context.js';
import { BitsDownloadError } from './error.js';
import { downloadWithoutBits, type Fallback, selectFallback } from './fallback.js';
import type { JobSource } from './job-source.js';
import type { DownloadRequest } from './request.js';
import type { BitsDownloadResult } from './types.js';
import { Verification } from './verification.js';

/** The run of a download: follows its job, verifies and completes it, or leaves it as the options require. */
export class DownloadRun {
  readonly #context: DownloadContext;
  readonly #request: DownloadRequest;
  readonly #source: JobSource;
  readonly #verification: Verification;
  #fallback: Fallback | null;
  #interruption = new AbortController();
  readonly #stall: StallTimer;
  /** What happens to the job because of the interruption. */
  #action: BitsAbortAction;
  #ended = false;
  #closing = false;
  /** Whether the files are downloaded without BITS. */
  #direct = false;
  /** Follows the job to the end of the download, which may cancel it after its watch has ended. */
  #follower: TransferFollower | undefined;

  /** @param fallback the fallback without BITS, if there is no job */
  constructor(context: DownloadContext, request: DownloadRequest, source: JobSource, fallback: Fallback | null = null) {
    this.#fallback = fallback;
    this.#context = context;
    this.#request = request;
    this.#source = source;
    this.#verification = new Verification(context, request);
    this.#action = request.onAbort;
    this.#stall = new StallTimer(context.clock, request, () => {
      const message = `no byte was transferred within ${request.stallTimeout} ms`;
      // With a key, a later call continues the job.
      this.interrupt(
        new BitsDownloadError('ERR_DOWNLOAD_STALLED', message),
        request.key === null ? 'cancel' : 'suspend',
      );
    });
  }

  /** Ends the download with an error; the job is left as `action` requires. */
  interrupt(error: unknown, action: BitsAbortAction): void {
    if (this.#interruption.signal.aborted) return;
    this.#action = action;
    this.#interruption.abort(error);
  }

  /** Does not count the time as a stall while the application has suspended the job. */
  hold(held: boolean): void {
    this.#stall.hold(held);
  }

  /** Runs to the end. @throws what ended the download */
  async run(): Promise<BitsDownloadResult> {
    const { signal, onAbort } = this.#request;
    const onSignal = () => this.interrupt(signal?.reason, onAbort);
    const stopWaiting = this.#context.calls.beforeClose(() => {
      this.#closing = true;
      if (this.#direct) this.interrupt(disconnected(), onAbort);
      if (this.#direct) return Promise.resolve();
      return leaveJob(this.#source.job, onAbort);
    });
    signal?.addEventListener('abort', onSignal, { once: true });
    if (signal?.aborted) onSignal();
    this.#stall.restart();
    try {
      return await this.#runToEnd();
    } catch (error) {
      await withinTime(this.#abandon(error), abandonLimit).catch(() => {});
      throw error;
    } finally {
      this.#follower?.leave();
      this.#stall.stop();
      signal?.removeEventListener('abort', onSignal);
      stopWaiting();
    }
  }

  async #runToEnd(): Promise<BitsDownloadResult> {
    if (this.#fallback !== null) return await this.#runWithoutBits(this.#fallback);
    try {
      return await this.#runJob();
    } catch (error) {
      const fallback = this.#closing ? null : selectFallback(this.#request, this.#source, error);
      if (fallback === null) throw error;
      await cancelJob(this.#source.job);
      // After a stall, the interruption is over.
      this.#interruption = new AbortController();
      if (this.#request.signal?.aborted) throw this.#request.signal.reason;
      return await this.#runWithoutBits(fallback);
    }
  }

  async #runWithoutBits(fallback: Fallback): Promise<BitsDownloadResult> {
    this.#direct = true;
    this.#ended = false;
    this.#stall.restart();
    const { signal } = this.#interruption;
    const onSnapshot = (snapshot: BitsTransferSnapshot) => this.#report(snapshot);
    return await downloadWithoutBits(this.#context, this.#request, fallback, { signal, onSnapshot });
  }

  async #runJob(): Promise<BitsDownloadResult> {
    await this.#resume();
    for (;;) {
      try {
        return await this.#attempt();
      } catch (error) {
        if (this.#interruption.signal.aborted || this.#closing || !(await this.#recover(error))) throw error;
        this.#ended = false;
        await this.#source.job.resume();
        this.#stall.restart();
      }
    }
  }

  /** Starts the job, which an earlier call may have left in any state. */
  async #resume(): Promise<void> {
    this.#interruption.signal.throwIfAborted();
    const { job, resumed } = this.#source;
    if (!resumed || stopped.has(await job.getState())) await job.resume();
  }

  async #attempt(): Promise<BitsDownloadResult> {
    const { signal } = this.#interruption;
    const { interval } = this.#request;
    this.#follower?.leave();
    this.#follower = this.#source.job.followTransfer();
    for await (const snapshot of this.#source.job.watch({ interval, signal })) {
      this.#report(snapshot);
      signal.throwIfAborted();
      if (!isEnded(snapshot.state)) {
        await this.#verification.checkSizes(this.#source, snapshot);
        continue;
      }
      this.#ended = true;
      if (this.#closing) throw disconnected();
      return await this.#finish(snapshot);
    }
    throw new HResultError(hresults.E_UNEXPECTED, 'IBackgroundCopyJob.GetState', 'the watch ended before the job did');
  }

  #report(snapshot: BitsTransferSnapshot): void {
    const { onProgress, onAbort } = this.#request;
    this.#stall.observe(snapshot);
    callListener(
      () => onProgress?.(snapshot),
      (error) => (this.#ended ? raise(error) : this.interrupt(error, onAbort)),
    );
  }

  async #finish(last: BitsTransferSnapshot): Promise<BitsDownloadResult> {
    const { job } = this.#source;
    const { files } = this.#request;
    if (last.state === 'error') throw await errorOf(job, last);
    if (last.state === 'canceled') throw canceled();
    // Verification may take long, without a byte that is transferred.
    this.#stall.stop();
    if (last.state === 'acknowledged') {
      if (last.filesTransferred < last.filesTotal) throw incomplete(files);
      return await this.#place(last, true);
    }
    await this.#verification.checkSizes(this.#source, last);
    if (!this.#source.staged) await this.#verification.checkTemporaryFiles(this.#source, this.#interruption.signal);
    this.#interruption.signal.throwIfAborted();
    return await this.#place(last, !(await completeJob(this.#context.clock, job, files)));
  }

  /** Verifies the files of the completed job, and renames those with staging paths to their final names. */
  async #place(last: BitsTransferSnapshot, completedElsewhere: boolean): Promise<BitsDownloadResult> {
    const { clock, files: disk } = this.#context;
    const { files } = this.#request;
    const source = this.#source;
    try {
      await this.#verification.checkPlaces((file) => source.placeOf(file));
      if (source.staged) for (const file of files) await renameFile(clock, disk, source.placeOf(file), file);
    } catch (error) {
      // If another program completed the job, the files without staging paths already have their final names.
      const ours = source.staged || !completedElsewhere;
      if (ours) await Promise.all(files.map((file) => disk.remove(source.placeOf(file)).catch(() => {})));
      throw error;
    }
    return await this.#toResult(last, completedElsewhere);
  }

  async #toResult(
    { bytesTransferred }: BitsTransferSnapshot,
    completedElsewhere: boolean,
  ): Promise<BitsDownloadResult> {
    const source = this.#source;
    const { files } = this.#request;
    const downloaded = await Promise.all(
      files.map(async ({ path, integrity }, index) => {
        const size = files.length === 1 ? null : await this.#context.files.size(path).catch(() => null);
        return serializable({
          url: source.urlOf(index),
          path,
          bytes: size ?? bytesTransferred,
          integrity: integrity?.text ?? null,
        });
      }),
    );
    return serializable({
      path: files[0]?.path ?? '',
      bytes: bytesTransferred,
      jobId: source.job.id,
      by: 'bits' as const,
      fallbackReason: null,
      files: downloaded,
      resumed: source.resumed,
      completedElsewhere,
    });
  }

  /** Prepares another attempt after a failure. Resolves to false if there is none. */
  async #recover(error: unknown): Promise<boolean> {
    if (error instanceof HResultError && this.#ended) return await this.#source.recover(error);
    const damaged = error instanceof BitsDownloadError && wrongFile.has(error.code);
    if (!damaged || !this.#source.resumed) return false;
    // The bytes that an earlier process left are damaged, or the file on the server has changed: the download restarts once.
    await cancelJob(this.#source.job);
    await this.#source.create();
    return true;
  }

  async #abandon(error: unknown): Promise<void> {
    if (this.#direct) return;
    const { job } = this.#source;
    const { signal } = this.#interruption;
    if (signal.aborted) return await leaveJob(job, this.#action);
    if (this.#closing || !this.#ended)
      return await leaveJob(job, isWrongFile(error) ? 'cancel' : this.#request.onAbort);
    // A job with a key can be continued after the cause of the failure has been removed, if any bytes have been transferred.
    const kept =
      this.#request.key !== null && error instanceof HResultError && (await job.snapshot()).bytesTransferred > 0n;
    if (!kept) await leaveJob(job, 'cancel');
  }
}

/** States in which a job makes no progress, or waits for its next attempt. */
const stopped: ReadonlySet<BitsReadTransferState> = new Set(['suspended', 'error', 'transientError']);

const wrongFile: ReadonlySet<string> = new Set(['ERR_DOWNLOAD_INTEGRITY', 'ERR_DOWNLOAD_SIZE']);

function isWrongFile(error: unknown): boolean {
  return error instanceof BitsDownloadError && wrongFile.has(error.code);
}

function disconnected(): HResultError {
  return new HResultError(hresults.RPC_E_DISCONNECTED, 'IBackgroundCopyJob.GetState');
}

/** Opens the job of a download until the signal is aborted. */
export async function openJob(source: JobSource, { signal, onAbort }: DownloadRequest): Promise<BitsJob> {
  return await untilAborted(
    signal,
    () => source.open(),
    (late) => leaveJob(late, onAbort),
  );
}
