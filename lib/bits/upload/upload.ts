import { untilAborted } from '../../com/abort.js';
import type { Calls } from '../../com/calls.js';
import type { Clock } from '../../com/clock.js';
import { HResultError, isHResult } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { serializable } from '../../com/json.js';
import { callListener } from '../../com/listeners.js';
import { withinTime } from '../../com/within-time.js';
import { cancelJob } from '../download/kept-jobs.js';
import { StallTimer } from '../download/stall-timer.js';
import type { BitsAbortAction } from '../download/types.js';
import type { BitsJob, CreateBitsJobOptions } from '../job.js';
import { type BitsTransferSnapshot, isEnded } from '../snapshot.js';
import { BitsUploadError } from './error.js';
import { requireUpload, type UploadRequest } from './request.js';
import type { BitsUploadOptions, BitsUploadResult } from './types.js';

/** Milliseconds that an interrupted upload waits for its job to be cancelled or suspended. */
const abandonLimit = 5000;

/** What an upload needs of its connection. */
export interface UploadContext {
  readonly bits: { createJob(options: CreateBitsJobOptions): Promise<BitsJob> };
  readonly calls: Calls;
  readonly clock: Clock;
}

/** What `bits.upload()` does. */
export async function upload(
  context: UploadContext,
  path: string,
  url: string,
  options: BitsUploadOptions | undefined,
): Promise<BitsUploadResult> {
  const request = requireUpload(path, url, options);
  const job = await untilAborted(
    request.signal,
    () => context.bits.createJob(request.job),
    (late) => leaveJob(late, request.onAbort === 'leave' ? 'cancel' : request.onAbort),
  );
  return await new UploadRun(context, request, job).run();
}

/** Follows the job of an upload to its end. */
class UploadRun {
  readonly #context: UploadContext;
  readonly #request: UploadRequest;
  readonly #job: BitsJob;
  readonly #interruption = new AbortController();
  readonly #stall: StallTimer;
  /** What happens to the job unless it ends by itself. */
  #action: BitsAbortAction;

  constructor(context: UploadContext, request: UploadRequest, job: BitsJob) {
    this.#context = context;
    this.#request = request;
    this.#job = job;
    this.#action = request.onAbort;
    this.#stall = new StallTimer(context.clock, request, () => {
      const message = `no byte was transferred within ${request.stallTimeout} ms`;
      this.#interrupt(new BitsUploadError('ERR_UPLOAD_STALLED', message, request), 'cancel');
    });
  }

  async run(): Promise<BitsUploadResult> {
    const { signal, onAbort } = this.#request;
    const onSignal = () => this.#interrupt(signal?.reason, onAbort);
    const follower = this.#job.followTransfer();
    const stopWaiting = this.#context.calls.beforeClose(() => leaveJob(this.#job, onAbort));
    signal?.addEventListener('abort', onSignal, { once: true });
    if (signal?.aborted) onSignal();
    this.#stall.restart();
    try {
      this.#interruption.signal.throwIfAborted();
      await this.#job.resume();
      return await this.#finish(await this.#follow());
    } catch (error) {
      await withinTime(leaveJob(this.#job, this.#action), abandonLimit).catch(() => {});
      throw error;
    } finally {
      follower?.leave();
      this.#stall.stop();
      signal?.removeEventListener('abort', onSignal);
      stopWaiting();
    }
  }

  /** Ends the upload with an error; the job is left as `action` requires. */
  #interrupt(error: unknown, action: BitsAbortAction): void {
    if (this.#interruption.signal.aborted) return;
    this.#action = action;
    this.#interruption.abort(error);
  }

  /** Resolves to the last snapshot: the job has been transferred, has failed, or was ended by another program. */
  async #follow(): Promise<BitsTransferSnapshot> {
    const { signal } = this.#interruption;
    const { interval, onProgress, onAbort } = this.#request;
    for await (const snapshot of this.#job.watch({ interval, signal })) {
      this.#stall.observe(snapshot);
      callListener(
        () => onProgress?.(snapshot),
        (error) => this.#interrupt(error, onAbort),
      );
      signal.throwIfAborted();
      if (isEnded(snapshot.state)) return snapshot;
    }
    throw new HResultError(hresults.E_UNEXPECTED, 'IBackgroundCopyJob.GetState', 'the watch ended before the job did');
  }

  async #finish({ state, error, bytesTransferred }: BitsTransferSnapshot): Promise<BitsUploadResult> {
    this.#stall.stop();
    if (state === 'canceled') throw this.#canceled();
    // A job that has failed is not worth keeping: the file is still there.
    if (state === 'error') this.#action = 'cancel';
    if (state === 'error') throw error ?? (await this.#job.getError()) ?? noError();
    let completedElsewhere = state === 'acknowledged';
    const reply = completedElsewhere || !this.#request.readsReply ? null : await this.#job.getReplyData();
    completedElsewhere ||= !(await this.#complete());
    const { path, url, replyPath } = this.#request;
    return serializable({
      path,
      url,
      bytes: bytesTransferred,
      jobId: this.#job.id,
      reply,
      replyPath,
      completedElsewhere,
    });
  }

  /** Resolves to false if another program has completed the job meanwhile. */
  async #complete(): Promise<boolean> {
    try {
      await this.#job.complete();
      return true;
    } catch (error) {
      if (!isHResult(error, hresults.BG_E_INVALID_STATE, hresults.BG_E_NOT_FOUND)) throw error;
      const state = await this.#job.getState().catch(() => null);
      if (state === 'canceled') throw this.#canceled();
      if (state !== 'acknowledged') throw error;
      return false;
    }
  }

  #canceled(): BitsUploadError {
    return new BitsUploadError('ERR_UPLOAD_CANCELED', 'another program cancelled the job', this.#request);
  }
}

async function leaveJob(job: BitsJob, action: BitsAbortAction): Promise<void> {
  if (action === 'cancel') await cancelJob(job);
  if (action === 'suspend') await job.suspend();
}

function noError(): HResultError {
  return new HResultError(hresults.BG_E_ERROR_INFORMATION_UNAVAILABLE, 'IBackgroundCopyJob.GetError');
}
