import { type Clock, onAbort, sleep } from '../../../com/clock.js';
import { hresults } from '../../../com/hresult.js';
import { refuse } from '../../../emulation/refused-call.js';
import {
  connectionFailure,
  localFailure,
  redirectFailure,
  redirectLimit,
  remoteFailure,
  statusFailure,
} from '../../http/http-results.js';
import { followRedirect } from '../../http/redirects.js';
import type { RemoteFile } from '../../http/remote-file.js';
import { createTemporaryTag } from '../../http/temporary-name.js';
import { downloadType, type HttpPolicy, proxyUsage, type TransferTerms } from '../../http/transfer-terms.js';
import type { FileName } from '../../verbs.js';
import { Deadlines } from '../deadlines.js';
import { isRemotePath } from '../file-names.js';
import { JobFile } from '../job-file.js';
import type { MachineConditions } from '../machine-conditions.js';
import type { Transfer, TransferOwner, Transport } from '../transport.js';
import { isAccepted } from './authentication.js';
import type { ScriptedFiles } from './disk.js';
import { type Content, contentOf } from './file-content.js';
import type { ScriptedNetwork } from './network.js';
import { RangeTransfer } from './range-transfer.js';
import type { Receiver } from './receiver.js';
import type { ServedFile } from './served-file.js';
import type { TransferNetwork } from './timed-transfer.js';
import { answerOf, requireServed, ScriptedTransfer } from './transfer.js';
import { ScriptedUpload } from './upload.js';

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

  readonly #conditions: Pick<MachineConditions, 'proxy'> | null;

  constructor(
    clock: Clock,
    network: ScriptedNetwork,
    files: ScriptedFiles,
    policy: HttpPolicy,
    conditions: Pick<MachineConditions, 'proxy'> | null = null,
  ) {
    this.#conditions = conditions;
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

  async checkNames({ remoteName, localName }: FileName, type: number): Promise<void> {
    if (!isRemotePath(remoteName) && !/^https?:/i.test(remoteName)) refuse(hresults.E_INVALIDARG);
    // The local file of an upload is checked when it is transferred.
    if (type === downloadType) await this.checkDestination(localName);
  }

  async checkDestination(localName: string): Promise<void> {
    if (!this.isWritable(localName)) refuse(hresults.E_ACCESSDENIED);
  }

  createTransfer(file: JobFile, owner: TransferOwner, terms: TransferTerms): Transfer {
    if (terms.type !== downloadType) return new ScriptedUpload(this, this.#network, this.#files, file, owner, terms);
    if (file.ranges !== null || file.access !== null) return new RangeTransfer(this, file, owner, terms);
    return new ScriptedTransfer(this, file, owner, terms);
  }

  temporaryNameOf(file: JobFile): string {
    if (file.direct) return file.localName;
    if (file.temporaryName !== null) return file.temporaryName;
    const name = `${/^.*[\\/]/.exec(file.localName)?.[0] ?? ''}BIT${createTemporaryTag()}.tmp`;
    file.temporaryName = name;
    this.#files.show(name, () => this.#temporaryContent(file));
    return name;
  }

  async readFile(file: JobFile): Promise<Uint8Array> {
    const content = this.#contents.get(file)?.content ?? this.#files.content(file.localName);
    return content?.read() ?? refuse(hresults.ERROR_FILE_NOT_FOUND);
  }

  async createEmpty(localName: string): Promise<void> {
    this.#files.put(localName, contentOf(new Uint8Array()));
  }

  async commit(file: JobFile): Promise<void> {
    const served = this.#contents.get(file);
    if (served === undefined) refuse(hresults.ERROR_FILE_NOT_FOUND);
    this.#files.put(file.localName, served.content, served.modified === null ? null : new Date(served.modified));
    this.#forget(file);
  }

  async discard(file: JobFile): Promise<boolean> {
    // Bytes that were written to the local file itself are not deleted.
    const content = file.direct ? this.#temporaryContent(file) : undefined;
    if (content !== undefined) this.#files.put(file.localName, content);
    this.#forget(file);
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

  send(method: string, url: string, range: string | null, terms: TransferTerms): ServedFile | null | undefined {
    this.log(method, url, range, terms);
    this.#requireProxy(terms);
    const served = this.#network.find(url);
    if (served?.credentials && !isAccepted(served.credentials, 'server', terms)) throw statusFailure(401);
    return served;
  }

  ask(
    method: string,
    from: string,
    range: string | null,
    file: JobFile,
    terms: TransferTerms,
  ): { served: ServedFile; url: string } {
    let url = from;
    for (let redirects = 0; redirects <= redirectLimit; redirects += 1) {
      if (!this.isWritable(file.localName)) throw localFailure(hresults.E_ACCESSDENIED);
      const served = requireServed(this.send(method, url, range, terms));
      if (served.redirect === null) return { served, url };
      url = followRedirect(file, terms, url, served.redirect, 302);
    }
    throw redirectFailure();
  }

  /** Sends HEAD. Resolves to the version of the file, or to null for a response without it. @throws {TransferFailure} */
  async readVersion(name: FileName, terms: TransferTerms, signal: AbortSignal): Promise<RemoteFile | null> {
    if (!this.connected) throw connectionFailure(hresults.ERROR_WINHTTP_NAME_NOT_RESOLVED);
    const { served, url } = this.ask('HEAD', name.remoteName, null, new JobFile(name), terms);
    await sleep(this.#clock, served.latency, onAbort(signal));
    const { status, file } = answerOf('HEAD', url, served, 0n);
    return status === 200 ? file : null;
  }

  receiverOf(url: string, terms: TransferTerms): Receiver {
    this.log(terms.httpMethod, url, null, terms);
    this.#requireProxy(terms);
    const receiver = this.#network.findReceiver(url);
    if (receiver === undefined) throw connectionFailure(hresults.ERROR_WINHTTP_NAME_NOT_RESOLVED);
    if (receiver === null) throw statusFailure(404);
    const { credentials } = receiver.server;
    if (credentials !== null && !isAccepted(credentials, 'server', terms)) throw statusFailure(401);
    return receiver;
  }

  log(method: string, url: string, range: string | null, { customHeaders }: TransferTerms): void {
    const request = { method, url, range, time: this.now };
    this.#network.log(customHeaders === null ? request : { ...request, headers: customHeaders });
  }

  /** Checks the credentials for the proxy. @throws {TransferFailure} `BG_E_HTTP_ERROR_407` if it does not accept them */
  #requireProxy(terms: TransferTerms): void {
    const { proxy } = this.#conditions ?? { proxy: null };
    const usesProxy = terms.proxy.usage !== proxyUsage.none;
    if (proxy !== null && usesProxy && !isAccepted(proxy, 'proxy', terms)) throw statusFailure(407);
  }

  begin(file: JobFile, content: Content): void {
    file.source = content;
    if (!file.direct) return;
    this.#files.delete(file.localName);
    this.#files.show(file.localName, () => this.#temporaryContent(file));
  }

  #temporaryContent(file: JobFile): Content | undefined {
    return file.source === null ? undefined : partialContent(file, file.source);
  }

  #forget(file: JobFile): void {
    this.#contents.delete(file);
    file.source = null;
    if (file.direct || file.temporaryName !== null) this.#files.hide(file.temporaryName ?? file.localName);
  }

  /** Stores the content of a complete file until the job is completed. */
  storeContent(file: JobFile, served: Pick<ServedFile, 'content' | 'modified'>): void {
    this.#contents.set(file, served);
  }
}

/** Returns the transferred content of a file. In a file with random access, the bytes that are missing are 0. */
function partialContent(file: JobFile, source: Content): Content {
  const { access, transferred } = file;
  if (access === null) {
    const content = file.contentOf(source);
    return { size: transferred, read: () => content.read().slice(0, Number(transferred)) };
  }
  return {
    size: source.size,
    read: () => {
      const whole = source.read();
      const bytes = new Uint8Array(whole.length);
      for (const { start, end } of access.filled.list)
        bytes.set(whole.subarray(Number(start), Number(end)), Number(start));
      return bytes;
    },
  };
}
