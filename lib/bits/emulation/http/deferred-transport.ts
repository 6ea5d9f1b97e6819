import { temporaryNameOf } from '../../http/temporary-name.js';
import { toFailure } from '../../http/transfer-failure.js';
import type { TransferTerms } from '../../http/transfer-terms.js';
import type { FileName } from '../../verbs.js';
import type { JobFile } from '../job-file.js';
import type { BitsPolicy } from '../settings.js';
import type { Transfer, TransferOwner, Transport } from '../transport.js';
import type { HttpTransport } from './transport.js';

/**
 * The HTTP transport, loaded when a job first needs it: Node's TLS and the proxy agents take longer to load than the rest of the emulation.
 */
export class DeferredHttpTransport implements Transport {
  readonly connected = true;
  readonly #policy: Pick<BitsPolicy, 'http' | 'fileUrls'>;
  #loading: Promise<HttpTransport> | undefined;
  #loaded: HttpTransport | undefined;

  constructor(policy: Pick<BitsPolicy, 'http' | 'fileUrls'>) {
    this.#policy = policy;
  }

  async checkNames(name: FileName, type: number): Promise<void> {
    await (await this.#load()).checkNames(name, type);
  }

  async checkDestination(localName: string): Promise<void> {
    await (await this.#load()).checkDestination(localName);
  }

  createTransfer(file: JobFile, owner: TransferOwner, terms: TransferTerms): Transfer {
    const load = () => this.#load();
    return this.#loaded?.createTransfer(file, owner, terms) ?? new DeferredTransfer(load, file, owner, terms);
  }

  temporaryNameOf(file: JobFile): string {
    return temporaryNameOf(file);
  }

  async readFile(file: JobFile): Promise<Uint8Array> {
    return await (await this.#load()).readFile(file);
  }

  async createEmpty(localName: string): Promise<void> {
    await (await this.#load()).createEmpty(localName);
  }

  async commit(file: JobFile): Promise<void> {
    await (await this.#load()).commit(file);
  }

  async discard(file: JobFile, terms: TransferTerms): Promise<boolean> {
    return await (await this.#load()).discard(file, terms);
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

/** A transfer that starts when its transport is loaded. */
class DeferredTransfer implements Transfer {
  readonly #load: () => Promise<Transport>;
  readonly #file: JobFile;
  readonly #owner: TransferOwner;
  #transfer: Transfer | undefined;
  #stopped = false;

  readonly #terms: TransferTerms;

  constructor(load: () => Promise<Transport>, file: JobFile, owner: TransferOwner, terms: TransferTerms) {
    this.#terms = terms;
    this.#load = load;
    this.#file = file;
    this.#owner = owner;
  }

  start(): void {
    this.#load().then(
      (transport) => this.#begin(transport),
      (error: unknown) => {
        if (!this.#stopped) this.#owner.ended(toFailure(error));
      },
    );
  }

  stop(): Promise<void> | undefined {
    this.#stopped = true;
    return this.#transfer?.stop();
  }

  #begin(transport: Transport): void {
    if (this.#stopped) return;
    this.#transfer = transport.createTransfer(this.#file, this.#owner, this.#terms);
    this.#transfer.start();
  }
}
