import { hresults } from '../../../com/hresult.js';
import { connectionFailure, cutFailure, invalidResponseFailure } from '../../http/http-results.js';
import { type TransferFailure, toFailure } from '../../http/transfer-failure.js';
import { type HttpPolicy, receiveTimeout, type TransferTerms } from '../../http/transfer-terms.js';
import { Deadline, type Deadlines } from '../deadlines.js';
import type { JobFile } from '../job-file.js';
import type { Transfer, TransferOwner } from '../transport.js';
import type { Flow } from './body-flow.js';
import type { Content } from './file-content.js';
import type { Receiver } from './receiver.js';
import type { Fault, ServedFile } from './served-file.js';

/** The part of the transport that a transfer needs. */
export interface TransferNetwork {
  readonly now: number;
  readonly deadlines: Deadlines;
  readonly policy: HttpPolicy;
  /** Returns a file of the disk. @throws {TransferFailure} */
  contentAt(path: string): Content;
  /**
   * Sends a request, with a range unless it is null, and returns the file; null if the host does not serve the URL, undefined if the host does
   * not exist. @throws {TransferFailure} if a proxy or the server requires other credentials
   */
  send(method: string, url: string, range: string | null, terms: TransferTerms): ServedFile | null | undefined;
  /** Sends a request and follows redirections. @throws {TransferFailure} */
  ask(
    method: string,
    url: string,
    range: string | null,
    file: JobFile,
    terms: TransferTerms,
  ): { readonly served: ServedFile; readonly url: string };
  /** Returns the receiver of uploads to a URL. @throws {TransferFailure} */
  receiverOf(url: string, terms: TransferTerms): Receiver;
  /** Records a request to a server that has responded before. */
  log(method: string, url: string, range: string | null, terms: TransferTerms): void;
  /** Sets the content from which the bytes of a transferred file come. */
  begin(file: JobFile, content: Content): void;
  /** Stores the content of a complete file until the job is completed. */
  storeContent(file: JobFile, served: Pick<ServedFile, 'content' | 'modified'>): void;
  isWritable(localName: string): boolean;
}

/** The events that each transfer waits for: the first turn, bytes, and the end of a stall. */
type CommonStep = 'turn' | 'bytes' | 'stall';

/**
 * A transfer over the scripted network, in the emulation's time. It is a state machine with one deadline: promises and signals for each check
 * would take many times as long as the check itself.
 */
export abstract class TimedTransfer<Step extends string> extends Deadline implements Transfer {
  protected readonly transport: TransferNetwork;
  protected readonly file: JobFile;
  protected readonly owner: TransferOwner;
  protected readonly terms: TransferTerms;
  protected flow: Flow | null = null;
  /** The fault at the position that the transfer waits for. */
  protected fault: Fault | null = null;
  protected over = false;
  #step: Step | CommonStep = 'turn';

  constructor(transport: TransferNetwork, file: JobFile, owner: TransferOwner, terms: TransferTerms) {
    super();
    this.transport = transport;
    this.file = file;
    this.owner = owner;
    this.terms = terms;
  }

  start(): void {
    this.due(this.transport.now);
  }

  stop(): undefined {
    if (this.over) return;
    this.over = true;
    this.transport.deadlines.remove(this);
    // The bytes that had arrived when the transfer was interrupted are kept, as in the buffers of a real connection.
    if (this.#step === 'bytes' && this.flow?.served.replaced !== true) this.count(this.transport.now);
    this.file.settle();
  }

  due(now: number): void {
    let failure: TransferFailure | null = null;
    try {
      if (!this.proceed(this.#step, now)) return;
    } catch (error) {
      failure = toFailure(error);
    }
    if (this.over) return;
    this.over = true;
    this.file.settle();
    this.owner.ended(failure);
  }

  /** Continues after a wait, up to the next wait. Returns whether the file is complete. @throws {TransferFailure} */
  protected abstract proceed(step: Step | CommonStep, now: number): boolean;
  /** Waits for the next bytes of the flow, or ends it. @throws {TransferFailure} */
  protected abstract receive(flow: Flow, now: number): boolean;
  /** Counts what has arrived. Returns false if nothing has. */
  protected abstract count(now: number): boolean;

  protected wait(step: Step | CommonStep, time: number, now: number): boolean {
    this.#step = step;
    if (time <= now) return this.proceed(step, now);
    this.transport.deadlines.addAt(this, time);
    return false;
  }

  /** Counts the bytes that have arrived, and causes the fault whose position is reached. */
  protected checkFlow(now: number): boolean {
    const flow = this.#requireFlow();
    if (this.count(now)) {
      this.owner.progressed();
      if (this.over) return false;
    }
    const { fault } = this;
    // A fault that occurs once may have occurred in another transfer meanwhile.
    if (!flow.isThere(now) && fault?.passed !== true) return this.wait('bytes', flow.nextCheck(now), now);
    if (fault === null || flow.position < fault.at) return this.receive(flow, now);
    flow.addFault(fault);
    if (fault.kind === 'cut') throw cutFailure();
    return this.wait('stall', now + Math.min(fault.duration ?? receiveTimeout, receiveTimeout), now);
  }

  protected endStall(now: number): boolean {
    const duration = this.fault?.duration ?? null;
    if (duration === null || duration >= receiveTimeout) throw connectionFailure(hresults.ERROR_WINHTTP_TIMEOUT);
    const flow = this.#requireFlow();
    flow.restart(now);
    return this.receive(flow, now);
  }

  #requireFlow(): Flow {
    if (this.flow === null) throw invalidResponseFailure();
    return this.flow;
  }
}
