import { HResultError } from '../../com/error.js';
import { hresults, succeeded } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import { ignoreIfAlreadySyncing } from '../constants.js';
import type { ControlVerbs, SyncResultListener } from '../verbs.js';
import { unknownHandler } from './center-store.js';
import { conflictKind } from './objects.js';
import type { SharedState } from './shared-state.js';

/** `ISyncMgrControl` of one connection. */
export class EmulatedControl implements ControlVerbs {
  readonly #connection: ServiceConnection;
  readonly #state: SharedState;

  constructor(connection: ServiceConnection, state: SharedState) {
    this.#connection = connection;
    this.#state = state;
  }

  startHandlerSync(handlerId: string, flags: number, listener: SyncResultListener): Promise<void> {
    return this.#call('StartHandlerSync', [handlerId, null, null, flags, true], () =>
      this.#start(handlerId, null, flags, listener),
    );
  }

  startItemSync(
    handlerId: string,
    itemIds: readonly string[],
    flags: number,
    listener: SyncResultListener,
  ): Promise<void> {
    return this.#call('StartItemSync', [handlerId, itemIds, null, null, flags, true], () =>
      itemIds.length === 0 ? hresults.E_INVALIDARG : this.#start(handlerId, itemIds, flags, listener),
    );
  }

  startSyncAll(): Promise<void> {
    return this.#call('StartSyncAll', [null], () => {
      const { center } = this.#state;
      for (const id of center.handlerIds) {
        if (center.isActive(id) && center.isEnabled(id)) this.#start(id, null, 0, () => {});
      }
      return hresults.S_OK;
    });
  }

  stopHandlerSync(handlerId: string): Promise<void> {
    return this.#call('StopHandlerSync', [handlerId], () =>
      this.#known(handlerId, () => this.#state.centerRunner.stop(handlerId, null)),
    );
  }

  stopItemSync(handlerId: string, itemIds: readonly string[]): Promise<void> {
    return this.#call('StopItemSync', [handlerId, itemIds], () =>
      itemIds.length === 0
        ? hresults.E_INVALIDARG
        : this.#known(handlerId, () => this.#state.centerRunner.stop(handlerId, itemIds)),
    );
  }

  stopSyncAll(): Promise<void> {
    return this.#call('StopSyncAll', [], () => {
      this.#state.centerRunner.stop(null, null);
      return hresults.S_OK;
    });
  }

  updateHandlerCollection(clsid: string, flags: number): Promise<void> {
    return this.#call('UpdateHandlerCollection', [clsid, flags], () => hresults.S_OK);
  }

  updateHandler(handlerId: string, flags: number): Promise<void> {
    return this.#call('UpdateHandler', [handlerId, flags], () => this.#known(handlerId));
  }

  updateItem(handlerId: string, itemId: string, flags: number): Promise<void> {
    return this.#call('UpdateItem', [handlerId, itemId, flags], () => this.#known(handlerId));
  }

  updateEvents(handlerId: string, itemId: string | null, flags: number): Promise<void> {
    return this.#call('UpdateEvents', [handlerId, itemId, flags], () => this.#known(handlerId));
  }

  updateConflict(handlerId: string, itemId: string | null, pointer: bigint, reason: number): Promise<void> {
    const { references } = this.#state;
    return this.#connection.call('ISyncMgrConflict.QueryInterface', async () => {
      references.acquire(pointer, conflictKind);
      try {
        await this.#call('UpdateConflict', [handlerId, itemId, true, reason], () => this.#known(handlerId));
      } finally {
        references.release(pointer);
      }
    });
  }

  updateConflicts(handlerId: string, itemId: string | null, flags: number): Promise<void> {
    return this.#call('UpdateConflicts', [handlerId, itemId, flags], () => this.#known(handlerId));
  }

  activateHandler(activate: boolean, handlerId: string, flags: number): Promise<void> {
    return this.#call('ActivateHandler', [Number(activate), handlerId, null, flags], () =>
      this.#known(handlerId, () => this.#state.center.setActive(handlerId, activate)),
    );
  }

  enableHandler(enable: boolean, handlerId: string, flags: number): Promise<void> {
    return this.#call('EnableHandler', [Number(enable), handlerId, null, flags], () =>
      this.#known(handlerId, () => this.#state.center.setEnabled(handlerId, undefined, enable)),
    );
  }

  enableItem(enable: boolean, handlerId: string, itemId: string, flags: number): Promise<void> {
    return this.#call('EnableItem', [Number(enable), handlerId, itemId, null, flags], () =>
      this.#known(handlerId, () => this.#state.center.setEnabled(handlerId, itemId, enable)),
    );
  }

  #start(handlerId: string, itemIds: readonly string[] | null, flags: number, listener: SyncResultListener): number {
    return this.#known(handlerId, () => {
      // In a later turn, as from another process, and only while the connection is open.
      const deliver: SyncResultListener = (result) =>
        this.#state.later(() => {
          if (!this.#connection.closed) listener(result);
        });
      if ((flags & ignoreIfAlreadySyncing) !== 0 && this.#state.centerRunner.isRunning(handlerId, itemIds))
        deliver(null);
      else this.#state.centerRunner.start(handlerId, itemIds, deliver);
    });
  }

  /** Calls a function for a handler that Sync Center knows, and returns the HRESULT. */
  #known(handlerId: string, act: () => void = () => {}): number {
    if (handlerId === '') return hresults.E_INVALIDARG;
    if (!isKnown(this.#state, handlerId)) return unknownHandler;
    act();
    return hresults.S_OK;
  }

  #call(method: string, values: readonly unknown[], body: () => number): Promise<void> {
    const operation = `ISyncMgrControl.${method}`;
    return this.#connection.call('CoCreateInstance', () => {
      if (!this.#state.policy.syncCenter) refuse(hresults.REGDB_E_CLASSNOTREG);
      return this.#connection.call(operation, () => {
        const hresult = this.#state.calls.answer(operation, values, body);
        if (!succeeded(hresult)) throw new HResultError(hresult, operation);
      });
    });
  }
}

/** Whether Sync Center knows a handler: its own handlers, and those that Sync Manager lists. */
export function isKnown({ center, classes, policy }: SharedState, handlerId: string): boolean {
  if (policy.unknownHandlers === 'accept') return true;
  return center.hasHandler(handlerId) || classes.listedFlags(handlerId) !== null;
}
