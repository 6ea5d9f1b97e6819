import type { Clock } from '../../../com/clock.js';
import { hresults } from '../../../com/hresult.js';
import { refuse } from '../../../emulation/refused-call.js';
import type { FileName } from '../../verbs.js';
import { Deadlines } from '../deadlines.js';
import { isRemotePath } from '../file-names.js';
import { remoteFailure } from '../http-results.js';
import type { JobFile } from '../job-file.js';
import type { HttpPolicy } from '../settings.js';
import type { Transfer, TransferOwner, Transport } from '../transport.js';
import type { ScriptedFiles } from './disk.js';
import type { Content } from './file-content.js';
import type { ScriptedNetwork } from './network.js';
import type { ServedFile } from './served-file.js';
import { ScriptedTransfer, type TransferNetwork } from './transfer.js';

/** Transfers files from the scripted network to the disk in memory, in the emulation's time. */
export class ScriptedTransport implements Transport, TransferNetwork {
  /** The deadlines of all transfers, of which there may be many. */
  readonly deadlines: Deadlines;
  readonly policy: HttpPolicy;
  readonly #clock: Clock;
  readonly #network: ScriptedNetwork;
  readonly #files: ScriptedFiles;
  /** The complete files of jobs that are not completed. */
  readonly #contents = new Map<JobFile, Pick<ServedFile, 'content' | 'modified'>>();

  constructor(clock: Clock, network: ScriptedNetwork, files: ScriptedFiles, policy: HttpPolicy) {
    this.deadlines = new Deadlines(clock);
    this.policy = policy;
    this.#clock = clock;
    this.#network = network;
    this.#files = files;
  }

  get connected(): boolean {
    return this.#network.connected;
  }

  get now(): number {
    return this.#clock.now();
  }

  async checkNames({ remoteName, localName }: FileName): Promise<void> {
    if (!isRemotePath(remoteName) && !/^https?:/i.test(remoteName)) refuse(hresults.E_INVALIDARG);
    if (!this.isWritable(localName)) refuse(hresults.E_ACCESSDENIED);
  }

  createTransfer(file: JobFile, owner: TransferOwner): Transfer {
    return new ScriptedTransfer(this, file, owner);
  }

  async commit(file: JobFile): Promise<void> {
    const served = this.#contents.get(file);
    if (served === undefined) refuse(hresults.ERROR_FILE_NOT_FOUND);
    this.#files.put(file.localName, served.content, served.modified === null ? null : new Date(served.modified));
    this.#contents.delete(file);
  }

  async discard(file: JobFile): Promise<boolean> {
    this.#contents.delete(file);
    return true;
  }

  close(): void {}

  isWritable(localName: string): boolean {
    return this.#files.isWritable(localName);
  }

  /** Returns a file of the disk. @throws {TransferFailure} */
  contentAt(path: string): Content {
    const content = this.#files.content(path);
    if (content === undefined) throw remoteFailure(hresults.ERROR_FILE_NOT_FOUND);
    return content;
  }

  /** Sends a request and returns the file; null if the host does not serve the URL, undefined if the host does not exist. */
  send(method: 'HEAD' | 'GET', url: string, start: bigint): ServedFile | null | undefined {
    this.#network.log({ method, url, range: start === 0n ? null : `bytes=${start}-`, time: this.now });
    return this.#network.find(url);
  }

  /** Stores the content of a complete file until the job is completed. */
  storeContent(file: JobFile, served: Pick<ServedFile, 'content' | 'modified'>): void {
    this.#contents.set(file, served);
  }
}
