import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import { nullGuid } from '../constants.js';
import type {
  HandlerCall,
  HandlerDefinitionRecord,
  ItemsRecord,
  ServedHandlerEvent,
  ServedHandlerListener,
} from '../verbs.js';
import { AttachedCallback } from './attached-callback.js';
import { type HandlerClass, ServerEnd } from './handler-classes.js';
import type { HandlerInfoAnswer, SynchronizeCallbackObject, SynchronizeObject } from './objects.js';

/** The limits for the clients of a class, as in the addon: they are other programs. */
const mostInstances = 256;
const mostEvents = 16_384;

/** The result above a limit. */
const tooMuch = hresults.ERROR_NOT_ENOUGH_QUOTA;

/** The process of a local server: the reference count of `CoAddRefServerProcess`, and whether COM has suspended its class objects. */
export class ServerProcess {
  #objects = 0;
  #suspended = false;
  #waiting: (() => void)[] = [];

  get suspended(): boolean {
    return this.#suspended;
  }

  add(): void {
    this.#objects += 1;
  }

  /** Releases an object. Returns whether it was the last one: then the class objects are suspended. */
  release(): boolean {
    this.#objects -= 1;
    if (this.#objects === 0) this.#suspended = true;
    return this.#suspended;
  }

  resume(): void {
    this.#suspended = false;
    for (const resolve of this.#waiting) resolve();
    this.#waiting = [];
  }

  /** Resolves when the class objects are not suspended. */
  resumed(): Promise<void> {
    return this.#suspended ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve();
  }
}

/** A class served by JavaScript: creates a handler for each client, and delivers the clients' calls to the listener. */
export class ServedClass implements HandlerClass {
  readonly definition: HandlerDefinitionRecord;
  readonly connection: ServiceConnection;
  readonly process: ServerProcess;
  readonly #listener: ServedHandlerListener;
  readonly #later: (deliver: () => void) => void;
  readonly #questions = new Set<() => void>();
  #waiting: ServedHandlerEvent[] = [];
  #scheduled = false;
  readonly #end = new ServerEnd();
  #closed = false;
  #instances = 0;
  #lastInstance = 0;

  constructor(
    definition: HandlerDefinitionRecord,
    connection: ServiceConnection,
    process: ServerProcess,
    listener: ServedHandlerListener,
    later: (deliver: () => void) => void,
  ) {
    this.definition = definition;
    this.connection = connection;
    this.process = process;
    this.#listener = listener;
    this.#later = later;
  }

  get closed(): boolean {
    return this.#closed;
  }

  get suspended(): boolean {
    return this.process.suspended;
  }

  resumed(): Promise<void> {
    return this.process.resumed();
  }

  /** Creates a handler. Refuses one above the limit. */
  create(): SynchronizeObject {
    if (this.#instances >= mostInstances) refuse(tooMuch);
    this.#instances += 1;
    this.#lastInstance += 1;
    this.process.add();
    return new ServedObject(this, this.#lastInstance);
  }

  /** Removes a handler that its client has released. */
  remove(instance: number): void {
    this.#instances -= 1;
    this.notify({ type: 'released', instance });
  }

  /** Whether the class can take a call of a client: `S_OK`, or the result of the refusal. */
  get status(): number {
    if (this.#closed) return hresults.RPC_E_DISCONNECTED;
    return this.#waiting.length >= mostEvents ? tooMuch : hresults.S_OK;
  }

  /** Delivers a call of a client, unless it is refused. Returns its result. */
  take(event: ServedHandlerEvent): number {
    const { status } = this;
    if (status === hresults.S_OK) this.notify(event);
    return status;
  }

  notify(event: ServedHandlerEvent): void {
    if (this.#closed) return;
    this.#waiting.push(event);
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#later(() => this.#deliver());
  }

  /** Asks the listener. Resolves to undefined if the class is closed. */
  ask<T>(make: (answer: (value: T) => void) => ServedHandlerEvent): Promise<T | undefined> {
    return new Promise((resolve) => {
      if (this.#closed) {
        resolve(undefined);
        return;
      }
      const giveUp = () => resolve(undefined);
      this.#questions.add(giveUp);
      this.notify(
        make((value) => {
          this.#questions.delete(giveUp);
          resolve(value);
        }),
      );
    });
  }

  close(): void {
    this.#closed = true;
    this.#waiting = [];
    for (const giveUp of this.#questions) giveUp();
    this.#questions.clear();
    this.#end.reach(hresults.RPC_E_DISCONNECTED);
  }

  onGone(listener: (hresult: number) => void): () => void {
    return this.#end.onGone(listener);
  }

  #deliver(): void {
    this.#scheduled = false;
    const events = this.#waiting;
    this.#waiting = [];
    if (events.length > 0) this.#listener(events);
  }
}

/** The handler of one client. */
class ServedObject implements SynchronizeObject {
  readonly #class: ServedClass;
  readonly #instance: number;
  #hasCallback = false;

  constructor(served: ServedClass, instance: number) {
    this.#class = served;
    this.#instance = instance;
  }

  async initialize(flags: number, cookie: Uint8Array | null): Promise<number> {
    const { status } = this.#class;
    if (status !== hresults.S_OK) return status;
    const handled = await this.#class.ask<boolean>((answer) => ({
      type: 'initialize',
      instance: this.#instance,
      flags,
      cookie,
      answer,
    }));
    if (handled === undefined) return hresults.RPC_E_DISCONNECTED;
    return handled ? hresults.S_OK : hresults.S_FALSE;
  }

  getHandlerInfo(): HandlerInfoAnswer {
    const { name, flags } = this.#class.definition;
    const hresult = this.#class.closed ? hresults.RPC_E_DISCONNECTED : hresults.S_OK;
    return { hresult, info: { name, flags, icon: null } };
  }

  async enumerateItems(): Promise<ItemsRecord> {
    const { status } = this.#class;
    if (status !== hresults.S_OK) return { hresult: status, items: [] };
    const items = await this.#class.ask<ItemsRecord | null>((answer) => ({
      type: 'enumItems',
      instance: this.#instance,
      answer,
    }));
    if (items === undefined) return { hresult: hresults.RPC_E_DISCONNECTED, items: [] };
    return items ?? { hresult: hresults.E_FAIL, items: [] };
  }

  setProgressCallback(callback: SynchronizeCallbackObject | null): number {
    if (this.#class.closed) return callback === null ? hresults.S_OK : hresults.RPC_E_DISCONNECTED;
    const result = this.#class.take({
      type: 'setProgressCallback',
      instance: this.#instance,
      callback: callback === null ? null : new AttachedCallback(this.#class.connection, callback, () => {}),
    });
    if (result === hresults.S_OK) this.#hasCallback = callback !== null;
    return result;
  }

  prepareForSync(itemIds: readonly string[]): number {
    return this.#start('prepareForSync', this.#hasCallback, itemIds);
  }

  synchronize(): number {
    return this.#start('synchronize', this.#hasCallback);
  }

  showProperties(itemId: string): number {
    if (!this.#class.definition.handles.includes('showProperties')) return hresults.E_NOTIMPL;
    return this.#start('showProperties', true, [], itemId);
  }

  showError(errorId: string): number {
    if (!this.#class.definition.handles.includes('showError')) return hresults.E_NOTIMPL;
    return this.#start('showError', true, [], errorId);
  }

  setItemStatus(itemId: string, status: number): number {
    return this.#class.take({ type: 'setItemStatus', instance: this.#instance, itemId, status });
  }

  release(): void {
    this.#class.remove(this.#instance);
    const { process } = this.#class;
    if (!process.release()) return;
    // No listener could resume the other classes of the process.
    if (this.#class.closed) process.resume();
    else this.#class.notify({ type: 'unused' });
  }

  /** Starts a call and returns its HRESULT. It fails without a callback, because the end of a synchronisation cannot be reported then. */
  #start(call: HandlerCall, canEnd: boolean, itemIds: readonly string[] = [], id: string = nullGuid): number {
    if (this.#class.closed) return hresults.RPC_E_DISCONNECTED;
    if (!canEnd) return hresults.E_UNEXPECTED;
    return this.#class.take({ type: call, instance: this.#instance, itemIds, id });
  }
}
