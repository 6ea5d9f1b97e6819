import { HResultError } from '../../com/error.js';
import { hresults, succeeded } from '../../com/hresult.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import type { ReportedEventRecord, ReportVerbs } from '../verbs.js';
import type { CenterSession } from './center-session.js';
import { syncItemKind } from './objects.js';
import type { SharedState } from './shared-state.js';

/** `ISyncMgrSyncCallback` of one connection. */
export class EmulatedReport implements ReportVerbs {
  readonly #connection: ServiceConnection;
  readonly #state: SharedState;
  readonly #session: CenterSession;
  readonly #onGone: (report: EmulatedReport) => void;
  #closed = false;

  constructor(
    connection: ServiceConnection,
    state: SharedState,
    session: CenterSession,
    onGone: (report: EmulatedReport) => void,
  ) {
    this.#connection = connection;
    this.#state = state;
    this.#session = session;
    this.#onGone = onGone;
  }

  reportProgress(
    itemId: string,
    text: string | null,
    status: number,
    currentStep: number,
    maximumStep: number,
    request: number,
  ): Promise<number> {
    return this.#call(
      'ReportProgress',
      [itemId, text, status, currentStep, maximumStep, request],
      () => this.#session.reportProgress(itemId, text, status, currentStep, maximumStep),
      () => this.#session.exchangeRequest(itemId, request),
    );
  }

  setHandlerProgressText(text: string, request: number): Promise<number> {
    return this.#call(
      'SetHandlerProgressText',
      [text, request],
      () => hresults.S_OK,
      () => this.#session.exchangeRequest('', request),
    );
  }

  reportEvent(event: ReportedEventRecord): Promise<string> {
    const { itemId, level, flags, name, description, linkText, linkReference, context } = event;
    let id = '';
    return this.#call(
      'ReportEvent',
      [itemId, level, flags, name, description, linkText, linkReference, context],
      () => {
        const reported = this.#session.reportEvent(event);
        id = reported.id;
        return reported.hresult;
      },
      () => id,
    );
  }

  canContinue(itemId: string): Promise<boolean> {
    return this.#call(
      'CanContinue',
      [itemId],
      () => this.#session.canContinue(itemId),
      (hresult) => hresult === hresults.S_OK,
    );
  }

  queryForAdditionalItems(): Promise<{ readonly itemIds: readonly string[]; readonly objects: number }> {
    return this.#call(
      'QueryForAdditionalItems',
      [],
      () => hresults.S_OK,
      () => this.#state.center.additionalItems(this.#session.handlerId),
    );
  }

  addItemToSession(itemId: string): Promise<void> {
    return this.#call('AddItemToSession', [itemId], () => this.#session.addItem(itemId), nothing);
  }

  addIUnknownToSession(pointer: bigint): Promise<void> {
    return this.#connection.call('IUnknown.QueryInterface', () => {
      this.#state.references.requireObject(pointer);
      return this.#call('AddIUnknownToSession', [true], () => hresults.S_OK, nothing);
    });
  }

  proposeItem(pointer: bigint): Promise<void> {
    return this.#connection.call('ISyncMgrSyncItem.QueryInterface', async () => {
      const { itemId } = this.#state.references.acquire(pointer, syncItemKind);
      try {
        await this.#call('ProposeItem', [itemId], () => this.#session.proposeItem(itemId), nothing);
      } finally {
        this.#state.references.release(pointer);
      }
    });
  }

  commitItem(itemId: string): Promise<void> {
    return this.#call('CommitItem', [itemId], () => this.#session.commitItem(itemId), nothing);
  }

  reportManualSync(): Promise<void> {
    return this.#call('ReportManualSync', [], () => hresults.S_OK, nothing);
  }

  close(): Promise<void> {
    return this.#connection.call('ISyncMgrSyncCallback.Release', () => this.release());
  }

  /** Closes the session when the connection has been closed. */
  release(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#session.close();
    this.#onGone(this);
  }

  #call<T>(method: string, values: readonly unknown[], body: () => number, answer: (hresult: number) => T): Promise<T> {
    const operation = `ISyncMgrSyncCallback.${method}`;
    return this.#connection.call(operation, () => {
      if (this.#closed) throw new HResultError(hresults.RPC_E_DISCONNECTED, operation);
      const hresult = this.#state.calls.answer(operation, values, body);
      if (!succeeded(hresult)) throw new HResultError(hresult, operation);
      return answer(hresult);
    });
  }
}

function nothing(): void {}
