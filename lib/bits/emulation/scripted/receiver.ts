import { requireBytes, requireOptions } from '../../../com/arguments.js';
import type { RequiredCredentials } from '../machine-conditions.js';
import type { Content } from './file-content.js';
import { readServedFile, type ServedFile, type TransferFault } from './served-file.js';

/** A scripted server that receives uploads at a URL. */
export interface ReceiverOptions {
  /** The status of every response; 200 by default. */
  readonly status?: number | undefined;
  /** The reply that the server sends to an upload-reply job; absent for a server that sends none. */
  readonly reply?: Uint8Array | undefined;
  /** 8 MiB a second by default. */
  readonly bytesPerSecond?: number | undefined;
  /** Milliseconds before each response; 20 by default. */
  readonly latency?: number | undefined;
  /** The faults of a connection, each after a number of bytes. */
  readonly faults?: readonly TransferFault[] | undefined;
  /** The user that the server accepts; others get 401. */
  readonly credentials?: RequiredCredentials | undefined;
}

/** A server that receives uploads, and its last upload. */
export class Receiver {
  /** Its rates, faults and credentials. */
  readonly server: ServedFile;
  readonly reply: Uint8Array | null;
  /** The file that was uploaded last; null for none. */
  received: Content | null = null;
  /** The bytes that each open session has received; a session outlives a connection. */
  readonly sessions = new Map<string, bigint>();
  #count = 0;

  /** @throws {TypeError | RangeError} for wrong options */
  constructor(options: ReceiverOptions | undefined, revision: number) {
    const { reply, ...server } = requireOptions(options);
    this.server = readServedFile(server, revision);
    this.reply = reply === undefined ? null : Uint8Array.from(requireBytes(reply, 'reply'));
  }

  /** Opens a session (`Create-Session`), and returns its ID. */
  open(): string {
    this.#count += 1;
    const id = `{session ${this.#count}}`;
    this.sessions.set(id, 0n);
    return id;
  }
}
