import { type FileHandle, readFile, writeFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { hresults } from '../../../com/hresult.js';
import { refuse } from '../../../emulation/refused-call.js';
import type { FileName } from '../../verbs.js';
import { isRemotePath } from '../file-names.js';
import { cutFailure, invalidResponseFailure, remoteFailure } from '../http-results.js';
import { downloadType } from '../job-enumerations.js';
import type { JobFile } from '../job-file.js';
import { JobSettings } from '../job-settings.js';
import { temporaryNameOf } from '../persistence/temporary-name.js';
import { type Decision, decide, decideEnd, isSameVersion, type RemoteFile } from '../remote-file.js';
import type { BitsPolicy, HttpPolicy } from '../settings.js';
import type { Transfer, TransferObserver, TransferOwner, TransferTerms, Transport } from '../transport.js';
import { AbortableTransfer } from './abortable-transfer.js';
import { writeBody } from './body-writer.js';
import { discardBody, HttpClient } from './http-client.js';
import { LocalSource } from './local-source.js';
import { downloadRanges } from './range-download.js';
import { sendRequest } from './requests.js';
import { bodyOf } from './response-body.js';
import {
  checkDestination,
  checkPlace,
  checkSource,
  commitFile,
  discardFile,
  hresultOf,
  openTemporaryFile,
  stampFile,
  truncateFile,
} from './temporary-file.js';
import { cancelUpload, uploadFile } from './upload.js';

/** The settings of a job that has none of its own. */
const defaultTerms: TransferTerms = JobSettings.of(downloadType);

/**
 * Downloads to files of this machine, over HTTP and from `file:` URLs. BITS also accepts a full path as a remote name; its file is read
 * only if local sources are allowed, otherwise it is `E_ACCESSDENIED` of the remote file.
 */
export class HttpTransport implements Transport {
  #client = new HttpClient();
  /** Always true: each request finds out whether there is a network. */
  readonly connected = true;
  /** The terms of uploads that have begun. */
  readonly #uploads = new WeakMap<JobFile, TransferTerms>();
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
      this.#uploads.set(file, terms);
      await uploadFile(this.#client, file, terms, observer, signal);
      return;
    }
    await checkPlace(file.localName);
    if (file.ranges !== null || file.access !== null) {
      await downloadRanges(this.#client, file, terms, observer, signal);
      return;
    }
    const isLocal = isFileUrl(file.remoteName) || isRemotePath(file.remoteName);
    if (isLocal) await this.#copy(file, observer, signal);
    else await this.#download(file, terms, observer, signal);
    if (signal.aborted) return;
    if (file.total !== null && file.total !== file.transferred) throw cutFailure();
    file.finish();
    observer.progressed();
  }

  commit(file: JobFile): Promise<void> {
    return commitFile(file);
  }

  async discard(file: JobFile): Promise<boolean> {
    const terms = this.#uploads.get(file);
    if (terms !== undefined) await cancelUpload(this.#client, file, terms);
    return await discardFile(file);
  }

  close(): void {
    this.#client.close();
    this.#client = new HttpClient();
  }

  async #download(file: JobFile, terms: TransferTerms, observer: TransferObserver, signal: AbortSignal): Promise<void> {
    // What cannot be continued starts again after each interruption.
    if (terms.dynamic || terms.hasCustomMethod) file.known = null;
    if (terms.hasCustomMethod) {
      await withTemporaryFile(file, signal, async (handle) => {
        await restart(file, handle);
        const first = { kind: 'ask', start: 0n, condition: null, file: null } as const;
        const found = await this.#fetch(file, terms, handle, first, false, observer, signal);
        if (!signal.aborted) await stampFile(handle, found?.modified ?? null);
      });
      return;
    }
    const head = await sendRequest(this.#client, 'HEAD', file, terms, {}, signal);
    discardBody(head.response);
    const { known } = file;
    const before = { conditional: false, head: null, policy: this.#policyFor(terms) };
    // A response without the file leaves no temporary file.
    const refused = decide({ ...before, known, transferred: 0n, start: 0n }, head.answer);
    if (refused.kind === 'fail') throw refused.failure;
    await withTemporaryFile(file, signal, async (handle) => {
      if (terms.dynamic) await restart(file, handle);
      const { transferred } = file;
      const first = decide({ ...before, known, transferred, start: transferred }, head.answer);
      const answered = head.answer.status === 200 || head.answer.status === 204;
      const found = await this.#fetch(file, terms, handle, first, answered, observer, signal);
      if (!signal.aborted) await stampFile(handle, found?.modified ?? null);
    });
  }

  /** Sends requests until the file is complete. Resolves to the version of the remote file, or to null if `signal` is aborted. */
  async #fetch(
    file: JobFile,
    terms: TransferTerms,
    handle: FileHandle,
    first: Decision,
    head: boolean,
    observer: TransferObserver,
    signal: AbortSignal,
  ): Promise<RemoteFile | null> {
    let decision = first;
    for (let requests = 0; requests < maximumRequests; requests += 1) {
      if (decision.kind === 'fail') throw decision.failure;
      if (decision.kind === 'done') return storeVersion(file, decision.file);
      if (decision.kind === 'take') throw invalidResponseFailure();
      const { start, condition, file: known } = decision;
      const range = start === 0n ? {} : { Range: `bytes=${start}-` };
      const headers = condition === null ? range : { ...range, 'If-Range': condition };
      const { response, answer } = await sendRequest(this.#client, terms.httpMethod, file, terms, headers, signal);
      const request = { known, transferred: file.transferred, start, conditional: condition !== null, head };
      decision = decide({ ...request, policy: this.#policyFor(terms) }, answer);
      if (decision.kind !== 'take') {
        discardBody(response);
        continue;
      }
      const body = bodyOf(response);
      try {
        if (decision.start !== file.transferred || decision.start === 0n) await restart(file, handle);
        if (decision.start !== file.transferred) throw invalidResponseFailure();
        storeVersion(file, decision.file);
        observer.connected();
        await writeBody(file, handle, body, decision.end, observer, signal);
      } finally {
        response.destroy();
      }
      if (signal.aborted) return null;
      const rest = decideEnd(decision.file, file.transferred, decision.end);
      if (rest === null) return decision.file;
      if (file.transferred > decision.start) requests = 0;
      decision = rest;
    }
    throw invalidResponseFailure();
  }

  #policyFor({ dynamic, hasCustomMethod }: TransferTerms): HttpPolicy {
    return dynamic || hasCustomMethod ? 'lenient' : this.#policy.http;
  }

  async #copy(file: JobFile, observer: TransferObserver, signal: AbortSignal): Promise<void> {
    const source = await LocalSource.open(this.#sourceUrl(file.remoteName));
    try {
      await withTemporaryFile(file, signal, async (handle) => {
        const { known } = file;
        if (known === null || !isSameVersion(known, source.file)) await restart(file, handle);
        storeVersion(file, source.file);
        observer.connected();
        await writeBody(file, handle, source.blocks(file.transferred), source.size, observer, signal);
        if (!signal.aborted) await stampFile(handle, source.modified);
      });
    } finally {
      await source.close();
    }
  }

  /** @throws {TransferFailure} for a file that must not be read, and for a path of another platform */
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

/** The number of successive requests without a byte, after which no more are sent. */
const maximumRequests = 5;

function storeVersion(file: JobFile, found: RemoteFile): RemoteFile {
  file.known = found;
  file.total = found.size;
  return found;
}

/** Uses the size on the disk: another process may have written more than it has recorded. */
async function withTemporaryFile(
  file: JobFile,
  signal: AbortSignal,
  use: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  const handle = await openTemporaryFile(file, signal);
  try {
    file.transferred = (await handle.stat({ bigint: true })).size;
    await use(handle);
  } finally {
    await handle.close();
  }
}

async function restart(file: JobFile, handle: FileHandle): Promise<void> {
  await truncateFile(handle);
  file.restart();
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
