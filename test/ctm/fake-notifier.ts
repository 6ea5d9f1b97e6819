import type { HResultError } from '../../lib/com/error.js';
import type { ContentTransferExportNames, ContentTransferVerbs, NotifierVerbs } from '../../lib/ctm/verbs.js';

/** One call of an export of the library. */
export interface SentCall {
  readonly verb: 'sendProgress' | 'sendSuccess' | 'sendError';
  readonly values: readonly (string | number | null)[];
}

/** A library that records its calls and returns scripted results. */
export class FakeNotifier implements NotifierVerbs {
  readonly sent: SentCall[] = [];
  /** Results of the next calls in order; later calls return `S_OK`. */
  readonly answers: (HResultError | null)[] = [];
  /** If set, every call waits for it before it returns. */
  gate: Promise<void> | undefined;
  closes = 0;
  /** Thrown by `close()`, when set. */
  closeError: HResultError | undefined;

  sendProgress(...values: Parameters<NotifierVerbs['sendProgress']>): Promise<void> {
    return this.#answer({ verb: 'sendProgress', values });
  }

  sendSuccess(...values: Parameters<NotifierVerbs['sendSuccess']>): Promise<void> {
    return this.#answer({ verb: 'sendSuccess', values });
  }

  sendError(...values: Parameters<NotifierVerbs['sendError']>): Promise<void> {
    return this.#answer({ verb: 'sendError', values });
  }

  async close(): Promise<void> {
    this.closes += 1;
    if (this.closeError !== undefined) throw this.closeError;
  }

  async #answer(call: SentCall): Promise<void> {
    this.sent.push(call);
    await this.gate;
    const error = this.answers.shift();
    if (error) throw error;
  }
}

/** A backend in which every path is the same library. */
export class FakeContentTransfer implements ContentTransferVerbs {
  readonly opened: { readonly path: string; readonly exports: ContentTransferExportNames }[] = [];
  readonly notifier: FakeNotifier;
  /** Thrown by `openLibrary()`, when set. */
  refusal: HResultError | undefined;

  constructor(notifier = new FakeNotifier()) {
    this.notifier = notifier;
  }

  async openLibrary(path: string, exports: ContentTransferExportNames): Promise<NotifierVerbs> {
    this.opened.push({ path, exports });
    if (this.refusal !== undefined) throw this.refusal;
    return this.notifier;
  }
}
