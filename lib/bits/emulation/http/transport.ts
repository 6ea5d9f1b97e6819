import type { FileHandle } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { hresults } from '../../../com/hresult.js';
import { refuse } from '../../../emulation/refusal.js';
import type { FileName } from '../../verbs.js';
import { cutFailure } from '../http-results.js';
import type { JobFile } from '../job-file.js';
import { isRemotePath } from '../names.js';
import { errorContext } from '../states.js';
import { TransferFailure, type TransferObserver, type Transport } from '../transport.js';
import { HttpClient } from './exchange.js';
import { LocalSource } from './local-source.js';
import { receiveBlocks } from './receive.js';
import { askForFile, bodyOf, openFile } from './remote-file.js';
import { checkDestination, commitFile, discardFile, openTemporaryFile, truncateFile } from './temporary-file.js';

/**
 * Really downloads, to files of this machine: over HTTP, and from `file:` URLs. A full path is a remote name that BITS accepts; its file
 * is read only where local sources are allowed, and is an `E_ACCESSDENIED` of the remote file otherwise.
 */
export class HttpTransport implements Transport {
  readonly #fileUrls: boolean;
  #client = new HttpClient();
  /** Whether there is a network shows at the first request; each request finds out for itself. */
  readonly connected = true;

  constructor({ fileUrls = false }: { readonly fileUrls?: boolean } = {}) {
    this.#fileUrls = fileUrls;
  }

  async checkNames({ remoteName, localName }: FileName): Promise<void> {
    if (isFileUrl(remoteName) && !isReadable(remoteName)) refuse(hresults.E_INVALIDARG);
    await checkDestination(localName);
  }

  async transfer(file: JobFile, observer: TransferObserver, signal: AbortSignal): Promise<void> {
    const isLocal = isFileUrl(file.remoteName) || isRemotePath(file.remoteName);
    const bring = isLocal ? this.#copy : this.#download;
    await bring.call(this, file, observer, signal);
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
    const asked = await askForFile(this.#client, file.remoteName, signal);
    await withTemporaryFile(file, async (handle) => {
      // A server without HEAD is asked for the rest of the version that is here; it gives the whole file if it has another.
      const version = asked === null ? file.version : asked.version;
      const start = version !== null && version === file.version ? file.transferred : 0n;
      const {
        response,
        file: remote,
        start: from,
      } = await openFile(this.#client, asked?.url ?? file.remoteName, start, version, signal);
      try {
        if (from !== file.transferred) await restart(file, handle);
        if (from !== file.transferred) throw cutFailure();
        file.version = remote.version;
        file.total = remote.size;
        observer.connected();
        await receiveBlocks(file, handle, bodyOf(response), observer, signal);
      } finally {
        response.destroy();
      }
    });
  }

  async #copy(file: JobFile, observer: TransferObserver, signal: AbortSignal): Promise<void> {
    const source = await LocalSource.open(this.#sourceUrl(file.remoteName));
    try {
      await withTemporaryFile(file, async (handle) => {
        if (source.version !== file.version) await restart(file, handle);
        file.version = source.version;
        file.total = source.size;
        observer.connected();
        await receiveBlocks(file, handle, source.blocks(file.transferred), observer, signal);
      });
    } finally {
      await source.close();
    }
  }

  /** @throws {TransferFailure} for a path that may not be read, or that is not one of this platform */
  #sourceUrl(remoteName: string): string {
    if (isFileUrl(remoteName)) return remoteName;
    const result = this.#fileUrls ? hresults.ERROR_FILE_NOT_FOUND : hresults.E_ACCESSDENIED;
    if (!this.#fileUrls || !isAbsolute(remoteName)) {
      throw new TransferFailure(result, errorContext.remoteFile, false);
    }
    return pathToFileURL(remoteName).href;
  }
}

/** What is on the disk counts: another process may have written more than it could tell of. */
async function withTemporaryFile(file: JobFile, use: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await openTemporaryFile(file);
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
