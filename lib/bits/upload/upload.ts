import { untilAborted } from '../../com/abort.js';
import type { Calls } from '../../com/calls.js';
import type { Clock } from '../../com/clock.js';
import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { serializable } from '../../com/json.js';
import { callListener } from '../../com/listeners.js';
import { withinTime } from '../../com/within-time.js';
import type { BitsJob, CreateBitsJobOptions } from '../job.js';
import type { LocalFiles } from '../machine-verbs.js';
import { type BitsTransferSnapshot, isEnded } from '../snapshot.js';
import { abandonLimit, completeUnlessEnded, errorOf, leaveJob } from '../transfer/endings.js';
import { StallTimer } from '../transfer/stall-timer.js';
import type { BitsAbortAction } from '../transfer/types.js';
import { BitsUploadError } from './error.js';
import { requireUpload, type UploadRequest } from './request.js';
import type { BitsUploadOptions, BitsUploadResult } from './types.js';

/** The part of a connection that an upload needs. */
export interface UploadContext {
  readonly bits: { createJob(options: CreateBitsJobOptions): Promise<BitsJob> };
  readonly calls: Calls;
  readonly clock: Clock;
  readonly files: LocalFiles;
}

/** Implements `bits.upload()`. */
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

  async #finish(last: BitsTransferSnapshot): Promise<BitsUploadResult> {
    const { state, bytesTransferred } = last;
    this.#stall.stop();
    if (state === 'canceled') throw this.#canceled();
    // A failed job is not worth keeping: the local file still exists.
    if (state === 'error') this.#action = 'cancel';
    if (state === 'error') throw await errorOf(this.#job, last);
    let completedElsewhere = state === 'acknowledged';
    const readsReply = this.#request.readsReply && !completedElsewhere;
    const reply = readsReply ? await this.#job.getReplyData() : null;
    completedElsewhere ||= !(await completeUnlessEnded(
      this.#job,
      async () => {
        await this.#job.complete();
      },
      () => this.#canceled(),
    ));
    if (readsReply && !completedElsewhere) await this.#removeReplyFile();
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

  /** Deletes the file of a reply that was read, which BITS has created under a name of its own, also for a job without a reply. */
  async #removeReplyFile(): Promise<void> {
    try {
      const path = await this.#job.getReplyPath();
      if (path !== null) await this.#context.files.remove(path);
    } catch {
      // The file has been uploaded.
    }
  }

  #canceled(): BitsUploadError {
    return new BitsUploadError('ERR_UPLOAD_CANCELED', 'another program cancelled the job', this.#request);
  }
}
