import { requireSignalOf, type SignalOptions, untilAborted } from '../com/abort.js';
import { requireBigInt, requireBoolean, requireFilledText } from '../com/arguments.js';
import { type JsonSerializable, serializable } from '../com/json.js';
import type { BitsContext } from './context.js';
import { type BitsFileEntry, type BitsFileSnapshot, toFileSnapshot } from './files.js';
import { type BitsByteRange, type BitsReadByteRange, requireRanges, toRanges } from './ranges.js';
import { type BitsHttpResponse, parseResponse } from './response-headers.js';
import type { FileVerbs } from './verbs.js';
import { explainVersion } from './versions.js';

/**
 * The bytes of a file that came from its server and from other computers. Windows no longer downloads from peers by itself; BranchCache counts as
 * a peer.
 * Source: https://learn.microsoft.com/windows/win32/api/bits4_0/nf-bits4_0-ibackgroundcopyfile4-getpeerdownloadstats.
 */
export interface BitsPeerStatistics extends JsonSerializable {
  readonly bytesFromServer: bigint;
  readonly bytesFromPeers: bigint;
}

/**
 * A file of a job: `IBackgroundCopyFile`. A method that the BITS of this machine does not have rejects with `E_NOINTERFACE` and names the
 * interface and the version of Windows.
 * Source: https://learn.microsoft.com/windows/win32/api/bits/nn-bits-ibackgroundcopyfile.
 */
export class BitsFile implements BitsFileEntry {
  readonly #context: BitsContext;
  readonly #verbs: FileVerbs;
  #url: string;
  readonly path: string;

  /** @internal */
  constructor(context: BitsContext, verbs: FileVerbs, { url, path }: BitsFileEntry) {
    this.#context = context;
    this.#verbs = verbs;
    this.#url = url;
    this.path = path;
  }

  /** The remote name when the file was opened, or since `setUrl()`; `snapshot()` reads the current one. */
  get url(): string {
    return this.#url;
  }

  /** Reads names and progress in one call of the addon. */
  async snapshot(options?: SignalOptions): Promise<BitsFileSnapshot> {
    return toFileSnapshot(await this.#call('IBackgroundCopyFile.GetProgress', () => this.#verbs.read(), options));
  }

  /**
   * Changes the remote name, for example to renew a link that has expired. The bytes that have been transferred are kept if the new file has the size
   * and the time of the old one. The job should be suspended: {@link BitsJob.renewUrls} does so.
   * @throws {HResultError} `E_INVALIDARG` for a name that is not valid; `BG_E_INVALID_STATE` for a job that has ended
   * Source: https://learn.microsoft.com/windows/win32/api/bits2_0/nf-bits2_0-ibackgroundcopyfile2-setremotename.
   */
  async setUrl(url: string, options?: SignalOptions): Promise<void> {
    requireFilledText(url, 'url');
    await untilAborted(requireSignalOf(options), async () => {
      await this.#call('IBackgroundCopyFile2.SetRemoteName', () => this.#verbs.setRemoteName(url));
      this.#url = url;
    });
  }

  /**
   * Returns the full path of the temporary file in which BITS keeps the bytes until the job is completed. Open it with shared write and delete
   * access.
   * @throws {HResultError} `BG_E_FILE_NOT_FOUND` or another error before the file transfers
   * Source: https://learn.microsoft.com/windows/win32/api/bits3_0/nf-bits3_0-ibackgroundcopyfile3-gettemporaryname.
   */
  async getTemporaryPath(options?: SignalOptions): Promise<string> {
    return await this.#call('IBackgroundCopyFile3.GetTemporaryName', () => this.#verbs.getTemporaryName(), options);
  }

  /** Returns the value that was set by `setValid()`; false until then. @throws {HResultError} `E_PENDING` until the file is transferred */
  async isValid(options?: SignalOptions): Promise<boolean> {
    return await this.#call('IBackgroundCopyFile3.GetValidationState', () => this.#verbs.getValidationState(), options);
  }

  /**
   * Reports whether the bytes that were transferred are those that are expected. With false the job fails with `BG_E_VALIDATION_FAILED`, and
   * transfers the file again after `resume()`.
   * @throws {HResultError} `E_PENDING` until the file is transferred
   * Source: https://learn.microsoft.com/windows/win32/api/bits3_0/nf-bits3_0-ibackgroundcopyfile3-setvalidationstate.
   */
  async setValid(valid: boolean, options?: SignalOptions): Promise<void> {
    requireBoolean(valid, 'valid');
    await this.#call('IBackgroundCopyFile3.SetValidationState', () => this.#verbs.setValidationState(valid), options);
  }

  /** Whether any part of the file came from a peer. */
  async isDownloadedFromPeer(options?: SignalOptions): Promise<boolean> {
    return await this.#call(
      'IBackgroundCopyFile3.IsDownloadedFromPeer',
      () => this.#verbs.isDownloadedFromPeer(),
      options,
    );
  }

  async getPeerStatistics(options?: SignalOptions): Promise<BitsPeerStatistics> {
    const { fromOrigin, fromPeers } = await this.#call(
      'IBackgroundCopyFile4.GetPeerDownloadStats',
      () => this.#verbs.getPeerDownloadStats(),
      options,
    );
    return serializable({ bytesFromServer: fromOrigin, bytesFromPeers: fromPeers });
  }

  /** Returns the status and the headers of the last response of the server for this file; the headers are empty before the first response. */
  async getResponseHeaders(options?: SignalOptions): Promise<BitsHttpResponse> {
    return parseResponse(
      await this.#call('IBackgroundCopyFile5.GetProperty', () => this.#verbs.getResponseHeaders(), options),
    );
  }

  /** Returns the ranges to transfer; an empty array for a whole file. */
  async getRanges(options?: SignalOptions): Promise<BitsReadByteRange[]> {
    return toRanges(await this.#call('IBackgroundCopyFile2.GetFileRanges', () => this.#verbs.getFileRanges(), options));
  }

  /**
   * Adds ranges to those that a job with `onDemand` downloads.
   * @throws {HResultError} `BG_E_INVALID_RANGE` beyond the end of the file; `BG_E_OVERLAPPING_RANGES`
   * Source: https://learn.microsoft.com/windows/win32/api/bits10_1/nf-bits10_1-ibackgroundcopyfile6-requestfileranges.
   */
  async requestRanges(ranges: readonly BitsByteRange[], options?: SignalOptions): Promise<void> {
    const records = requireRanges(ranges, 'ranges');
    await this.#call('IBackgroundCopyFile6.RequestFileRanges', () => this.#verbs.requestFileRanges(records), options);
  }

  /** Returns the ranges that have been downloaded, merged and in the order of their offsets. */
  async getFilledRanges(options?: SignalOptions): Promise<BitsReadByteRange[]> {
    return toRanges(
      await this.#call('IBackgroundCopyFile6.GetFilledFileRanges', () => this.#verbs.getFilledFileRanges(), options),
    );
  }

  /**
   * Downloads from this offset on, before other parts of the file.
   * Source: https://learn.microsoft.com/windows/win32/api/bits10_1/nf-bits10_1-ibackgroundcopyfile6-updatedownloadposition.
   */
  async setPosition(offset: bigint, options?: SignalOptions): Promise<void> {
    requireBigInt(offset, 'offset');
    await this.#call(
      'IBackgroundCopyFile6.UpdateDownloadPosition',
      () => this.#verbs.updateDownloadPosition(offset),
      options,
    );
  }

  #call<T>(operation: string, invoke: () => Promise<T>, options?: SignalOptions): Promise<T> {
    return this.#context.calls.run(operation, () => invoke().catch(explainVersion), requireSignalOf(options));
  }
}
