import { readFile, writeFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { hresults } from '../../../com/hresult.js';
import { refuse } from '../../../emulation/refused-call.js';
import { writeBody } from '../../http/body-writer.js';
import { downloadFile, finishFile, storeVersion, withTemporaryFile } from '../../http/file-download.js';
import { HttpClient } from '../../http/http-client.js';
import { remoteFailure } from '../../http/http-results.js';
import { hresultOf } from '../../http/local-errors.js';
import { isSameVersion } from '../../http/remote-file.js';
import { checkTarget } from '../../http/target.js';
import { discardFile, restartFile, stampFile } from '../../http/temporary-file.js';
import { temporaryNameOf } from '../../http/temporary-name.js';
import { downloadType, type TransferObserver, type TransferTerms } from '../../http/transfer-terms.js';
import type { FileName } from '../../verbs.js';
import { isRemotePath } from '../file-names.js';
import type { JobFile } from '../job-file.js';
import { JobSettings } from '../job-settings.js';
import type { BitsPolicy } from '../settings.js';
import type { Transfer, TransferOwner, Transport } from '../transport.js';
import { AbortableTransfer } from './abortable-transfer.js';
import { checkDestination, checkSource, commitFile } from './local-names.js';
import { LocalSource } from './local-source.js';
import { cancelUpload, uploadFile } from './upload.js';

/** The settings of a job without settings of its own. */
const defaultTerms: TransferTerms = JobSettings.of(downloadType);

/**
 * Downloads to files of this machine, over HTTP and from `file:` URLs. BITS also accepts a full path as a remote name; its file is read
 * only if local sources are allowed, otherwise it is `E_ACCESSDENIED` of the remote file.
 */
export class HttpTransport implements Transport {
  #client = new HttpClient();
  /** Always true: each request finds out whether there is a network. */
  readonly connected = true;
  readonly #policy: Pick<BitsPolicy, 'http' | 'fileUrls'>;

  constructor(policy: Pick<BitsPolicy, 'http' | 'fileUrls'>) {
    this.#policy = policy;
  }

  async checkNames({ remoteName, localName }: FileName, type: number = downloadType): Promise<void> {
    if (isFileUrl(remoteName) && !(this.#policy.fileUrls && isReadable(remoteName))) refuse(hresults.E_INVALIDARG);
    await (type === downloadType ? checkDestination(localName) : checkSource(localName));
  }

  checkDestination(localName: string): Promise<void> {
    return checkDestination(localName);
  }

  createTransfer(file: JobFile, owner: TransferOwner, terms: TransferTerms): Transfer {
    return new AbortableTransfer(owner, (observer, signal) => this.transfer(file, observer, signal, terms));
  }

  temporaryNameOf(file: JobFile): string {
    return temporaryNameOf(file);
  }

  async readFile(file: JobFile): Promise<Uint8Array> {
    try {
      return await readFile(file.temporaryName ?? file.localName);
    } catch (error) {
      refuse(hresultOf(error));
    }
  }

  async createEmpty(localName: string): Promise<void> {
    try {
      await writeFile(localName, '');
    } catch (error) {
      refuse(hresultOf(error));
    }
  }

  /**
   * Transfers the missing bytes of a file. Resolves when the file is complete, or soon after `signal` is aborted; then nothing more is
   * written.
   * @throws {TransferFailure}
   */
  async transfer(
    file: JobFile,
    observer: TransferObserver,
    signal: AbortSignal,
    terms: TransferTerms = defaultTerms,
  ): Promise<void> {
    if (terms.type !== downloadType) {
      await uploadFile(this.#client, file, terms, observer, signal);
      return;
    }
    const isWhole = file.ranges === null && file.access === null;
    const isLocal = isFileUrl(file.remoteName) || isRemotePath(file.remoteName);
    if (isWhole && isLocal) await this.#copy(file, observer, signal);
    else await downloadFile({ client: this.#client, file, terms, policy: this.#policy.http, observer, signal });
  }

  commit(file: JobFile): Promise<void> {
    return commitFile(file);
  }

  async discard(file: JobFile, terms: TransferTerms): Promise<boolean> {
    if (terms.type !== downloadType) await cancelUpload(this.#client, file, terms);
    return await discardFile(file);
  }

  close(): void {
    this.#client.close();
    this.#client = new HttpClient();
  }

  async #copy(file: JobFile, observer: TransferObserver, signal: AbortSignal): Promise<void> {
    await checkTarget(file.localName);
    const source = await LocalSource.open(this.#sourceUrl(file.remoteName));
    try {
      await withTemporaryFile(file, signal, async (handle) => {
        const { known } = file;
        if (known === null || !isSameVersion(known, source.file)) await restartFile(file, handle, observer);
        storeVersion(file, source.file);
        observer.connected();
        await writeBody(file, handle, source.blocks(file.transferred), source.size, observer, signal);
        if (!signal.aborted) await stampFile(handle, source.modified);
      });
    } finally {
      await source.close();
    }
    if (!signal.aborted) finishFile(file, observer);
  }

  /** Returns the `file:` URL of a local file. @throws {TransferFailure} for a file that must not be read, and for a path of another platform */
  #sourceUrl(remoteName: string): string {
    const { fileUrls } = this.#policy;
    if (isFileUrl(remoteName)) {
      // A job that another process has saved may have been added under another policy.
      if (!fileUrls) throw remoteFailure(hresults.BG_E_BLOCKED_BY_POLICY);
      return remoteName;
    }
    if (!fileUrls) throw remoteFailure(hresults.E_ACCESSDENIED);
    if (!isAbsolute(remoteName)) throw remoteFailure(hresults.ERROR_FILE_NOT_FOUND);
    return pathToFileURL(remoteName).href;
  }
}

function isFileUrl(url: string): boolean {
  return /^file:/i.test(url);
}

function isReadable(url: string): boolean {
  try {
    fileURLToPath(url);
    return true;
  } catch {
    return false;
  }
}
