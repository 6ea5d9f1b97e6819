import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import { resolveRange } from '../http/spans.js';
import { errorContext, TransferFailure } from '../http/transfer-failure.js';
import type { FileRangeRecord, FileRecord, FileVerbs, PeerStatisticsRecord } from '../verbs.js';
import type { BitsInterface } from './bits-version.js';
import { checkRemoteName } from './file-names.js';
import type { Job } from './job.js';
import type { JobFile } from './job-file.js';
import { RandomAccess } from './random-access.js';
import { setRemoteNames } from './remote-names.js';

/** Makes a call on a file's job: with the rights of the caller, in turn with the other calls, for an interface that this BITS has. */
export type FileCall = <T>(owner: BitsInterface, method: string, answer: (job: Job) => T | Promise<T>) => Promise<T>;

/** `IBackgroundCopyFile` to `IBackgroundCopyFile6` of one connection. */
export class EmulatedFile implements FileVerbs {
  readonly #file: JobFile;
  readonly #call: FileCall;

  constructor(file: JobFile, call: FileCall) {
    this.#file = file;
    this.#call = call;
  }

  read(): Promise<FileRecord> {
    return this.#call('IBackgroundCopyFile', 'GetProgress', () => this.#file.record());
  }

  getFileRanges(): Promise<FileRangeRecord[]> {
    return this.#call('IBackgroundCopyFile2', 'GetFileRanges', () => [...(this.#file.ranges ?? [])]);
  }

  setRemoteName(remoteName: string): Promise<void> {
    return this.#call('IBackgroundCopyFile2', 'SetRemoteName', async (job) => {
      job.requireOpen();
      if (!job.settings.isDownload) refuse(hresults.E_NOTIMPL);
      checkRemoteName(remoteName);
      await job.host.transport.checkNames({ remoteName, localName: this.#file.localName }, job.type);
      await setRemoteNames(job, [[this.#file, remoteName]]);
    });
  }

  getTemporaryName(): Promise<string> {
    return this.#call('IBackgroundCopyFile3', 'GetTemporaryName', (job) =>
      job.host.transport.temporaryNameOf(this.#file),
    );
  }

  setValidationState(valid: boolean): Promise<void> {
    return this.#call('IBackgroundCopyFile3', 'SetValidationState', (job) => {
      job.requireOpen();
      if (!this.#file.done) refuse(hresults.E_PENDING);
      this.#file.validated = valid;
      if (valid) job.touch();
      else this.#invalidate(job);
    });
  }

  getValidationState(): Promise<boolean> {
    return this.#call('IBackgroundCopyFile3', 'GetValidationState', () => {
      if (!this.#file.done) refuse(hresults.E_PENDING);
      return this.#file.validated;
    });
  }

  isDownloadedFromPeer(): Promise<boolean> {
    return this.#call('IBackgroundCopyFile3', 'IsDownloadedFromPeer', () => false);
  }

  getPeerDownloadStats(): Promise<PeerStatisticsRecord> {
    return this.#call('IBackgroundCopyFile4', 'GetPeerDownloadStats', () => ({
      fromOrigin: this.#file.transferred,
      fromPeers: 0n,
    }));
  }

  getResponseHeaders(): Promise<string> {
    return this.#call('IBackgroundCopyFile5', 'GetProperty', () => this.#file.responseHeaders);
  }

  updateDownloadPosition(offset: bigint): Promise<void> {
    return this.#call('IBackgroundCopyFile6', 'UpdateDownloadPosition', async (job) => {
      const access = this.#requireAccess(job);
      if (this.#file.total !== null && offset > this.#file.total) refuse(hresults.BG_E_INVALID_RANGE);
      access.moveTo(offset);
      await job.reconnect();
      job.touch();
    });
  }

  requestFileRanges(ranges: readonly FileRangeRecord[]): Promise<void> {
    return this.#call('IBackgroundCopyFile6', 'RequestFileRanges', async (job) => {
      const access = this.#requireAccess(job);
      const { total } = this.#file;
      if (ranges.length === 0) refuse(hresults.E_INVALIDARG);
      if (total !== null && ranges.some((range) => resolveRange(range, total) === null))
        refuse(hresults.BG_E_INVALID_RANGE);
      access.request(ranges);
      await job.reconnect();
      job.touch();
    });
  }

  getFilledFileRanges(): Promise<FileRangeRecord[]> {
    return this.#call('IBackgroundCopyFile6', 'GetFilledFileRanges', () => this.#file.filledRanges());
  }

  /** Fails the job, because the file was found to be invalid after its transfer. */
  #invalidate(job: Job): void {
    // Without a known version the next transfer begins at 0, whatever the temporary file contains.
    this.#file.restart();
    job.fail(new TransferFailure(hresults.BG_E_VALIDATION_FAILED, errorContext.localFile, false), this.#file);
  }

  /**
   * Returns the random access of the file, if the job meets the requirements of on-demand mode.
   * @throws {RefusedCall} `BG_E_RANDOM_ACCESS_NOT_SUPPORTED` if it does not
   */
  #requireAccess(job: Job): RandomAccess {
    job.requireOpen();
    const { settings } = job;
    const possible = settings.isDownload && !settings.dynamicContent && !settings.hasCustomMethod;
    if (!possible || this.#file.ranges !== null || !/^https?:/i.test(this.#file.remoteName))
      refuse(hresults.BG_E_RANDOM_ACCESS_NOT_SUPPORTED);
    this.#file.access ??= new RandomAccess(settings.onDemandMode, this.#file.transferred);
    return this.#file.access;
  }
}
