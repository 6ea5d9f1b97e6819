import { Calls } from '../../lib/com/calls.js';
import type { HResultError } from '../../lib/com/error.js';
import type { EmulationClock } from '../../lib/emulation/clock.js';
import { createVirtualClock } from '../../lib/emulation/virtual-clock.js';
import type { SyncManagerHandler } from '../../lib/syncmgr/handler.js';
import type { OpenSyncManagerHandlerOptions } from '../../lib/syncmgr/open-options.js';
import { SyncManager } from '../../lib/syncmgr/sync-manager.js';
import type {
  ControlVerbs,
  HandlerServerVerbs,
  ReportVerbs,
  ServedHandlerListener,
  SyncManagerVerbs,
  SyncResultListener,
} from '../../lib/syncmgr/verbs.js';
import type { CallLog } from './call-log.js';
import { FakeCallback } from './fake-callback.js';
import { FakeHandler } from './fake-handler.js';
import { clsid, errorId } from './ids.js';

/** A backend of the family that records its calls. */
export class FakeSyncManager {
  readonly calls: CallLog = [];
  readonly gate = new Calls();
  readonly clock: EmulationClock = createVirtualClock();
  readonly handler = new FakeHandler();
  readonly callback = new FakeCallback();
  readonly syncmgr: SyncManager;
  served: ServedHandlerListener = () => {};
  serverCloses = 0;
  serverResumes = 0;
  /** The error with which ending to serve rejects. */
  serverFailure: HResultError | undefined;
  /** Scripts Sync Center for starting a synchronisation; calls the listener with its result. */
  start: (listener: SyncResultListener) => Promise<void> = async () => {};
  /** The registered flags of a handler. */
  registered: number | null = null;

  constructor() {
    this.syncmgr = new SyncManager(this.gate, this.clock, this.#verbs());
  }

  async open(options?: OpenSyncManagerHandlerOptions): Promise<SyncManagerHandler> {
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
          resume: async () => {
            this.serverResumes += 1;
            if (this.serverFailure !== undefined) throw this.serverFailure;
          },
          close: async () => {
            this.serverCloses += 1;
            if (this.serverFailure !== undefined) throw this.serverFailure;
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
      getHandlerRegistrationInfo: async () => this.registered,
    };
  }

  #control(): ControlVerbs {
    const plain =
      (name: string) =>
      async (...values: unknown[]): Promise<void> =>
        void this.calls.push([name, ...values]);
    return {
      startHandlerSync: (handlerId, flags, listener) => {
        this.calls.push(['startHandlerSync', handlerId, flags]);
        return this.start(listener);
      },
      startItemSync: (handlerId, itemIds, flags, listener) => {
        this.calls.push(['startItemSync', handlerId, itemIds, flags]);
        return this.start(listener);
      },
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
