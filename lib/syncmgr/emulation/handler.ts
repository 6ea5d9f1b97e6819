import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { callListenerApart } from '../../com/listeners.js';
import { ProcessHold } from '../../emulation/process-hold.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import type {
  HandlerCall,
  HandlerInfoRecord,
  HandlerListener,
  HandlerSettings,
  HandlerVerbs,
  ItemsRecord,
} from '../verbs.js';
import { CallbackObject } from './callback-object.js';
import { HandlerChannel } from './handler-channel.js';
import type { HandlerClass } from './handler-classes.js';
import {
  callMethod,
  type MethodResult,
  type SynchronizeObject,
  synchronizeCallbackKind,
  toHResultError,
} from './objects.js';
import type { SharedState } from './shared-state.js';

type StartingCall = {
  readonly call: HandlerCall;
  readonly method: string;
  start(handler: SynchronizeObject): MethodResult;
};

/** The part of its owner that an open handler uses. */
interface HandlerOwner {
  readonly connection: ServiceConnection;
  readonly state: SharedState;
  onGone(handler: EmulatedHandler): void;
}

/**
 * An open handler of one connection. Its calls are sequential, as in the single-threaded apartment of the native backend; while the handler
 * waits for a dialog answer, other calls are made.
 */
export class EmulatedHandler implements HandlerVerbs {
  readonly #owner: HandlerOwner;
  readonly #callback: CallbackObject;
  readonly #hold: ProcessHold;
  #object: SynchronizeObject | null;
  #pointer: bigint;
  #lane: Promise<unknown> = Promise.resolve();
  readonly #stopListening: () => void;
  /** The HRESULT of all calls after the handler's process has ended. */
  #endResult: number | null = null;
  /** Rejects the calls that wait for the handler when its process ends. */
  readonly #waiting = new Set<(hresult: number) => void>();

  private constructor(owner: HandlerOwner, server: HandlerClass, callback: CallbackObject) {
    const { state } = owner;
    this.#owner = owner;
    this.#object = server.create();
    this.#callback = callback;
    this.#pointer = state.references.place(synchronizeCallbackKind, callback);
    this.#hold = new ProcessHold(state.clock);
    this.#stopListening = server.onGone((hresult) => this.#serverGone(hresult));
  }

  /** Opens a handler (`Initialize`, `EnumSyncMgrItems`, `SetProgressCallback`). */
  static async open(
    owner: HandlerOwner,
    server: HandlerClass,
    settings: HandlerSettings,
    listener: HandlerListener,
  ): Promise<EmulatedHandler> {
    const { state } = owner;
    const channel = new HandlerChannel(listener, (deliver) => state.later(deliver));
    const callback = new CallbackObject(channel, settings.userInterface, state.policy);
    const handler = new EmulatedHandler(owner, server, callback);
    const initialize = 'ISyncMgrSynchronize.Initialize';
    const setCallback = 'ISyncMgrSynchronize.SetProgressCallback';
    try {
      await handler.#callNow(initialize, async (object) => {
        const initialized = await callMethod(initialize, () => object.initialize(settings.flags, settings.cookie));
        if (initialized === hresults.S_FALSE) throw new HResultError(initialized, initialize);
      });
      await handler.#callNow('ISyncMgrSynchronize.EnumSyncMgrItems', (object) => handler.#enumerate(object));
      await handler.#callNow(setCallback, async (object) => {
        await callMethod(setCallback, () => object.setProgressCallback(callback));
      });
    } catch (error) {
      handler.#detach();
      throw error;
    }
    return handler;
  }

  get callbackPointer(): bigint {
    return this.#pointer;
  }

  getHandlerInfo(icon: boolean): Promise<HandlerInfoRecord> {
    const operation = 'ISyncMgrSynchronize.GetHandlerInfo';
    return this.#call(operation, async (handler) => {
      const { hresult, info } = await callForValue(operation, () => handler.getHandlerInfo());
      await callMethod(operation, () => hresult);
      return { ...info, icon: icon ? info.icon : null };
    });
  }

  enumerateItems(icons: boolean): Promise<ItemsRecord> {
    return this.#call('ISyncMgrSynchronize.EnumSyncMgrItems', async (handler) => {
      const { hresult, items } = await this.#enumerate(handler);
      return { hresult, items: items.map((item) => ({ ...item, icon: icons ? item.icon : null })) };
    });
  }

  prepareForSync(itemIds: readonly string[]): Promise<number> {
    // A cancellation from now on applies to this synchronisation.
    this.#callback.addItems(itemIds);
    this.#callback.clearCancels();
    return this.#start({
      call: 'prepareForSync',
      method: 'PrepareForSync',
      start: (handler) => handler.prepareForSync([...itemIds]),
    });
  }

  synchronize(): Promise<number> {
    return this.#start({ call: 'synchronize', method: 'Synchronize', start: (handler) => handler.synchronize() });
  }

  showProperties(itemId: string): Promise<number> {
    return this.#start({
      call: 'showProperties',
      method: 'ShowProperties',
      start: (handler) => handler.showProperties(itemId),
    });
  }

  showError(errorId: string): Promise<number> {
    return this.#start({ call: 'showError', method: 'ShowError', start: (handler) => handler.showError(errorId) });
  }

  setItemStatus(itemId: string, status: number): Promise<void> {
    const operation = 'ISyncMgrSynchronize.SetItemStatus';
    return this.#call(operation, async (handler) => {
      await callMethod(operation, () => handler.setItemStatus(itemId, status));
    });
  }

  cancelItem(itemId: string): void {
    this.#callback.cancelItem(itemId);
  }

  cancelAll(): void {
    this.#callback.cancelAll();
  }

  keepAlive(alive: boolean): void {
    this.#hold.set(alive && this.#object !== null);
  }

  close(): Promise<void> {
    return this.#owner.connection.call('ISyncMgrSynchronize.SetProgressCallback', () => {
      this.#callback.close();
      return this.#enqueue(() => this.#release());
    });
  }

  /** Called when the process of the handler has ended, or no longer serves it. */
  #serverGone(hresult: number): void {
    if (this.#object === null || this.#endResult !== null) return;
    this.#endResult = hresult;
    this.#callback.disconnect(hresult);
    if (this.#hasProcess) return;
    for (const reject of [...this.#waiting]) reject(hresult);
    this.#waiting.clear();
  }

  /** Releases the handler when the connection has been closed. No caller waits for it, and its failures are ignored. */
  release(): void {
    this.#callback.drop();
    this.#release();
  }

  #release(): void {
    const object = this.#object;
    if (object === null) return;
    if (this.#endResult === null) {
      callMethod('ISyncMgrSynchronize.SetProgressCallback', () => object.setProgressCallback(null)).catch(() => {});
    }
    this.#detach();
    this.#owner.onGone(this);
  }

  #detach(): void {
    const object = this.#object;
    this.#object = null;
    this.#stopListening();
    this.#callback.close();
    this.#hold.set(false);
    this.#owner.state.references.release(this.#pointer);
    this.#pointer = 0n;
    // A client does not see a failure of Release: an exception is an error of the handler.
    if (this.#hasProcess) callListenerApart(() => object?.release?.());
  }

  /** A class that is no longer served still completes the calls it has received, and counts the objects of its clients. */
  get #hasProcess(): boolean {
    return this.#endResult === null || this.#endResult === hresults.RPC_E_DISCONNECTED;
  }

  async #enumerate(handler: SynchronizeObject): Promise<ItemsRecord> {
    const operation = 'ISyncMgrSynchronize.EnumSyncMgrItems';
    const record = await callForValue(operation, () => handler.enumerateItems());
    await callMethod(operation, () => record.hresult);
    this.#callback.addItems(record.items.map(({ itemId }) => itemId));
    return record;
  }

  #start({ call, method, start }: StartingCall): Promise<number> {
    const operation = `ISyncMgrSynchronize.${method}`;
    return this.#call(operation, async (handler) => {
      this.#callback.begin(call);
      try {
        const hresult = await callMethod(operation, () => start(handler));
        if (hresult !== hresults.S_OK) this.#callback.withdraw(call);
        return hresult;
      } catch (error) {
        this.#callback.withdraw(call);
        throw error;
      }
    });
  }

  #call<T>(operation: string, act: (handler: SynchronizeObject) => Promise<T>): Promise<T> {
    return this.#owner.connection.call(operation, () => this.#enqueue(() => this.#callNow(operation, act)));
  }

  async #callNow<T>(operation: string, act: (handler: SynchronizeObject) => Promise<T>): Promise<T> {
    if (this.#object === null) throw new HResultError(hresults.RPC_E_DISCONNECTED, operation);
    if (this.#endResult !== null) throw new HResultError(this.#endResult, operation);
    return await this.#orGone(operation, act(this.#object));
  }

  /** Waits for a call of the handler, at most until its process ends. */
  async #orGone<T>(operation: string, call: Promise<T>): Promise<T> {
    let stop = (_hresult: number) => {};
    const gone = new Promise<never>((_, reject) => {
      stop = (hresult) => reject(new HResultError(hresult, operation));
      this.#waiting.add(stop);
    });
    try {
      return await Promise.race([call, gone]);
    } finally {
      this.#waiting.delete(stop);
    }
  }

  #enqueue<T>(act: () => T | Promise<T>): Promise<T> {
    if (this.#callback.isAsking) return Promise.resolve().then(act);
    const turn = this.#lane.then(act);
    this.#lane = turn.catch(() => {});
    return turn;
  }
}

/** Calls a method that returns a value in addition to its HRESULT. */
async function callForValue<T>(operation: string, method: () => T | Promise<T>): Promise<T> {
  try {
    return await method();
  } catch (error) {
    throw toHResultError(error, operation);
  }
}
