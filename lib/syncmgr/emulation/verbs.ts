import { HResultError } from '../../com/error.js';
import { hresults, succeeded } from '../../com/hresult.js';
import { ProcessHold } from '../../emulation/process-hold.js';
import { refuse } from '../../emulation/refused-call.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import { invokeFlags } from '../constants.js';
import type {
  CallbackVerbs,
  ClassRegistrationRecord,
  ControlVerbs,
  HandlerDefinitionRecord,
  HandlerListener,
  HandlerRegistrationRecord,
  HandlerServerVerbs,
  HandlerSettings,
  HandlerVerbs,
  ReportVerbs,
  ServedHandlerListener,
  SyncManagerRegistryScope,
  SyncManagerVerbs,
} from '../verbs.js';
import { AttachedCallback } from './attached-callback.js';
import { CenterSession } from './center-session.js';
import { unknownHandler } from './center-store.js';
import { EmulatedControl, isKnown } from './control.js';
import { EmulatedHandler } from './handler.js';
import { synchronizeCallbackKind } from './objects.js';
import { EmulatedReport } from './report.js';
import { ServedClass, ServerProcess } from './served-class.js';
import type { SharedState } from './shared-state.js';

/** The result of `UnregisterSyncMgrHandler` for an unknown handler: `ERROR_FILE_NOT_FOUND`. The result is not documented. */
const notListed = hresults.ERROR_FILE_NOT_FOUND;

const foreignClass = 'the class was registered by another program';

/** The verbs of Sync Manager and Sync Center for one connection. */
export class EmulatedSyncManager implements SyncManagerVerbs {
  readonly control: ControlVerbs;
  readonly #state: SharedState;
  readonly #connection: ServiceConnection;
  /** All classes that the connection serves belong to one process. */
  readonly #process = new ServerProcess();
  readonly #held = new Set<{ release(): void }>();

  constructor(state: SharedState, connection: ServiceConnection) {
    this.#state = state;
    this.#connection = connection;
    this.control = new EmulatedControl(connection, state);
  }

  openHandler(clsid: string, settings: HandlerSettings, listener: HandlerListener): Promise<HandlerVerbs> {
    return this.#connection.call('CoCreateInstance', async () => {
      const server = await this.#state.classes.activate(clsid);
      const owner = {
        connection: this.#connection,
        state: this.#state,
        onGone: (gone: EmulatedHandler) => this.#held.delete(gone),
      };
      const handler = await EmulatedHandler.open(owner, server, settings, listener);
      // The connection may have been closed in the meantime, before this handler was added.
      if (this.#connection.closed) handler.release();
      else this.#held.add(handler);
      return handler;
    });
  }

  enumerateHandlers(): Promise<HandlerRegistrationRecord[]> {
    return this.#connection.call('RegEnumKeyEx', () => this.#state.classes.listed());
  }

  attachCallback(pointer: bigint): Promise<CallbackVerbs> {
    const { references } = this.#state;
    return this.#connection.call('ISyncMgrSynchronizeCallback.QueryInterface', () => {
      const object = references.acquire(pointer, synchronizeCallbackKind);
      return this.#hold(
        (onReleased) => new AttachedCallback(this.#connection, object, onReleased),
        () => references.release(pointer),
      );
    });
  }

  attachCallbackFromTable(cookie: number): Promise<CallbackVerbs> {
    return this.#connection.call('IGlobalInterfaceTable.GetInterfaceFromGlobal', () => {
      const object = this.#state.table.get(cookie);
      return this.#hold((onReleased) => new AttachedCallback(this.#connection, object, onReleased));
    });
  }

  serveHandler(definition: HandlerDefinitionRecord, listener: ServedHandlerListener): Promise<HandlerServerVerbs> {
    const { classes, clock } = this.#state;
    return this.#connection.call('CoRegisterClassObject', () => {
      const served = new ServedClass(definition, this.#connection, this.#process, listener, (deliver) =>
        this.#state.later(deliver),
      );
      const hold = new ProcessHold(clock);
      const server = {
        release: () => {
          this.#held.delete(server);
          classes.stopServing(definition.clsid, served);
          served.close();
          this.#process.resume();
          hold.set(false);
        },
      };
      classes.serve(definition.clsid, served);
      hold.set(true);
      this.#held.add(server);
      return {
        resume: () => this.#connection.call('CoResumeClassObjects', () => this.#process.resume()),
        close: () => this.#connection.call('CoRevokeClassObject', () => server.release()),
      };
    });
  }

  writeClass(registration: ClassRegistrationRecord): Promise<void> {
    return this.#connection.call('RegSetValueEx', () => {
      if (this.#state.classes.install(registration)) return;
      throw new HResultError(hresults.ERROR_ALREADY_EXISTS, 'RegSetValueEx', foreignClass);
    });
  }

  deleteClass(clsid: string, scope: SyncManagerRegistryScope): Promise<void> {
    return this.#connection.call('RegDeleteTree', () => {
      if (this.#state.classes.uninstall(clsid, scope)) return;
      throw new HResultError(hresults.REGDB_E_INVALIDVALUE, 'RegDeleteTree', foreignClass);
    });
  }

  createSession(handlerId: string, itemIds: readonly string[]): Promise<ReportVerbs> {
    const { policy, center, clock } = this.#state;
    return this.#activated(
      policy.syncCenter,
      'ISyncMgrSessionCreator.CreateSession',
      [handlerId, itemIds],
      () => {
        if (handlerId === '' || itemIds.length === 0 || itemIds.includes('')) return hresults.E_INVALIDARG;
        return isKnown(this.#state, handlerId) ? hresults.S_OK : unknownHandler;
      },
      () => {
        const session = new CenterSession(center, policy, () => clock.now(), handlerId, itemIds);
        const report = new EmulatedReport(this.#connection, this.#state, session, (gone) => this.#held.delete(gone));
        this.#held.add(report);
        return report;
      },
    );
  }

  updateItems(flags: number, clsid: string, cookie: Uint8Array | null): Promise<void> {
    const { policy } = this.#state;
    const bytes = cookie === null ? null : [...cookie];
    return this.#activated(
      policy.syncManager,
      'ISyncMgrSynchronizeInvoke.UpdateItems',
      [flags, clsid, bytes],
      () => hresults.S_OK,
      () => {
        if ((flags & invokeFlags.startSync) !== 0) this.#state.runHandlers(clsid, cookie);
      },
    );
  }

  updateAll(): Promise<void> {
    return this.#activated(
      this.#state.policy.syncManager,
      'ISyncMgrSynchronizeInvoke.UpdateAll',
      [],
      () => hresults.S_OK,
      () => this.#state.runHandlers(null, null),
    );
  }

  registerSyncMgrHandler(clsid: string, description: string | null, flags: number): Promise<void> {
    const { classes, policy } = this.#state;
    return this.#activated(
      policy.syncManager,
      'ISyncMgrRegister.RegisterSyncMgrHandler',
      [clsid, description, flags],
      () => hresults.S_OK,
      () => classes.list(clsid, description, flags),
    );
  }

  unregisterSyncMgrHandler(clsid: string): Promise<void> {
    const { classes, policy } = this.#state;
    return this.#activated(
      policy.syncManager,
      'ISyncMgrRegister.UnregisterSyncMgrHandler',
      [clsid, 0],
      () => (classes.listedFlags(clsid) === null ? notListed : hresults.S_OK),
      () => void classes.unlist(clsid),
    );
  }

  getHandlerRegistrationInfo(clsid: string): Promise<number | null> {
    const { classes, policy } = this.#state;
    return this.#activated(
      policy.syncManager,
      'ISyncMgrRegister.GetHandlerRegistrationInfo',
      [clsid],
      () => (classes.listedFlags(clsid) === null ? hresults.S_FALSE : hresults.S_OK),
      (hresult) => (hresult === hresults.S_OK ? classes.listedFlags(clsid) : null),
    );
  }

  /** Releases everything that the connection holds, after it has been closed. */
  release(): void {
    for (const held of [...this.#held]) held.release();
    this.#held.clear();
  }

  /** Calls a method of a class of the machine: logs the call, and runs it unless it is refused. */
  #activated<T>(
    isRegistered: boolean,
    operation: string,
    values: readonly unknown[],
    check: () => number,
    act: (hresult: number) => T,
  ): Promise<T> {
    return this.#connection.call('CoCreateInstance', () => {
      if (!isRegistered) refuse(hresults.REGDB_E_CLASSNOTREG);
      return this.#connection.call(operation, () => {
        const hresult = this.#state.calls.answer(operation, values, check);
        if (!succeeded(hresult)) throw new HResultError(hresult, operation);
        return act(hresult);
      });
    });
  }

  #hold(make: (onReleased: () => void) => AttachedCallback, release: () => void = () => {}): AttachedCallback {
    const kept = make(() => {
      this.#held.delete(kept);
      release();
    });
    this.#held.add(kept);
    return kept;
  }
}
