import { type FileHandle, readFile, writeFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { hresults } from '../../../com/hresult.js';
import { refuse } from '../../../emulation/refusal.js';
import type { FileName } from '../../verbs.js';
import { cutFailure, invalidResponseFailure, remoteFailure } from '../http-results.js';
import type { JobFile } from '../job-file.js';
import { JobSettings } from '../job-settings.js';
import { isRemotePath } from '../names.js';
import { temporaryNameOf } from '../persistence/temporary-name.js';
import { type Decision, decide, decideEnd, isSameVersion, type RemoteFile } from '../remote-file.js';
import type { BitsPolicy, HttpPolicy } from '../settings.js';
import { downloadType } from '../states.js';
import type { Transfer, TransferObserver, TransferOwner, TransferTerms, Transport } from '../transport.js';
import { AbortableTransfer } from './abortable-transfer.js';
import { bodyOf } from './body.js';
import { discardBody, HttpClient } from './exchange.js';
import { LocalSource } from './local-source.js';
import { downloadRanges } from './range-download.js';
import { receiveBlocks } from './receive.js';
import { ask } from './requests.js';
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
const defaultTerms: TransferTerms = new JobSettings(downloadType);

/**
 * Really downloads, to files of this machine: over HTTP, and from `file:` URLs. A full path is a remote name that BITS accepts; its file
 * is read only where local sources are allowed, and is an `E_ACCESSDENIED` of the remote file otherwise.
 */
export class HttpTransport implements Transport {
  #client = new HttpClient();
  /** Whether there is a network shows at the first request; each request finds out for itself. */
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
   * Brings what is missing of a file. Resolves once all of it is there, or soon after `signal` aborts: then nothing is written any more.
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
    // What cannot be continued begins anew after each interruption.
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
    const head = await ask(this.#client, 'HEAD', file, terms, {}, signal);
    discardBody(head.response);
    const { known } = file;
    const before = { conditional: false, head: null, policy: this.#policyFor(terms) };
    // Answers without the file leave no temporary file.
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

  /** Sends requests until the file is whole. Resolves to what is known about it then, or null when `signal` has aborted. */
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
    for (let requests = 0; requests < fruitlessRequests; requests += 1) {
      if (decision.kind === 'fail') throw decision.failure;
      if (decision.kind === 'done') return keepFound(file, decision.file);
      if (decision.kind === 'take') throw invalidResponseFailure();
      const { start, condition, file: known } = decision;
      const range = start === 0n ? {} : { Range: `bytes=${start}-` };
      const headers = condition === null ? range : { ...range, 'If-Range': condition };
      const { response, answer } = await ask(this.#client, terms.httpMethod, file, terms, headers, signal);
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
        keepFound(file, decision.file);
        observer.connected();
        await receiveBlocks(file, handle, body, decision.end, observer, signal);
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
        keepFound(file, source.file);
        observer.connected();
        await receiveBlocks(file, handle, source.blocks(file.transferred), source.size, observer, signal);
        if (!signal.aborted) await stampFile(handle, source.modified);
      });
    } finally {
      await source.close();
    }
  }

  /** @throws {TransferFailure} for a file that may not be read, and for a path of another platform */
  #sourceUrl(remoteName: string): string {
    const { fileUrls } = this.#policy;
    if (isFileUrl(remoteName)) {
      // A job that another process has kept may have been added under another policy.
      if (!fileUrls) throw remoteFailure(hresults.BG_E_BLOCKED_BY_POLICY);
      return remoteName;
    }
    if (!fileUrls) throw remoteFailure(hresults.E_ACCESSDENIED);
    if (!isAbsolute(remoteName)) throw remoteFailure(hresults.ERROR_FILE_NOT_FOUND);
    return pathToFileURL(remoteName).href;
  }
}

/** Requests one after the other that bring no byte, after which the server is not asked any more. */
const fruitlessRequests = 5;

function keepFound(file: JobFile, found: RemoteFile): RemoteFile {
  file.known = found;
  file.total = found.size;
  return found;
}

/** What is on the disk counts: another process may have written more than it recorded. */
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
