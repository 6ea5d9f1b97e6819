import { hresults } from '../../../com/hresult.js';
import { connectionFailure, remoteFailure, remoteFileChanged, statusFailure } from '../../http/http-results.js';
import { nextPiece, type Piece } from '../../http/pieces.js';
import type { TransferTerms } from '../../http/transfer-terms.js';
import type { JobFile } from '../job-file.js';
import type { TransferOwner } from '../transport.js';
import { Flow } from './body-flow.js';
import type { ServedFile } from './served-file.js';
import { TimedTransfer, type TransferNetwork } from './timed-transfer.js';
import { defaultLatency, identify } from './transfer.js';

/**
 * The transfer of ranges of one file over the scripted network, in the emulation's time: those of `AddFileWithRanges` one after the other, or
 * the parts of a file with random access. The server must have ranges, whatever the policy is.
 */
export class RangeTransfer extends TimedTransfer<'head'> {
  #url: string;
  #asked: ServedFile | null = null;
  #piece: Piece | null = null;
  /** The transferred bytes before the current piece. */
  #base = 0n;

  constructor(transport: TransferNetwork, file: JobFile, owner: TransferOwner, terms: TransferTerms) {
    super(transport, file, owner, terms);
    this.#url = file.remoteName;
  }

  protected proceed(step: 'turn' | 'head' | 'bytes' | 'stall', now: number): boolean {
    switch (step) {
      case 'turn':
        return this.#askHead(now);
      case 'head':
        return this.#answerHead(now);
      case 'bytes':
        return this.checkFlow(now);
      case 'stall':
        return this.endStall(now);
    }
  }

  #askHead(now: number): boolean {
    const { served, url } = this.transport.ask('HEAD', this.#url, null, this.file, this.terms);
    this.#asked = served;
    this.#url = url;
    return this.wait('head', now + (served.latency ?? defaultLatency), now);
  }

  #answerHead(now: number): boolean {
    const served = this.#asked;
    const file = this.file;
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
    ) {
      const bound = file.access?.bindsVersion === true;
      file.restart();
      if (bound) throw remoteFileChanged();
    }
    file.known = found;
    file.responseHeaders = served.headers;
    this.transport.begin(file, served.content);
    file.total = file.sizeOf(size);
    this.owner.connected();
    return this.over ? false : this.#next(now);
  }

  /** Requests the next piece, or ends if there is none. */
  #next(now: number): boolean {
    const served = this.#asked;
    const file = this.file;
    if (served === null) return true;
    const { size } = served.content;
    const piece = nextPiece(file, size);
    if (piece === null) {
      if (file.transferred === file.total) {
        this.transport.storeContent(file, { content: file.contentOf(served.content), modified: served.modified });
        file.finish();
      }
      this.owner.progressed();
      return true;
    }
    const { start, end } = piece;
    this.transport.log('GET', this.#url, `bytes=${start}-${end - 1n}`, this.terms);
    this.#piece = piece;
    this.#base = file.transferred;
    const flow = new Flow(served, start, now);
    this.flow = flow;
    return this.receive(flow, now);
  }

  protected receive(flow: Flow, now: number): boolean {
    const end = this.#piece?.end ?? 0n;
    if (flow.position >= end) {
      this.#report();
      return this.over ? false : this.#next(now);
    }
    const fault = flow.nextFault(flow.position);
    this.fault = fault !== null && fault.at < end ? fault : null;
    flow.aimAt(this.fault?.at ?? end);
    return this.wait('bytes', flow.nextCheck(now), now);
  }

  protected count(now: number): boolean {
    const { flow, file } = this;
    const piece = this.#piece;
    if (flow === null || piece === null || !flow.check(now)) return false;
    if (file.access !== null) file.fill(piece.start, flow.position);
    else file.transferred = this.#base + flow.position - piece.start;
    return true;
  }

  protected override checkFlow(now: number): boolean {
    if (this.flow?.served.replaced !== true) return super.checkFlow(now);
    this.#url = this.file.remoteName;
    return this.#askHead(now);
  }

  #report(): void {
    const { access } = this.file;
    const done = access?.takeFilled(this.#asked?.content.size ?? 0n) ?? [];
    if (done.length > 0) this.owner.rangesTransferred(done);
  }
}
