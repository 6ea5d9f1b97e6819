import { requireSignalOf, type SignalOptions } from '../com/abort.js';
import type { Calls } from '../com/calls.js';
import type { Clock } from '../com/clock.js';
import { DeferredModule } from '../com/deferred-module.js';
import type { SyncManagerCallback } from './callback.js';
import { SyncCenterControl } from './control.js';
import type { SyncManagerHandlerDefinition } from './definition.js';
import type { SyncManagerHandler } from './handler.js';
import { SyncManagerInvoke } from './invoke.js';
import type { SyncManagerContext } from './open.js';
import type { OpenSyncManagerHandlerOptions } from './open-options.js';
import { SyncManagerRegistration } from './registration.js';
import type { SyncCenterReport } from './report.js';
import type { ServedSyncManagerHandler } from './served-handler.js';
import type { SyncManagerVerbs } from './verbs.js';

/** The calls of {@link SyncManager} that return objects, loaded at the first call. */
export const syncmgrCalls = new DeferredModule(() => import('./open.js'));

/** A handler in the machine's registry. */
export interface RegisteredSyncManagerHandler {
  readonly clsid: string;
  /** The description of the registration, or else of the class; null if there is neither. */
  readonly description: string | null;
}

/**
 * Sync Manager, whose handlers this process manages or serves, and Sync Center, to which it reports and which it controls.
 * Source: https://learn.microsoft.com/windows/win32/api/mobsync/ and https://learn.microsoft.com/windows/win32/api/syncmgr/.
 */
export class SyncManager {
  /** Starts and stops synchronisations in Sync Center, and reports changes to it: `ISyncMgrControl`. */
  readonly control: SyncCenterControl;
  /** Requests Sync Manager to run handlers: `ISyncMgrSynchronizeInvoke`. */
  readonly invoke: SyncManagerInvoke;
  /** The registration of handlers on the machine: `ISyncMgrRegister`, and their COM classes. */
  readonly registration: SyncManagerRegistration;
  readonly #context: SyncManagerContext;

  /** @internal */
  constructor(calls: Calls, clock: Clock, verbs: SyncManagerVerbs) {
    this.#context = { calls, clock, verbs };
    this.control = new SyncCenterControl(calls, verbs.control);
    this.invoke = new SyncManagerInvoke(calls, verbs);
    this.registration = new SyncManagerRegistration(calls, verbs);
  }

  /**
   * Activates a registered handler, in this process or in its own, and calls `Initialize`, `EnumSyncMgrItems` and `SetProgressCallback`. The code of
   * an in-process handler runs in this process, in a separate single-threaded apartment with a message pump. A handler that is collected without
   * having been closed is closed then, unless it synchronises or shows a dialog. A handler that opens after the signal was aborted is closed.
   * @throws {TypeError | RangeError} for wrong arguments
   * @throws {HResultError} with operation `CoCreateInstance`: `REGDB_E_CLASSNOTREG`; with `ISyncMgrSynchronize.Initialize`: the error of the handler,
   * also `S_FALSE`, with which it refuses the event
   */
  async openHandler(clsid: string, options?: OpenSyncManagerHandlerOptions): Promise<SyncManagerHandler> {
    const { openHandler } = syncmgrCalls.loaded ?? (await syncmgrCalls.load());
    return await openHandler(this.#context, clsid, options);
  }

  /** Returns the handlers in the machine's registry, below `SyncMgr\Handlers`. */
  async handlers(options?: SignalOptions): Promise<RegisteredSyncManagerHandler[]> {
    const signal = requireSignalOf(options);
    const { calls, verbs } = this.#context;
    return await calls.run('RegEnumKeyEx', () => verbs.enumerateHandlers(), signal);
  }

  /**
   * Wraps an `ISyncMgrSynchronizeCallback*` of other native code, or one that another apartment has put into the Global Interface Table. Holds a
   * reference until `close()`; the cookie still belongs to the other apartment. A callback that is attached after the signal was aborted is released.
   * @throws {TypeError | RangeError} for a value that is neither an address nor a cookie
   * @throws {HResultError} with operation `ISyncMgrSynchronizeCallback.QueryInterface`: `E_POINTER` if there is nothing that looks like a COM object,
   * `E_NOINTERFACE` for an object of another kind; `RPC_E_WRONG_THREAD` for an object that is not agile while the JavaScript thread is a
   * single-threaded apartment. With `IGlobalInterfaceTable.GetInterfaceFromGlobal`: `E_INVALIDARG` for a cookie that the table does not have
   */
  async attachCallback(
    callback: bigint | { readonly cookie: number },
    options?: SignalOptions,
  ): Promise<SyncManagerCallback> {
    const { attachCallback } = syncmgrCalls.loaded ?? (await syncmgrCalls.load());
    return await attachCallback(this.#context, callback, options);
  }

  /**
   * Serves a handler in JavaScript: from now on clients on this machine can activate its class while this process runs. To let COM start the process,
   * install the class: `registration.installClass()`. Sync Center lists the handlers that are registered with it: `registration.register()`. A class
   * that is served after the signal was aborted is revoked.
   * @throws {TypeError | RangeError} for a wrong definition
   * @throws {HResultError} with operation `CoRegisterClassObject`
   */
  async serveHandler(
    definition: SyncManagerHandlerDefinition,
    options?: SignalOptions,
  ): Promise<ServedSyncManagerHandler> {
    const { serveHandler } = syncmgrCalls.loaded ?? (await syncmgrCalls.load());
    return await serveHandler(this.#context, definition, options);
  }

  /**
   * Opens a session of a handler that Sync Center knows, to report on these items: `ISyncMgrSessionCreator`. A session that opens
   * after the signal was aborted is closed.
   * @throws {TypeError | RangeError} for wrong ids: 1 to 63 UTF-16 units each, at least one item
   * @throws {HResultError} `REGDB_E_CLASSNOTREG`, operation `CoCreateInstance`, on a machine without Sync Center
   * @see https://learn.microsoft.com/windows/win32/api/syncmgr/nf-syncmgr-isyncmgrsessioncreator-createsession
   */
  async openReport(handlerId: string, itemIds: readonly string[], options?: SignalOptions): Promise<SyncCenterReport> {
    const { openReport } = syncmgrCalls.loaded ?? (await syncmgrCalls.load());
    return await openReport(this.#context, handlerId, itemIds, options);
  }
}
