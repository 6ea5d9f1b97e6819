import type { FileHandle } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { hresults } from '../../../com/hresult.js';
import { refuse } from '../../../emulation/refused-call.js';
import type { FileName } from '../../verbs.js';
import { isRemotePath } from '../file-names.js';
import { cutFailure, invalidResponseFailure, remoteFailure } from '../http-results.js';
import type { JobFile } from '../job-file.js';
import { type Decision, decide, decideEnd, isSameVersion, type RemoteFile } from '../remote-file.js';
import type { BitsPolicy } from '../settings.js';
import type { Transfer, TransferObserver, TransferOwner, Transport } from '../transport.js';
import { AbortableTransfer } from './abortable-transfer.js';
import { writeBody } from './body-writer.js';
import { discardBody, HttpClient } from './http-client.js';
import { LocalSource } from './local-source.js';
import { sendRequest } from './requests.js';
import { bodyOf } from './response-body.js';
import {
  checkDestination,
  checkPlace,
  commitFile,
  discardFile,
  openTemporaryFile,
  stampFile,
  truncateFile,
} from './temporary-file.js';

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

  async checkNames({ remoteName, localName }: FileName): Promise<void> {
    if (isFileUrl(remoteName) && !(this.#policy.fileUrls && isReadable(remoteName))) refuse(hresults.E_INVALIDARG);
    await checkDestination(localName);
  }

  createTransfer(file: JobFile, owner: TransferOwner): Transfer {
    return new AbortableTransfer(owner, (observer, signal) => this.transfer(file, observer, signal));
  }

  /**
   * Transfers the missing bytes of a file. Resolves when the file is complete, or soon after `signal` is aborted; then nothing more is
   * written.
   * @throws {TransferFailure}
   */
  async transfer(file: JobFile, observer: TransferObserver, signal: AbortSignal): Promise<void> {
    await checkPlace(file.localName);
    const isLocal = isFileUrl(file.remoteName) || isRemotePath(file.remoteName);
    const transfer = isLocal ? this.#copy : this.#download;
    await transfer.call(this, file, observer, signal);
    if (signal.aborted) return;
    if (file.total !== null && file.total !== file.transferred) throw cutFailure();
    file.finish();
    observer.progressed();
  }

  commit(file: JobFile): Promise<void> {
    return commitFile(file);
  }

  discard(file: JobFile): Promise<boolean> {
    return discardFile(file);
  }

  close(): void {
    this.#client.close();
    this.#client = new HttpClient();
  }

  async #download(file: JobFile, observer: TransferObserver, signal: AbortSignal): Promise<void> {
    const head = await sendRequest(this.#client, 'HEAD', file.remoteName, {}, signal);
    discardBody(head.response);
    const { known } = file;
    // A response without the file leaves no temporary file.
    const refused = decide({ ...this.#beforeHead, known, transferred: 0n, start: 0n }, head.answer);
    if (refused.kind === 'fail') throw refused.failure;
    await withTemporaryFile(file, signal, async (handle) => {
      const { transferred } = file;
      const first = decide({ ...this.#beforeHead, known, transferred, start: transferred }, head.answer);
      const answered = head.answer.status === 200 || head.answer.status === 204;
      const found = await this.#fetch(file, handle, first, answered, observer, signal);
      if (!signal.aborted) await stampFile(handle, found?.modified ?? null);
    });
  }

  /** Sends requests until the file is complete. Resolves to the version of the remote file, or to null if `signal` is aborted. */
  async #fetch(
    file: JobFile,
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
      const { response, answer } = await sendRequest(this.#client, 'GET', file.remoteName, headers, signal);
      const request = { known, transferred: file.transferred, start, conditional: condition !== null, head };
      decision = decide({ ...request, policy: this.#policy.http }, answer);
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

  get #beforeHead() {
    return { conditional: false, head: null, policy: this.#policy.http };
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
