import { hresults } from '../../../com/hresult.js';
import { Deadline } from '../deadlines.js';
import { connectionFailure, cutFailure, remoteFailure, statusFailure } from '../http-results.js';
import type { JobFile } from '../job-file.js';
import { nextPiece, type Piece } from '../pieces.js';
import { receiveTimeout } from '../settings.js';
import { type TransferFailure, toFailure } from '../transfer-failure.js';
import type { Transfer, TransferOwner, TransferTerms } from '../transport.js';
import { Flow } from './body-flow.js';
import type { Fault, ServedFile } from './served-file.js';
import { defaultLatency, identify, type TransferNetwork } from './transfer.js';

/**
 * The transfer of ranges of one file over the scripted network, in the emulation's time: those of `AddFileWithRanges` one after the other, or
 * the parts of a file with random access. The server must have ranges, whatever the policy is.
 */
export class RangeTransfer extends Deadline implements Transfer {
  readonly #transport: TransferNetwork;
  readonly #file: JobFile;
  readonly #owner: TransferOwner;
  readonly #terms: TransferTerms;
  #waiting: 'turn' | 'head' | 'bytes' | 'stall' = 'turn';
  #over = false;
  #url: string;
  #asked: ServedFile | null = null;
  #piece: Piece | null = null;
  #flow: Flow | null = null;
  /** Where the piece began in what is here. */
  #base = 0n;
  #fault: Fault | null = null;

  constructor(transport: TransferNetwork, file: JobFile, owner: TransferOwner, terms: TransferTerms) {
    super();
    this.#transport = transport;
    this.#file = file;
    this.#owner = owner;
    this.#terms = terms;
    this.#url = file.remoteName;
  }

  start(): void {
    this.due(this.#transport.now);
  }

  stop(): undefined {
    if (this.#over) return;
    this.#over = true;
    this.#transport.deadlines.remove(this);
    if (this.#waiting === 'bytes' && this.#flow?.served.replaced === false) this.#count(this.#transport.now);
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
        return this.#askHead(now);
      case 'head':
        return this.#answerHead(now);
      case 'bytes':
        return this.#look(now);
      case 'stall':
        return this.#endStall(now);
    }
  }

  #wait(waiting: 'head' | 'bytes' | 'stall', time: number, now: number): boolean {
    this.#waiting = waiting;
    if (time <= now) return this.#proceed(now);
    this.#transport.deadlines.addAt(this, time);
    return false;
  }

  #askHead(now: number): boolean {
    const { served, url } = this.#transport.ask('HEAD', this.#url, null, this.#file, this.#terms);
    this.#asked = served;
    this.#url = url;
    return this.#wait('head', now + (served.latency ?? defaultLatency), now);
  }

  #answerHead(now: number): boolean {
    const served = this.#asked;
    const file = this.#file;
    if (served === null) throw connectionFailure(hresults.ERROR_WINHTTP_NAME_NOT_RESOLVED);
    if (served.status !== 200) throw statusFailure(served.status);
    if (served.chunked) throw remoteFailure(hresults.BG_E_MISSING_FILE_SIZE);
    if (!served.acceptsRanges) throw remoteFailure(hresults.BG_E_INSUFFICIENT_RANGE_SUPPORT);
    const { size } = served.content;
    const found = identify(this.#url, served);
    const { known } = file;
    if (
      known !== null &&
      (known.size !== found.size || known.modified !== found.modified || known.entityTag !== found.entityTag)
    )
      file.restart();
    file.known = found;
    file.responseHeaders = served.headers;
    this.#transport.begin(file, served.content);
    file.total = file.sizeOf(size);
    this.#owner.connected();
    return this.#over ? false : this.#next(now);
  }

  /** Asks for the next piece, or ends when there is none. */
  #next(now: number): boolean {
    const served = this.#asked;
    const file = this.#file;
    if (served === null) return true;
    const { size } = served.content;
    const piece = nextPiece(file, size);
    if (piece === null) {
      if (file.transferred === file.total) {
        this.#transport.storeContent(file, { content: file.contentOf(served.content), modified: served.modified });
        file.finish();
      }
      this.#owner.progressed();
      return true;
    }
    const { start, end } = piece;
    this.#transport.log('GET', this.#url, `bytes=${start}-${end - 1n}`, this.#terms);
    this.#piece = piece;
    this.#base = file.transferred;
    this.#flow = new Flow(served, start, now);
    return this.#receive(this.#flow, piece, now);
  }

  #receive(flow: Flow, { end }: Piece, now: number): boolean {
    const fault = flow.nextFault(flow.position);
    this.#fault = fault !== null && fault.at < end ? fault : null;
    flow.aimAt(this.#fault?.at ?? end);
    return this.#wait('bytes', flow.nextCheck(now), now);
  }

  /** Counts what has arrived; false when nothing has. */
  #count(now: number): boolean {
    const flow = this.#flow;
    const piece = this.#piece;
    if (flow === null || piece === null || !flow.check(now)) return false;
    const file = this.#file;
    if (file.access !== null) file.fill(file.access, piece.start, flow.position);
    else file.transferred = this.#base + flow.position - piece.start;
    return true;
  }

  #look(now: number): boolean {
    const flow = this.#flow;
    const piece = this.#piece;
    if (flow === null || piece === null) return true;
    if (flow.served.replaced) {
      this.#url = this.#file.remoteName;
      return this.#askHead(now);
    }
    if (this.#count(now)) {
      this.#owner.progressed();
      if (this.#over) return false;
    }
    const fault = this.#fault;
    if (!flow.isThere(now) && fault?.passed !== true) return this.#wait('bytes', flow.nextCheck(now), now);
    if (fault !== null && flow.position >= fault.at && flow.position < piece.end) {
      flow.addFault(fault);
      if (fault.kind === 'cut') throw cutFailure();
      return this.#wait('stall', now + Math.min(fault.duration ?? receiveTimeout, receiveTimeout), now);
    }
    if (flow.position < piece.end) return this.#receive(flow, piece, now);
    this.#report();
    return this.#over ? false : this.#next(now);
  }

  #report(): void {
    const { access } = this.#file;
    const done = access?.takeFilled(this.#asked?.content.size ?? 0n) ?? [];
    if (done.length > 0) this.#owner.rangesTransferred(done);
  }

  #endStall(now: number): boolean {
    const duration = this.#fault?.duration ?? null;
    if (duration === null || duration >= receiveTimeout) throw connectionFailure(hresults.ERROR_WINHTTP_TIMEOUT);
    const flow = this.#flow;
    const piece = this.#piece;
    if (flow === null || piece === null) return true;
    flow.restart(now);
    return this.#receive(flow, piece, now);
  }
}
