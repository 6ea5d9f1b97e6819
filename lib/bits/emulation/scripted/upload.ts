import { hresults } from '../../../com/hresult.js';
import { Deadline } from '../deadlines.js';
import { connectionFailure, cutFailure, localFailure, statusFailure } from '../http-results.js';
import { uploadReplyType } from '../job-enumerations.js';
import type { JobFile } from '../job-file.js';
import { receiveTimeout } from '../settings.js';
import { type TransferFailure, toFailure } from '../transfer-failure.js';
import type { Transfer, TransferOwner, TransferTerms } from '../transport.js';
import { Flow } from './body-flow.js';
import type { ScriptedFiles } from './disk.js';
import type { Content } from './file-content.js';
import type { ScriptedNetwork } from './network.js';
import type { Receiver } from './receiver.js';
import type { Fault } from './served-file.js';
import type { TransferNetwork } from './transfer.js';

/**
 * The upload of one file to a scripted server, in the emulation's time, with the sessions of the BITS upload protocol: after an interruption it
 * continues from the bytes that the server has received.
 */
export class ScriptedUpload extends Deadline implements Transfer {
  readonly #transport: TransferNetwork;
  readonly #network: ScriptedNetwork;
  readonly #files: ScriptedFiles;
  readonly #file: JobFile;
  readonly #owner: TransferOwner;
  readonly #terms: TransferTerms;
  #waiting: 'turn' | 'session' | 'bytes' | 'stall' | 'close' = 'turn';
  #over = false;
  #receiver: Receiver | null = null;
  #content: Content | null = null;
  #flow: Flow | null = null;
  #fault: Fault | null = null;

  constructor(
    transport: TransferNetwork,
    network: ScriptedNetwork,
    files: ScriptedFiles,
    file: JobFile,
    owner: TransferOwner,
    terms: TransferTerms,
  ) {
    super();
    this.#transport = transport;
    this.#network = network;
    this.#files = files;
    this.#file = file;
    this.#owner = owner;
    this.#terms = terms;
  }

  start(): void {
    this.due(this.#transport.now);
  }

  stop(): undefined {
    if (this.#over) return;
    this.#over = true;
    this.#transport.deadlines.remove(this);
    if (this.#waiting === 'bytes') this.#count(this.#transport.now);
  }

  due(now: number): void {
    let failure: TransferFailure | null = null;
    try {
      if (!this.#proceed(now)) return;
    } catch (error) {
      failure = toFailure(error);
    }
    if (this.#over) return;
    this.#over = true;
    this.#owner.ended(failure);
  }

  #proceed(now: number): boolean {
    switch (this.#waiting) {
      case 'turn':
        return this.#begin(now);
      case 'session':
        return this.#send(now);
      case 'bytes':
        return this.#look(now);
      case 'stall':
        return this.#endStall(now);
      case 'close':
        return this.#close();
    }
  }

  #wait(waiting: 'session' | 'bytes' | 'stall' | 'close', time: number, now: number): boolean {
    this.#waiting = waiting;
    if (time <= now) return this.#proceed(now);
    this.#transport.deadlines.addAt(this, time);
    return false;
  }

  /** `Create-Session`. */
  #begin(now: number): boolean {
    const { localName, remoteName } = this.#file;
    const content = this.#files.content(localName);
    if (content === undefined) throw localFailure(hresults.ERROR_FILE_NOT_FOUND);
    if (this.#file.total !== null && this.#file.total !== content.size)
      throw localFailure(hresults.BG_E_LOCAL_FILE_CHANGED);
    this.#content = content;
    this.#file.total = content.size;
    const receiver = this.#transport.receiverOf(remoteName, this.#terms);
    this.#receiver = receiver;
    const { status, latency } = receiver.server;
    if (status !== 200) throw statusFailure(status);
    return this.#wait('session', now + latency, now);
  }

  /** `Fragment`. */
  #send(now: number): boolean {
    const { receiver, content } = this.#parts;
    const file = this.#file;
    if (file.uploadSession === null || !receiver.sessions.has(file.uploadSession)) file.uploadSession = receiver.open();
    file.transferred = receiver.sessions.get(file.uploadSession) ?? 0n;
    this.#owner.connected();
    if (this.#over) return false;
    this.#transport.log(this.#terms.httpMethod, file.remoteName, null, this.#terms);
    this.#flow = new Flow({ ...receiver.server, content }, file.transferred, now);
    return this.#receive(this.#flow, now);
  }

  #receive(flow: Flow, now: number): boolean {
    const { size } = flow.served.content;
    const fault = flow.nextFault(flow.position);
    this.#fault = fault !== null && fault.at < size ? fault : null;
    if (flow.position >= size) return this.#wait('close', now + flow.served.latency, now);
    flow.aimAt(this.#fault?.at ?? size);
    return this.#wait('bytes', flow.nextCheck(now), now);
  }

  #count(now: number): boolean {
    const flow = this.#flow;
    if (flow === null || !flow.check(now)) return false;
    this.#file.transferred = flow.position;
    if (this.#file.uploadSession !== null) this.#parts.receiver.sessions.set(this.#file.uploadSession, flow.position);
    return true;
  }

  #look(now: number): boolean {
    const flow = this.#flow;
    if (flow === null) return true;
    if (this.#count(now)) {
      this.#owner.progressed();
      if (this.#over) return false;
    }
    const fault = this.#fault;
    if (!flow.isThere(now) && fault?.passed !== true) return this.#wait('bytes', flow.nextCheck(now), now);
    if (fault === null || flow.position < fault.at) return this.#receive(flow, now);
    flow.addFault(fault);
    if (fault.kind === 'cut') throw cutFailure();
    return this.#wait('stall', now + Math.min(fault.duration ?? receiveTimeout, receiveTimeout), now);
  }

  #endStall(now: number): boolean {
    const duration = this.#fault?.duration ?? null;
    if (duration === null || duration >= receiveTimeout) throw connectionFailure(hresults.ERROR_WINHTTP_TIMEOUT);
    const flow = this.#flow;
    if (flow === null) return true;
    flow.restart(now);
    return this.#receive(flow, now);
  }

  /** `Close-Session`. */
  #close(): boolean {
    const { receiver, content } = this.#parts;
    const file = this.#file;
    if (file.uploadSession !== null) receiver.sessions.delete(file.uploadSession);
    file.uploadSession = null;
    receiver.received = content;
    if (this.#terms.type === uploadReplyType && receiver.reply !== null)
      file.replyUrl = this.#network.serveReply(file.remoteName, receiver.reply);
    file.finish();
    this.#owner.progressed();
    return true;
  }

  get #parts(): { receiver: Receiver; content: Content } {
    if (this.#receiver === null || this.#content === null) throw cutFailure();
    return { receiver: this.#receiver, content: this.#content };
  }
}
