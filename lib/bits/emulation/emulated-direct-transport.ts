import { RefusedCall } from '../../emulation/refused-call.js';
import type { FileName, FileRangeRecord } from '../file-verbs.js';
import type { DirectFile, DirectTransport } from '../http/direct-transport.js';
import { localFailure } from '../http/http-results.js';
import type { RemoteFile } from '../http/remote-file.js';
import type { TransferObserver, TransferTerms } from '../http/transfer-terms.js';
import { JobFile } from './job-file.js';
import type { Transport } from './transport.js';

/** The transport of the machine, which also reads the versions of files. */
type VersionedTransport = Transport & Pick<DirectTransport, 'readVersion'>;

/** Downloads without BITS over the network of an emulated machine: its scripted servers, in its time, to its disk. */
export class EmulatedDirectTransport implements DirectTransport {
  readonly #transport: VersionedTransport;

  constructor(transport: VersionedTransport) {
    this.#transport = transport;
  }

  readVersion(name: FileName, terms: TransferTerms, signal: AbortSignal): Promise<RemoteFile | null> {
    return this.#transport.readVersion(name, terms, signal);
  }

  async open(name: FileName, ranges: readonly FileRangeRecord[] | null, terms: TransferTerms): Promise<DirectFile> {
    return new EmulatedDirectFile(this.#transport, new JobFile(name, ranges), terms);
  }
}

class EmulatedDirectFile implements DirectFile {
  readonly file: JobFile;
  readonly #transport: Transport;
  readonly #terms: TransferTerms;

  constructor(transport: Transport, file: JobFile, terms: TransferTerms) {
    this.#transport = transport;
    this.file = file;
    this.#terms = terms;
  }

  async transfer(observer: TransferObserver, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const stop = async () => {
        await transfer.stop();
        resolve();
      };
      const transfer = this.#transport.createTransfer(
        this.file,
        {
          connected: () => observer.connected(),
          progressed: () => observer.progressed(),
          restarting: () => observer.restarting(),
          rangesTransferred: (transferred) => observer.rangesTransferred(transferred),
          ended(failure) {
            signal.removeEventListener('abort', stop);
            if (failure === null) resolve();
            else reject(failure);
          },
        },
        this.#terms,
      );
      signal.addEventListener('abort', stop, { once: true });
      transfer.start();
    });
  }

  async *read(): AsyncGenerator<Uint8Array, void> {
    yield await orLocalFailure(this.#transport.readFile(this.file));
  }

  async place(): Promise<void> {
    await orLocalFailure(this.#transport.commit(this.file));
  }

  async discard(): Promise<void> {
    await this.#transport.discard(this.file, this.#terms);
  }
}

async function orLocalFailure<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    throw error instanceof RefusedCall ? localFailure(error.hresult) : error;
  }
}
