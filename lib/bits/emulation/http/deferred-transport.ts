import type { FileName } from '../../verbs.js';
import type { JobFile } from '../job-file.js';
import type { BitsPolicy } from '../settings.js';
import type { TransferObserver, Transport } from '../transport.js';
import type { HttpTransport } from './transport.js';

/** The HTTP transport, loaded when a job first needs it: Node's TLS and the proxy agents cost more than the rest of the emulation. */
export class DeferredHttpTransport implements Transport {
  readonly connected = true;
  readonly #policy: Pick<BitsPolicy, 'http' | 'fileUrls'>;
  #loading: Promise<HttpTransport> | undefined;
  #loaded: HttpTransport | undefined;

  constructor(policy: Pick<BitsPolicy, 'http' | 'fileUrls'>) {
    this.#policy = policy;
  }

  async checkNames(name: FileName): Promise<void> {
    await (await this.#load()).checkNames(name);
  }

  async transfer(file: JobFile, observer: TransferObserver, signal: AbortSignal): Promise<void> {
    await (await this.#load()).transfer(file, observer, signal);
  }

  async commit(file: JobFile): Promise<void> {
    await (await this.#load()).commit(file);
  }

  async discard(file: JobFile): Promise<boolean> {
    return await (await this.#load()).discard(file);
  }

  close(): void {
    this.#loaded?.close();
  }

  #load(): Promise<HttpTransport> {
    this.#loading ??= import('./transport.js').then(({ HttpTransport }) => {
      this.#loaded = new HttpTransport(this.#policy);
      return this.#loaded;
    });
    return this.#loading;
  }
}
