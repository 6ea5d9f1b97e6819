import type { Clock } from '../../../com/clock.js';
import { hresults } from '../../../com/hresult.js';
import { refuse } from '../../../emulation/refusal.js';
import type { FileName } from '../../verbs.js';
import {
  connectionFailure,
  invalidResponseFailure,
  localFailure,
  redirectedUrl,
  redirectFailure,
  redirectLimit,
  remoteFailure,
  statusFailure,
} from '../http-results.js';
import type { JobFile } from '../job-file.js';
import { isRemotePath } from '../names.js';
import { type Answer, type Decision, decide, decideEnd, formatRemoteFile, parseRemoteFile } from '../remote-file.js';
import type { HttpPolicy } from '../settings.js';
import type { TransferObserver, Transport } from '../transport.js';
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
  readonly #contents = new WeakMap<JobFile, Pick<ServedFile, 'content' | 'modified'>>();
  readonly #policy: HttpPolicy;

  constructor(clock: Clock, network: ScriptedNetwork, files: ScriptedFiles, policy: HttpPolicy) {
    this.#clock = clock;
    this.#network = network;
    this.#files = files;
    this.#policy = policy;
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

  async #download(file: JobFile, observer: TransferObserver, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const head = await this.#ask('HEAD', file, 0n, signal);
      if (signal.aborted) return;
      const known = parseRemoteFile(file.version);
      const { transferred } = file;
      const request = { known, transferred, start: transferred, conditional: false, head: null, policy: this.#policy };
      const found = await this.#fetch(file, decide(request, head.answer), head.served, observer, signal);
      // The server has had another file since then: HEAD again.
      if (found === null) continue;
      if (signal.aborted) return;
      if (!this.#files.isWritable(file.localName)) throw localFailure(hresults.E_ACCESSDENIED);
      this.#contents.set(file, found);
      file.finish();
      observer.progressed();
      return;
    }
  }

  async commit(file: JobFile): Promise<void> {
    const served = this.#contents.get(file);
    if (served === undefined) refuse(hresults.ERROR_FILE_NOT_FOUND);
    this.#files.put(file.localName, served.content, served.modified === null ? null : new Date(served.modified));
  }

  async discard(file: JobFile): Promise<boolean> {
    this.#contents.delete(file);
    return true;
  }

  close(): void {}

  /** Sends requests until the file is whole; resolves to what was served, or to null when the server has another file by then. */
  async #fetch(
    file: JobFile,
    first: Decision,
    asked: ServedFile,
    observer: TransferObserver,
    signal: AbortSignal,
  ): Promise<ServedFile | null> {
    let decision = first;
    for (let requests = 0; requests < fruitlessRequests; requests += 1) {
      if (decision.kind === 'fail') throw decision.failure;
      if (decision.kind === 'take') throw invalidResponseFailure();
      if (decision.kind === 'done') return asked;
      const { start } = decision;
      const { served, url, answer } = await this.#ask('GET', file, start, signal);
      if (signal.aborted) return served;
      const conditional = decision.condition !== null;
      const request = {
        known: decision.file,
        transferred: file.transferred,
        start,
        conditional,
        head: asked.acceptsHead,
      };
      decision = decide({ ...request, policy: this.#policy }, answer);
      if (decision.kind !== 'take') continue;
      if (decision.start !== file.transferred) file.restart();
      file.version = formatRemoteFile(decision.file);
      file.total = decision.file.size;
      observer.connected();
      const flow = new Flow(this.#clock, served, file, observer, signal, () => this.#network.find(url) === served);
      const whole = await flow.finished();
      if (signal.aborted) return served;
      if (!whole) return null;
      const rest = decideEnd(decision.file, file.transferred, decision.end);
      if (rest === null) return served;
      decision = rest;
    }
    throw invalidResponseFailure();
  }

  /** A full path as remote name is a file of the disk in memory; a network path is one, too. */
  async #copy(file: JobFile, observer: TransferObserver, signal: AbortSignal): Promise<void> {
    await delay(this.#clock, defaultLatency, signal);
    if (signal.aborted) return;
    const content = this.#files.content(file.remoteName);
    if (content === undefined) throw remoteFailure(hresults.ERROR_FILE_NOT_FOUND);
    if (!this.#files.isWritable(file.localName)) throw localFailure(hresults.E_ACCESSDENIED);
    observer.connected();
    this.#contents.set(file, { content, modified: null });
    file.transferred = content.size;
    file.finish();
    observer.progressed();
  }

  /** One request to the URL that the job has, following redirections. HEAD takes the latency of the server; GET goes on from there. */
  async #ask(
    method: 'HEAD' | 'GET',
    file: JobFile,
    start: bigint,
    signal: AbortSignal,
  ): Promise<{ url: string; served: ServedFile; answer: Answer }> {
    let url = file.remoteName;
    for (let redirects = 0; redirects <= redirectLimit; redirects += 1) {
      if (!this.#files.isWritable(file.localName)) throw localFailure(hresults.E_ACCESSDENIED);
      const served = this.#network.find(url);
      this.#log(method, url, start);
      if (method === 'HEAD') await delay(this.#clock, served?.latency ?? defaultLatency, signal);
      if (served === undefined) throw connectionFailure(hresults.ERROR_WINHTTP_NAME_NOT_RESOLVED);
      if (served === null) throw statusFailure(404);
      if (served.redirect === null) return { url, served, answer: answerOf(method, url, served, start) };
      url = redirectedUrl(url, served.redirect);
    }
    throw redirectFailure();
  }

  #log(method: 'HEAD' | 'GET', url: string, from: bigint): void {
    this.#network.log({ method, url, range: from === 0n ? null : `bytes=${from}-`, time: this.#clock.now() });
  }
}

/** Requests one after the other that bring no byte, after which the server is not asked any more. */
const fruitlessRequests = 5;

/** What a scripted server answers. It takes no conditions: what it sends is compared with what is known. */
function answerOf(method: 'HEAD' | 'GET', url: string, served: ServedFile, start: bigint): Answer {
  const { size } = served.content;
  const part = method === 'GET' && start > 0n && served.acceptsRanges && served.status === 200;
  const status = !part ? served.status : start < size ? 206 : 416;
  const refused = method === 'HEAD' && !served.acceptsHead && served.status === 200;
  return {
    method,
    status: refused ? 405 : status,
    range: !part ? null : start < size ? { start, end: size, size } : { start: 0n, end: null, size },
    hasLength: !served.chunked,
    refusesRanges: !served.acceptsRanges,
    file: {
      place: url.split('?')[0] ?? url,
      size: served.chunked || status === 416 ? null : size,
      entityTag: served.entityTag,
      modified: served.modified,
      encoding: null,
    },
  };
}
