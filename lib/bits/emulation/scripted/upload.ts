import { hresults } from '../../../com/hresult.js';
import { cutFailure, localFailure, statusFailure } from '../../http/http-results.js';
import { type TransferTerms, uploadReplyType } from '../../http/transfer-terms.js';
import type { JobFile } from '../job-file.js';
import type { TransferOwner } from '../transport.js';
import { Flow } from './body-flow.js';
import type { ScriptedFiles } from './disk.js';
import type { Content } from './file-content.js';
import type { ScriptedNetwork } from './network.js';
import type { Receiver } from './receiver.js';
import { TimedTransfer, type TransferNetwork } from './timed-transfer.js';

/**
 * The upload of one file to a scripted server, in the emulation's time, with the sessions of the BITS upload protocol: after an interruption it
 * continues from the bytes that the server has received.
 */
export class ScriptedUpload extends TimedTransfer<'session' | 'close'> {
  readonly #network: ScriptedNetwork;
  readonly #files: ScriptedFiles;
  #receiver: Receiver | null = null;
  #content: Content | null = null;

  constructor(
    transport: TransferNetwork,
    network: ScriptedNetwork,
    files: ScriptedFiles,
    file: JobFile,
    owner: TransferOwner,
    terms: TransferTerms,
  ) {
    super(transport, file, owner, terms);
    this.#network = network;
    this.#files = files;
  }

  protected proceed(step: 'turn' | 'session' | 'bytes' | 'stall' | 'close', now: number): boolean {
    switch (step) {
      case 'turn':
        return this.#begin(now);
      case 'session':
        return this.#send(now);
      case 'bytes':
        return this.checkFlow(now);
      case 'stall':
        return this.endStall(now);
      case 'close':
        return this.#close();
    }
  }

  /** Sends `Create-Session`. */
  #begin(now: number): boolean {
    const { localName, remoteName } = this.file;
    const content = this.#files.content(localName);
    if (content === undefined) throw localFailure(hresults.ERROR_FILE_NOT_FOUND);
    // A file that is written again is another file, as its time stamp is another one on a disk.
    const { source } = this.file;
    if (source !== null && source !== content) throw localFailure(hresults.BG_E_LOCAL_FILE_CHANGED);
    this.file.source = content;
    this.#content = content;
    this.file.total = content.size;
    const receiver = this.transport.receiverOf(remoteName, this.terms);
    this.#receiver = receiver;
    const { status, latency } = receiver.server;
    if (status !== 200) throw statusFailure(status);
    return this.wait('session', now + latency, now);
  }

  /** Sends `Fragment`. */
  #send(now: number): boolean {
    const { receiver, content } = this.#parts;
    const file = this.file;
    if (file.uploadSession === null || !receiver.sessions.has(file.uploadSession)) file.uploadSession = receiver.open();
    file.transferred = receiver.sessions.get(file.uploadSession) ?? 0n;
    this.owner.connected();
    if (this.over) return false;
    this.transport.log(this.terms.httpMethod, file.remoteName, null, this.terms);
    const flow = new Flow({ ...receiver.server, content }, file.transferred, now);
    this.flow = flow;
    return this.receive(flow, now);
  }

  protected receive(flow: Flow, now: number): boolean {
    const { size } = flow.served.content;
    const fault = flow.nextFault(flow.position);
    this.fault = fault !== null && fault.at < size ? fault : null;
    if (flow.position >= size) return this.wait('close', now + flow.served.latency, now);
    flow.aimAt(this.fault?.at ?? size);
    return this.wait('bytes', flow.nextCheck(now), now);
  }

  protected count(now: number): boolean {
    const { flow } = this;
    if (flow === null || !flow.check(now)) return false;
    this.file.transferred = flow.position;
    if (this.file.uploadSession !== null) this.#parts.receiver.sessions.set(this.file.uploadSession, flow.position);
    return true;
  }

  /** Sends `Close-Session`. */
  #close(): boolean {
    const { receiver, content } = this.#parts;
    const file = this.file;
    if (file.uploadSession !== null) receiver.sessions.delete(file.uploadSession);
    file.uploadSession = null;
    receiver.received = content;
    if (this.terms.type === uploadReplyType && receiver.reply !== null)
      file.replyUrl = this.#network.serveReply(file.remoteName, receiver.reply);
    file.finish();
    this.owner.progressed();
    return true;
  }

  get #parts(): { receiver: Receiver; content: Content } {
    if (this.#receiver === null || this.#content === null) throw cutFailure();
    return { receiver: this.#receiver, content: this.#content };
  }
}
