import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { failureOf } from '../../com/thrown.js';
import { refuse } from '../../emulation/refused-call.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import type {
  BufferAnswer,
  CallbackVerbs,
  ChangeRecord,
  ConflictRecord,
  RecoverableErrorRecord,
  SessionStateVerbs,
  WinSyncIdFormat,
} from '../verbs.js';
import type { SessionStateObject, SyncCallbackObject } from './objects.js';
import { hasFormat } from './session-state.js';

/** The length of the longest id, which is a variable one, with the length that it begins with. */
const longestId = 2 + 0xffff;

/**
 * Calls an object until its reference is released. An exception of the object fails the call with the name of the method, because only an HRESULT
 * crosses an interface.
 */
class Held<T> {
  readonly #connection: ServiceConnection;
  readonly #interface: string;
  readonly #release: () => void;
  #object: T | null;

  constructor(connection: ServiceConnection, name: string, object: T, release: () => void) {
    this.#connection = connection;
    this.#interface = name;
    this.#object = object;
    this.#release = release;
  }

  call<R>(method: string, act: (object: T) => R | Promise<R>, interfaceName = this.#interface): Promise<R> {
    const operation = `${interfaceName}.${method}`;
    return this.#connection.call(operation, async () => {
      if (this.#object === null) refuse(hresults.RPC_E_DISCONNECTED);
      try {
        return await act(this.#object);
      } catch (error) {
        if (error instanceof MissingInterface) throw new HResultError(hresults.E_NOINTERFACE, error.operation);
        throw new HResultError(failureOf(error), operation);
      }
    });
  }

  /** Calls a method of the second interface, which the object may not have. */
  second<R>(method: string, act: (object: T) => (() => R) | null): Promise<R> {
    const query = `${this.#interface}.QueryInterface`;
    const answer = (object: T) => {
      const invoke = act(object);
      if (invoke === null) throw new MissingInterface(query);
      return invoke();
    };
    return this.call(method, answer, `${this.#interface}2`);
  }

  close(): Promise<void> {
    return this.#connection.call(`${this.#interface}.Release`, () => this.release());
  }

  release(): void {
    if (this.#object === null) return;
    this.#object = null;
    this.#release();
  }
}

class MissingInterface extends Error {
  readonly operation: string;

  constructor(operation: string) {
    super(operation);
    this.operation = operation;
  }
}

/** `ISyncSessionState` at an address. */
export class AttachedState implements SessionStateVerbs {
  readonly #held: Held<SessionStateObject>;
  readonly #itemIdFormat: WinSyncIdFormat | null;

  constructor(
    connection: ServiceConnection,
    object: SessionStateObject,
    itemIdFormat: WinSyncIdFormat | null,
    release: () => void,
  ) {
    this.#held = new Held(connection, 'ISyncSessionState', object, release);
    this.#itemIdFormat = itemIdFormat;
  }

  onProgress(provider: number, stage: number, completedWork: number, totalWork: number): Promise<void> {
    return this.#held.call('OnProgress', (state) => state.onProgress(provider, stage, completedWork, totalWork));
  }

  isCanceled(): Promise<boolean> {
    return this.#held.call('IsCanceled', (state) => state.isCanceled());
  }

  getInfoForChangeApplication(capacity: number | null): Promise<BufferAnswer> {
    return this.#held.call('GetInfoForChangeApplication', (state) => state.getInfoForChangeApplication(capacity));
  }

  loadInfoFromChangeApplication(bytes: Uint8Array | null): Promise<void> {
    return this.#held.call('LoadInfoFromChangeApplication', (state) => state.loadInfoFromChangeApplication(bytes));
  }

  getForgottenKnowledgeRecoveryRangeStart(capacity: number | null): Promise<BufferAnswer> {
    return this.#held.call('GetForgottenKnowledgeRecoveryRangeStart', (state) =>
      state.getForgottenKnowledgeRecoveryRangeStart(capacity),
    );
  }

  getForgottenKnowledgeRecoveryRangeEnd(capacity: number | null): Promise<BufferAnswer> {
    return this.#held.call('GetForgottenKnowledgeRecoveryRangeEnd', (state) =>
      state.getForgottenKnowledgeRecoveryRangeEnd(capacity),
    );
  }

  setForgottenKnowledgeRecoveryRange(lowerBound: Uint8Array, upperBound: Uint8Array): Promise<void> {
    const operation = 'SetForgottenKnowledgeRecoveryRange';
    const format = this.#itemIdFormat;
    return this.#held.call(operation, (state) => {
      // The bounds have no length of their own: the object reads as many bytes as the format defines.
      const isId = (bound: Uint8Array) =>
        format === null ? bound.length > 0 && bound.length <= longestId : hasFormat(bound, format);
      if (!isId(lowerBound) || !isId(upperBound)) {
        throw new HResultError(hresults.SYNC_E_ID_FORMAT_MISMATCH, operation);
      }
      state.setForgottenKnowledgeRecoveryRange(lowerBound, upperBound);
    });
  }

  setProviderWithError(self: boolean): Promise<void> {
    return this.#held.second('SetProviderWithError', (state) =>
      hasSecond(state) ? () => state.setProviderWithError(self) : null,
    );
  }

  getSessionErrorStatus(): Promise<number> {
    return this.#held.second('GetSessionErrorStatus', (state) =>
      hasSecond(state) ? () => state.getSessionErrorStatus() : null,
    );
  }

  close(): Promise<void> {
    return this.#held.close();
  }

  /** Releases the object when the connection has been closed. */
  release(): void {
    this.#held.release();
  }
}

/** `ISyncCallback` at an address. */
export class AttachedCallback implements CallbackVerbs {
  readonly #held: Held<SyncCallbackObject>;

  constructor(connection: ServiceConnection, object: SyncCallbackObject, release: () => void) {
    this.#held = new Held(connection, 'ISyncCallback', object, release);
  }

  onProgress(provider: number, stage: number, completedWork: number, totalWork: number): Promise<void> {
    return this.#held.call('OnProgress', (callback) => callback.onProgress(provider, stage, completedWork, totalWork));
  }

  onChange(change: ChangeRecord): Promise<void> {
    return this.#held.call('OnChange', (callback) => callback.onChange(change));
  }

  onConflict(conflict: ConflictRecord): Promise<number> {
    return this.#held.call('OnConflict', (callback) => callback.onConflict(conflict));
  }

  onRecoverableError(error: RecoverableErrorRecord): Promise<void> {
    return this.#held.call('OnRecoverableError', (callback) => callback.onRecoverableError(error));
  }

  onFullEnumerationNeeded(): Promise<number> {
    return this.#held.call('OnFullEnumerationNeeded', (callback) => callback.onFullEnumerationNeeded());
  }

  onChangeApplied(changesApplied: number, changesFailed: number): Promise<void> {
    return this.#held.second('OnChangeApplied', (callback) =>
      callsBackTotals(callback) ? () => callback.onChangeApplied(changesApplied, changesFailed) : null,
    );
  }

  onChangeFailed(changesApplied: number, changesFailed: number): Promise<void> {
    return this.#held.second('OnChangeFailed', (callback) =>
      callsBackTotals(callback) ? () => callback.onChangeFailed(changesApplied, changesFailed) : null,
    );
  }

  close(): Promise<void> {
    return this.#held.close();
  }

  release(): void {
    this.#held.release();
  }
}

/** Whether the object has the methods of `ISyncSessionState2`: an object has all methods of an interface or none. */
function hasSecond(state: SessionStateObject): state is Required<SessionStateObject> {
  return state.setProviderWithError !== undefined && state.getSessionErrorStatus !== undefined;
}

function callsBackTotals(callback: SyncCallbackObject): callback is Required<SyncCallbackObject> {
  return callback.onChangeApplied !== undefined && callback.onChangeFailed !== undefined;
}
