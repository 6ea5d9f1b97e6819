import type { Clock } from '../../../com/clock.js';
import { hresults } from '../../../com/hresult.js';
import { refuse } from '../../../emulation/refusal.js';
import type { FileName } from '../../verbs.js';
import {
  connectionFailure,
  localFailure,
  redirectedUrl,
  redirectFailure,
  redirectLimit,
  statusFailure,
} from '../http-results.js';
import type { JobFile } from '../job-file.js';
import { isRemotePath } from '../names.js';
import { errorContext } from '../states.js';
import { TransferFailure, type TransferObserver, type Transport } from '../transport.js';
import type { Content } from './content.js';
import { delay } from './delay.js';
import { Flow } from './flow.js';
import type { ScriptedNetwork } from './network.js';
import type { ServedFile } from './served-file.js';
import type { ScriptedFiles } from './volume.js';

/** Milliseconds before a host answers that has no latency of its own. */
const defaultLatency = 20;

/** Brings files from the scripted network to the disk in memory, in the emulation's time. */
export class ScriptedTransport implements Transport {
  readonly #clock: Clock;
  readonly #network: ScriptedNetwork;
  readonly #files: ScriptedFiles;
  readonly #contents = new WeakMap<JobFile, Content>();

  constructor(clock: Clock, network: ScriptedNetwork, files: ScriptedFiles) {
    this.#clock = clock;
    this.#network = network;
    this.#files = files;
  }

  get connected(): boolean {
    return this.#network.connected;
  }

  async checkNames({ remoteName, localName }: FileName): Promise<void> {
    if (!isRemotePath(remoteName) && !/^https?:/i.test(remoteName)) refuse(hresults.E_INVALIDARG);
    if (!this.#files.isWritable(localName)) refuse(hresults.E_ACCESSDENIED);
  }

  async transfer(file: JobFile, observer: TransferObserver, signal: AbortSignal): Promise<void> {
    if (isRemotePath(file.remoteName)) await this.#copy(file, observer, signal);
    else await this.#download(file, observer, signal);
  }

  async commit(file: JobFile): Promise<void> {
    const content = this.#contents.get(file);
    if (content === undefined) refuse(hresults.ERROR_FILE_NOT_FOUND);
    this.#files.put(file.localName, content);
  }

  async discard(file: JobFile): Promise<boolean> {
    this.#contents.delete(file);
    return true;
  }

  close(): void {}

  async #download(file: JobFile, observer: TransferObserver, signal: AbortSignal): Promise<void> {
    for (;;) {
      const { url, served } = await this.#ask(file, signal);
      if (signal.aborted) return;
      this.#begin(file, served);
      this.#log('GET', url, file.transferred);
      observer.connected();
      const flow = new Flow(this.#clock, served, file, observer, signal, () => this.#network.find(url) === served);
      const whole = await flow.finished();
      if (signal.aborted) return;
      if (!whole) continue;
      if (!this.#files.isWritable(file.localName)) throw localFailure(hresults.E_ACCESSDENIED);
      this.#contents.set(file, served.content);
      file.finish();
      observer.progressed();
      return;
    }
  }

  /** A full path as remote name is a file of the disk in memory; a network path is one, too. */
  async #copy(file: JobFile, observer: TransferObserver, signal: AbortSignal): Promise<void> {
    await delay(this.#clock, defaultLatency, signal);
    if (signal.aborted) return;
    const content = this.#files.content(file.remoteName);
    if (content === undefined) throw new TransferFailure(hresults.ERROR_FILE_NOT_FOUND, errorContext.remoteFile, false);
    if (!this.#files.isWritable(file.localName)) throw localFailure(hresults.E_ACCESSDENIED);
    observer.connected();
    this.#contents.set(file, content);
    file.transferred = content.size;
    file.finish();
    observer.progressed();
  }

  /** HEAD, following redirections. */
  async #ask(file: JobFile, signal: AbortSignal): Promise<{ url: string; served: ServedFile }> {
    let url = file.remoteName;
    for (let redirects = 0; redirects <= redirectLimit; redirects += 1) {
      if (!this.#files.isWritable(file.localName)) throw localFailure(hresults.E_ACCESSDENIED);
      const served = this.#network.find(url);
      this.#log('HEAD', url, 0n);
      await delay(this.#clock, served?.latency ?? defaultLatency, signal);
      if (served === undefined) throw connectionFailure(hresults.ERROR_WINHTTP_NAME_NOT_RESOLVED);
      if (served === null) throw statusFailure(404);
      if (served.redirect === null) {
        if (served.status !== 200) throw statusFailure(served.status);
        return { url, served };
      }
      url = redirectedUrl(url, served.redirect);
    }
    throw redirectFailure();
  }

  #begin(file: JobFile, served: ServedFile): void {
    if (file.version !== served.version || !served.acceptsRanges) file.restart();
    file.version = served.version;
    file.total = served.chunked ? null : served.content.size;
  }

  #log(method: 'HEAD' | 'GET', url: string, from: bigint): void {
    this.#network.log({ method, url, range: from === 0n ? null : `bytes=${from}-`, time: this.#clock.now() });
  }
}
