import { HResultError, isHResult } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import type { BitsJob } from '../job.js';
import { cancelJob } from '../transfer/endings.js';
import { isMissingCall } from '../versions.js';
import type { DownloadContext } from './context.js';
import { mirrorMayHelp } from './error.js';
import { findKeptJob } from './kept-jobs.js';
import { deleteLeftFiles } from './left-files.js';
import { renewSettings } from './renewed-settings.js';
import { type DownloadRequest, type RequestedFile, stagingPathOf } from './request.js';
import { isOutdated } from './server-version.js';

/** The results of BITS for a server without length or ranges. */
const unsuitableServer = [
  hresults.BG_E_MISSING_FILE_SIZE,
  hresults.BG_E_INSUFFICIENT_HTTP_SUPPORT,
  hresults.BG_E_INSUFFICIENT_RANGE_SUPPORT,
] as const;

/** The job of a download. Another job replaces it if BITS cannot continue it after a failure. */
export class JobSource {
  readonly #context: DownloadContext;
  readonly #request: DownloadRequest;
  readonly #seed: string;
  /** The index of the URL in use, of each file. */
  readonly #sources: number[];
  #job: BitsJob | undefined;
  #staged = false;
  #dynamic = false;
  /** Whether the job is that of an earlier call. */
  resumed = false;

  constructor(context: DownloadContext, request: DownloadRequest, seed: string) {
    this.#context = context;
    this.#request = request;
    this.#seed = request.key ?? seed;
    this.#sources = request.files.map(() => 0);
  }

  get job(): BitsJob {
    if (this.#job === undefined) throw new HResultError(hresults.BG_E_NOT_FOUND, 'IBackgroundCopyManager.GetJob');
    return this.#job;
  }

  /** Whether the files of the job have staging paths, under which they are verified after the job is completed. */
  get staged(): boolean {
    return this.#staged;
  }

  /** Returns the path to which BITS transfers the file. */
  placeOf({ path }: RequestedFile): string {
    return this.#staged ? stagingPathOf(path, this.#seed) : path;
  }

  urlOf(index: number): string {
    return this.urlsOf(index)[0] ?? '';
  }

  /** Returns the URL in use, the mirrors that follow it, and then the URLs that BITS could not use. */
  urlsOf(index: number): readonly string[] {
    const { urls = [] } = this.#request.files[index] ?? {};
    const used = this.#sources[index] ?? 0;
    return [...urls.slice(used), ...urls.slice(0, used)];
  }

  /** Continues the job of an earlier call, or creates one. A transferred job is cancelled if a server now has another version. */
  async open(): Promise<BitsJob> {
    const kept = await findKeptJob(this.#context, this.#request);
    const outdated = kept !== null && (await isOutdated(this.#context, this.#request, kept.job));
    if (outdated) await cancelJob(kept.job);
    if (kept === null || outdated) {
      await deleteLeftFiles(this.#context, this.#request);
      return await this.create();
    }
    this.#job = kept.job;
    this.#staged = kept.staged;
    // A URL that is not requested is that of a redirection.
    for (const [index, { urls }] of this.#request.files.entries())
      this.#sources[index] = Math.max(0, urls.indexOf(kept.urls[index] ?? ''));
    await renewSettings(kept.job, this.#request.job);
    this.resumed = true;
    return kept.job;
  }

  async create(): Promise<BitsJob> {
    this.resumed = false;
    const job = await this.#create();
    this.#job = job;
    if (this.#staged || !this.#request.files.some(({ integrity }) => integrity !== null)) return job;
    if (await hasTemporaryPaths(job)) return job;
    await cancelJob(job);
    this.#staged = true;
    this.#job = await this.#create();
    return this.#job;
  }

  /**
   * Continues in another way after a failure of the transfer: with the next mirror of the file, or without length and ranges. The job is not
   * resumed. Resolves to false if there is no other way.
   */
  async recover(error: HResultError): Promise<boolean> {
    if (!mirrorMayHelp(error)) return false;
    return (await this.#useMirror(error)) || (await this.#useDynamicContent(error));
  }

  async #useMirror(error: HResultError): Promise<boolean> {
    const { files } = this.#request;
    const failed = files.findIndex((file) => files.length === 1 || this.placeOf(file) === error.file?.path);
    const url = files[failed]?.urls[(this.#sources[failed] ?? 0) + 1];
    if (url === undefined) return false;
    this.#sources[failed] = (this.#sources[failed] ?? 0) + 1;
    try {
      const file = (await this.job.openFiles())[failed];
      if (file === undefined) return false;
      await file.setUrl(url);
    } catch (failure) {
      if (!isMissingCall(failure)) throw failure;
      await cancelJob(this.job);
      await this.create();
    }
    return true;
  }

  async #useDynamicContent(error: HResultError): Promise<boolean> {
    const { retryAsDynamic, files, job } = this.#request;
    const possible = retryAsDynamic && !this.#dynamic && job.dynamicContent !== true;
    if (!possible || !isHResult(error, ...unsuitableServer)) return false;
    if (files.some(({ given }) => given.ranges !== undefined)) return false;
    this.#dynamic = true;
    this.#sources.fill(0);
    await cancelJob(this.job);
    try {
      await this.create();
      return true;
    } catch (failure) {
      // BITS before version 5.0.
      if (isMissingCall(failure)) return false;
      throw failure;
    }
  }

  #create(): Promise<BitsJob> {
    const { job, files } = this.#request;
    return this.#context.bits.createJob({
      ...job,
      ...(this.#dynamic ? { dynamicContent: true, priority: 'foreground' } : {}),
      files: files.map((file, index) => ({
        url: this.urlOf(index),
        path: this.placeOf(file),
        ranges: file.given.ranges,
      })),
    });
  }
}

/** Whether the temporary files of a job can be read. A file that has not been transferred yet has another error. */
async function hasTemporaryPaths(job: BitsJob): Promise<boolean> {
  try {
    await (await job.openFiles())[0]?.getTemporaryPath();
    return true;
  } catch (error) {
    return !isMissingCall(error);
  }
}
