import { Calls } from '../../lib/com/calls.js';
import { createEmulationClock, type EmulationClock } from '../../lib/emulation/clock.js';
import type { SyncHandler } from '../../lib/syncmgr/handler.js';
import type { OpenHandlerOptions } from '../../lib/syncmgr/open-options.js';
import { SyncManager } from '../../lib/syncmgr/sync-manager.js';
import type {
  CallbackVerbs,
  ControlVerbs,
  HandlerEvent,
  HandlerListener,
  HandlerServerVerbs,
  HandlerVerbs,
  ItemRecord,
  ReportVerbs,
  ServedHandlerListener,
  SyncManagerVerbs,
} from '../../lib/syncmgr/verbs.js';

export const clsid = '{3D6B5E10-8C1F-4B7E-9A21-77D0C4E1D001}';
export const first = '{00000001-0000-4000-8000-000000000000}';
export const second = '{00000002-0000-4000-8000-000000000000}';
export const errorId = '{EEEEEEEE-0000-4000-8000-000000000001}';

/** What was called below the seam, in order: the name and the arguments. */
export type CallLog = (readonly [string, ...unknown[]])[];

/** What a method gives instead of success: a result, or what it rejects with. */
type Scripted = number | Error;

/** A handler below the seam, for which the test speaks. */
export class FakeHandler implements HandlerVerbs {
  readonly calls: CallLog = [];
  readonly scripted = new Map<string, Scripted>();
  items: ItemRecord[] = [
    { itemId: first, name: 'One', flags: 0, checked: true, lastUpdate: 0n, icon: null },
    { itemId: second, name: 'Two', flags: 0, checked: false, lastUpdate: 0n, icon: null },
  ];
  callbackPointer = 0x10n;
  alive = false;
  listener: HandlerListener = () => {};

  /** What the handler tells. */
  tell(...events: HandlerEvent[]): void {
    this.listener(events);
  }

  /** Ends the call that is under way. */
  complete(call: 'prepareForSync' | 'synchronize' | 'showProperties' | 'showError', hresult = 0): void {
    this.tell({ type: 'completed', call, hresult, itemIds: null });
  }

  getHandlerInfo(icon: boolean) {
    return this.#call('getHandlerInfo', [icon], { name: 'Fake', flags: 0, icon: null });
  }

  enumerateItems(icons: boolean) {
    return this.#call('enumerateItems', [icons], { hresult: 0, items: this.items });
  }

  prepareForSync(itemIds: readonly string[]) {
    return this.#start('prepareForSync', [itemIds]);
  }

  synchronize() {
    return this.#start('synchronize', []);
  }

  showProperties(itemId: string) {
    return this.#start('showProperties', [itemId]);
  }

  showError(id: string) {
    return this.#start('showError', [id]);
  }

  setItemStatus(itemId: string, status: number) {
    return this.#call('setItemStatus', [itemId, status], undefined);
  }

  cancelItem(itemId: string): void {
    this.calls.push(['cancelItem', itemId]);
  }

  cancelAll(): void {
    this.calls.push(['cancelAll']);
  }

  keepAlive(alive: boolean): void {
    this.alive = alive;
  }

  close() {
    return this.#call('close', [], undefined);
  }

  names(): string[] {
    return this.calls.map(([name]) => name);
  }

  #start(name: string, values: readonly unknown[]): Promise<number> {
    const scripted = this.scripted.get(name);
    return this.#call(name, values, typeof scripted === 'number' ? scripted : 0);
  }

  async #call<T>(name: string, values: readonly unknown[], answer: T): Promise<T> {
    this.calls.push([name, ...values]);
    const scripted = this.scripted.get(name);
    if (scripted instanceof Error) throw scripted;
    return answer;
  }
}

/** The callback of a client, which writes down what it is told. */
export class FakeCallback implements CallbackVerbs {
  readonly calls: CallLog = [];
  readonly scripted = new Map<string, Scripted>();

  progress(...values: Parameters<CallbackVerbs['progress']>) {
    return this.#call('progress', values);
  }

  async prepareForSyncCompleted(hresult: number) {
    await this.#call('prepareForSyncCompleted', [hresult]);
  }

  async synchronizeCompleted(hresult: number) {
    await this.#call('synchronizeCompleted', [hresult]);
  }

  async showPropertiesCompleted(hresult: number) {
    await this.#call('showPropertiesCompleted', [hresult]);
  }

  async showErrorCompleted(hresult: number, itemIds: readonly string[]) {
    await this.#call('showErrorCompleted', [hresult, itemIds]);
  }

  enableModeless(enable: boolean) {
    return this.#call('enableModeless', [enable]);
  }

  async logError(...values: Parameters<CallbackVerbs['logError']>) {
    await this.#call('logError', values);
  }

  async deleteLogError(id: string) {
    await this.#call('deleteLogError', [id]);
  }

  async establishConnection(connection: string | null) {
    await this.#call('establishConnection', [connection]);
  }

  async close() {
    await this.#call('close', []);
  }

  names(): string[] {
    return this.calls.map(([name]) => name);
  }

  async #call(name: string, values: readonly unknown[]): Promise<number> {
    this.calls.push([name, ...values]);
    const scripted = this.scripted.get(name) ?? 0;
    if (scripted instanceof Error) throw scripted;
    return scripted;
  }
}

/** A backend of the family that writes down what it is called. */
export class FakeSyncManager {
  readonly calls: CallLog = [];
  readonly gate = new Calls();
  readonly clock: EmulationClock = createEmulationClock('virtual');
  readonly handler = new FakeHandler();
  readonly callback = new FakeCallback();
  readonly syncmgr: SyncManager;
  served: ServedHandlerListener = () => {};
  serverCloses = 0;

  constructor() {
    this.syncmgr = new SyncManager(this.gate, this.clock, this.#verbs());
  }

  async open(options?: OpenHandlerOptions): Promise<SyncHandler> {
    return await this.syncmgr.openHandler(clsid, options);
  }

  #verbs(): SyncManagerVerbs {
    const log = (name: string, ...values: unknown[]) => void this.calls.push([name, ...values]);
    const plain =
      (name: string) =>
      async (...values: unknown[]): Promise<void> =>
        log(name, ...values);
    return {
      openHandler: async (id, settings, listener) => {
        log('openHandler', id, settings);
        this.handler.listener = listener;
        return this.handler;
      },
      enumerateHandlers: async () => [{ clsid, description: null }],
      attachCallback: async (pointer) => {
        log('attachCallback', pointer);
        return this.callback;
      },
      attachCallbackFromTable: async (cookie) => {
        log('attachCallbackFromTable', cookie);
        return this.callback;
      },
      serveHandler: async (definition, listener): Promise<HandlerServerVerbs> => {
        log('serveHandler', definition);
        this.served = listener;
        return {
          close: async () => {
            this.serverCloses += 1;
          },
        };
      },
      writeClass: plain('writeClass'),
      deleteClass: plain('deleteClass'),
      createSession: async (handlerId, itemIds) => {
        log('createSession', handlerId, itemIds);
        return this.#report();
      },
      control: this.#control(),
      updateItems: plain('updateItems'),
      updateAll: plain('updateAll'),
      registerSyncMgrHandler: plain('registerSyncMgrHandler'),
      unregisterSyncMgrHandler: plain('unregisterSyncMgrHandler'),
      getHandlerRegistrationInfo: async () => null,
    };
  }

  #control(): ControlVerbs {
    const plain =
      (name: string) =>
      async (...values: unknown[]): Promise<void> =>
        void this.calls.push([name, ...values]);
    return {
      startHandlerSync: async (...values) => void this.calls.push(['startHandlerSync', ...values.slice(0, -1)]),
      startItemSync: async (...values) => void this.calls.push(['startItemSync', ...values.slice(0, -1)]),
      startSyncAll: plain('startSyncAll'),
      stopHandlerSync: plain('stopHandlerSync'),
      stopItemSync: plain('stopItemSync'),
      stopSyncAll: plain('stopSyncAll'),
      updateHandlerCollection: plain('updateHandlerCollection'),
      updateHandler: plain('updateHandler'),
      updateItem: plain('updateItem'),
      updateEvents: plain('updateEvents'),
      updateConflict: plain('updateConflict'),
      updateConflicts: plain('updateConflicts'),
      activateHandler: plain('activateHandler'),
      enableHandler: plain('enableHandler'),
      enableItem: plain('enableItem'),
    };
  }

  #report(): ReportVerbs {
    const plain =
      <T>(name: string, answer: T) =>
      async (...values: unknown[]): Promise<T> => {
        this.calls.push([name, ...values]);
        return answer;
      };
    return {
      reportProgress: plain('reportProgress', 7),
      setHandlerProgressText: plain('setHandlerProgressText', 0),
      reportEvent: plain('reportEvent', errorId),
      canContinue: plain('canContinue', true),
      queryForAdditionalItems: plain('queryForAdditionalItems', { itemIds: [], objects: 0 }),
      addItemToSession: plain('addItemToSession', undefined),
      addIUnknownToSession: plain('addIUnknownToSession', undefined),
      proposeItem: plain('proposeItem', undefined),
      commitItem: plain('commitItem', undefined),
      reportManualSync: plain('reportManualSync', undefined),
      close: plain('close', undefined),
    };
  }
}
