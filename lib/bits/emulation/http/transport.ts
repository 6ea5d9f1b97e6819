import type { FileHandle } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { hresults } from '../../../com/hresult.js';
import { refuse } from '../../../emulation/refusal.js';
import type { FileName } from '../../verbs.js';
import { cutFailure } from '../http-results.js';
import type { JobFile } from '../job-file.js';
import type { TransferObserver, Transport } from '../transport.js';
import { HttpClient } from './exchange.js';
import { LocalSource } from './local-source.js';
import { receiveBlocks } from './receive.js';
import { askForFile, bodyOf, openFile } from './remote-file.js';
import { checkDestination, commitFile, discardFile, openTemporaryFile, truncateFile } from './temporary-file.js';

/** Really downloads, to files of this machine: over HTTP, and from `file:` URLs. */
export class HttpTransport implements Transport {
  #client = new HttpClient();
  /** Whether there is a network shows at the first request; each request finds out for itself. */
  readonly connected = true;

  async checkNames({ remoteName, localName }: FileName): Promise<void> {
    if (isFileUrl(remoteName) && !isReadable(remoteName)) refuse(hresults.E_INVALIDARG);
    await checkDestination(localName);
  }

  async transfer(file: JobFile, observer: TransferObserver, signal: AbortSignal): Promise<void> {
    const bring = isFileUrl(file.remoteName) ? this.#copy : this.#download;
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
    const source = await LocalSource.open(file.remoteName);
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
