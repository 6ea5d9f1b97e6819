import { requireText } from '../../../com/arguments.js';
import { RecentLog } from '../../../emulation/recent-log.js';
import { Receiver, type ReceiverOptions } from './receiver.js';
import { readServedFile, type ServedFile, type ServedFileOptions } from './served-file.js';

/** A request that the emulated service made. */
export interface NetworkRequest {
  /** `'HEAD'`, `'GET'`, `'BITS_POST'`, or the method of the job. */
  readonly method: string;
  readonly url: string;
  /** The `Range` header, such as `'bytes=600-'`, or null for the whole file. */
  readonly range: string | null;
  /** Milliseconds since the epoch, in the emulation's time. */
  readonly time: number;
  /** The custom headers of the job, in lines that end in CR LF; left out without any. */
  readonly headers?: string;
}

/** What the network tells the service. */
export interface NetworkListener {
  networkLost(): void;
  networkFound(): void;
}

/** The network of a scripted emulation: which URL gives what, how fast, and what goes wrong on the way. */
export class ScriptedNetwork {
  readonly #files = new Map<string, ServedFile>();
  readonly #receivers = new Map<string, Receiver>();
  readonly #hosts = new Set<string>();
  readonly #requests = new RecentLog<NetworkRequest>();
  #listener: NetworkListener | null = null;
  #connected = true;
  #revisions = 0;

  get connected(): boolean {
    return this.#connected;
  }

  /** The requests so far, the oldest first: the latest 10 000. */
  get requests(): readonly NetworkRequest[] {
    return this.#requests.entries;
  }

  /** Empties {@link requests}. */
  clearRequests(): void {
    this.#requests.clear();
  }

  /**
   * Puts a file on a server, or another in its place: a transfer under way finds a new time stamp and begins anew. A host that
   * serves nothing at all does not exist; a URL that a host does not serve gives 404.
   * @throws {TypeError | RangeError} for wrong arguments
   */
  serve(url: string, options?: ServedFileOptions): void {
    const { href, host } = new URL(requireText(url, 'url'));
    const file = readServedFile(options, this.#revisions + 1);
    this.#revisions += 1;
    this.#withdraw(href);
    this.#files.set(href, file);
    this.#hosts.add(host);
  }

  /** Takes a file from its server, which answers 404 from now on. */
  remove(url: string): void {
    this.#withdraw(new URL(requireText(url, 'url')).href);
  }

  /**
   * Has a server receive what upload and upload-reply jobs send to a URL, or another in its place. An interrupted upload goes on from what the
   * server has received.
   * @throws {TypeError | RangeError} for wrong arguments
   */
  receive(url: string, options?: ReceiverOptions): void {
    const { href, host } = new URL(requireText(url, 'url'));
    this.#revisions += 1;
    this.#receivers.set(href, new Receiver(options, this.#revisions));
    this.#hosts.add(host);
  }

  /** The bytes that were uploaded to a URL last; undefined where nothing has been. */
  received(url: string): Uint8Array | undefined {
    return this.#receivers.get(new URL(requireText(url, 'url')).href)?.received?.read();
  }

  /** The bytes that a URL gives, to compare them with what arrived; undefined where nothing is served. */
  read(url: string): Uint8Array | undefined {
    return this.#files.get(new URL(requireText(url, 'url')).href)?.content.read();
  }

  /** Takes the machine off the network. */
  disconnect(): void {
    if (!this.#connected) return;
    this.#connected = false;
    this.#listener?.networkLost();
  }

  /** Puts the machine back on the network. */
  reconnect(): void {
    if (this.#connected) return;
    this.#connected = true;
    this.#listener?.networkFound();
  }

  /** @internal */
  listen(listener: NetworkListener): void {
    this.#listener = listener;
  }

  /** @internal */
  log(request: NetworkRequest): void {
    this.#requests.add(request);
  }

  /** @internal What a URL gives; null for a host that serves it not, undefined for a host that does not exist. */
  find(url: string): ServedFile | null | undefined {
    const file = this.#files.get(url);
    if (file !== undefined) return file;
    const { href, host } = new URL(url);
    return this.#files.get(href) ?? (this.#hosts.has(host) ? null : undefined);
  }

  /** @internal Who receives at a URL; null and undefined as for `find`. */
  findReceiver(url: string): Receiver | null | undefined {
    const { href, host } = new URL(url);
    return this.#receivers.get(href) ?? (this.#hosts.has(host) ? null : undefined);
  }

  /** @internal Offers the reply to an upload, and returns its URL. */
  serveReply(url: string, reply: Uint8Array): string {
    this.#revisions += 1;
    const { href } = new URL(`?reply=${this.#revisions}`, url);
    this.serve(href, { content: reply });
    return href;
  }

  #withdraw(href: string): void {
    const file = this.#files.get(href);
    if (file !== undefined) file.replaced = true;
    this.#files.delete(href);
  }
}
