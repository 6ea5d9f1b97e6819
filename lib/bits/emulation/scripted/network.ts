import { requireText } from '../../../com/arguments.js';
import { RecentLog } from '../../../emulation/bounded-lists.js';
import { Receiver, type ReceiverOptions } from './receiver.js';
import { readServedFile, type ServedFile, type ServedFileOptions } from './served-file.js';

/** A request of the emulated service. */
export interface NetworkRequest {
  /** `'HEAD'`, `'GET'`, `'BITS_POST'`, or the method of the job. */
  readonly method: string;
  readonly url: string;
  /** The `Range` header, such as `'bytes=600-'`; null for the whole file. */
  readonly range: string | null;
  /** Milliseconds since the epoch, in the emulation's time. */
  readonly time: number;
  /** The custom headers of the job, in lines that end in CR LF; absent if there are none. */
  readonly headers?: string | undefined;
}

/** Called when the network is lost or found. */
interface NetworkListener {
  networkLost(): void;
  networkFound(): void;
}

/** The network of a scripted emulation: the file of each URL, its speed and its faults. */
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

  /** The latest 10 000 requests, oldest first. */
  get requests(): readonly NetworkRequest[] {
    return this.#requests.entries;
  }

  /** Empties {@link requests}. */
  clearRequests(): void {
    this.#requests.clear();
  }

  /**
   * Adds a file to a server, or replaces it: an active transfer then finds a new time stamp and restarts. A host without any file does not exist; an
   * unknown URL of a host returns 404.
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

  /** Removes a file from its server, which returns 404 from now on. */
  remove(url: string): void {
    this.#withdraw(new URL(requireText(url, 'url')).href);
  }

  /**
   * Adds a server that receives uploads and uploads with a reply at a URL, or replaces it. An interrupted upload continues from the bytes that
   * the server has received.
   * @throws {TypeError | RangeError} for wrong arguments
   */
  receive(url: string, options?: ReceiverOptions): void {
    const { href, host } = new URL(requireText(url, 'url'));
    this.#revisions += 1;
    this.#receivers.set(href, new Receiver(options, this.#revisions));
    this.#hosts.add(host);
  }

  /** Returns the bytes of the last upload to a URL; undefined if there is none. */
  received(url: string): Uint8Array | undefined {
    return this.#receivers.get(new URL(requireText(url, 'url')).href)?.received?.read();
  }

  /** Returns the bytes of a URL, to compare them with what was downloaded; undefined if there is no file. */
  read(url: string): Uint8Array | undefined {
    return this.#files.get(new URL(requireText(url, 'url')).href)?.content.read();
  }

  /** Disconnects the machine from the network. */
  disconnect(): void {
    if (!this.#connected) return;
    this.#connected = false;
    this.#listener?.networkLost();
  }

  /** Connects the machine to the network again. */
  reconnect(): void {
    if (this.#connected) return;
    this.#connected = true;
    this.#listener?.networkFound();
  }

  /** @internal Sets the listener that is called when the network is lost or found. */
  listen(listener: NetworkListener): void {
    this.#listener = listener;
  }

  /** @internal Records a request. */
  log(request: NetworkRequest): void {
    this.#requests.add(request);
  }

  /** @internal Returns the file of a URL; null if the host does not serve it, undefined if the host does not exist. */
  find(url: string): ServedFile | null | undefined {
    const file = this.#files.get(url);
    if (file !== undefined) return file;
    const { href, host } = new URL(url);
    return this.#files.get(href) ?? (this.#hosts.has(host) ? null : undefined);
  }

  /** @internal Returns the receiver of a URL; null and undefined as for `find`. */
  findReceiver(url: string): Receiver | null | undefined {
    const { href, host } = new URL(url);
    return this.#receivers.get(href) ?? (this.#hosts.has(host) ? null : undefined);
  }

  /** @internal Serves the reply to an upload, and returns its URL. */
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
