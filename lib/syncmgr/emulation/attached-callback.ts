import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import { nullGuid } from '../constants.js';
import type { CallbackVerbs } from '../verbs.js';
import {
  callMethod,
  logErrorMask,
  logErrorSize,
  type MethodResult,
  progressItemSize,
  type SynchronizeCallbackObject,
} from './objects.js';

/** `ISyncMgrSynchronizeCallback` of a handler: calls the object until it is released. */
export class AttachedCallback implements CallbackVerbs {
  readonly #connection: ServiceConnection;
  readonly #release: () => void;
  #object: SynchronizeCallbackObject | null;

  constructor(connection: ServiceConnection, object: SynchronizeCallbackObject, release: () => void) {
    this.#connection = connection;
    this.#object = object;
    this.#release = release;
  }

  progress(
    itemId: string,
    mask: number,
    statusText: string | null,
    statusType: number,
    progressValue: number,
    maximumValue: number,
  ): Promise<number> {
    const item = { size: progressItemSize, mask, statusText, statusType, progressValue, maximumValue };
    return this.#call('Progress', (callback) => callback.progress(itemId, item));
  }

  prepareForSyncCompleted(hresult: number): Promise<void> {
    return this.#invoke('PrepareForSyncCompleted', (callback) => callback.prepareForSyncCompleted(hresult));
  }

  synchronizeCompleted(hresult: number): Promise<void> {
    return this.#invoke('SynchronizeCompleted', (callback) => callback.synchronizeCompleted(hresult));
  }

  showPropertiesCompleted(hresult: number): Promise<void> {
    return this.#invoke('ShowPropertiesCompleted', (callback) => callback.showPropertiesCompleted(hresult));
  }

  showErrorCompleted(hresult: number, itemIds: readonly string[]): Promise<void> {
    const ids = itemIds.length === 0 ? null : itemIds;
    return this.#invoke('ShowErrorCompleted', (callback) => callback.showErrorCompleted(hresult, ids));
  }

  enableModeless(enable: boolean): Promise<number> {
    return this.#call('EnableModeless', (callback) => callback.enableModeless(enable));
  }

  logError(
    level: number,
    text: string,
    errorFlags: number | null,
    errorId: string | null,
    itemId: string | null,
  ): Promise<void> {
    const mask =
      (errorFlags === null ? 0 : logErrorMask.errorFlags) |
      (errorId === null ? 0 : logErrorMask.errorId) |
      (itemId === null ? 0 : logErrorMask.itemId);
    const information = {
      size: logErrorSize,
      mask,
      errorFlags: errorFlags ?? 0,
      errorId: errorId ?? nullGuid,
      itemId: itemId ?? nullGuid,
    };
    return this.#invoke('LogError', (callback) => callback.logError(level, text, mask === 0 ? null : information));
  }

  deleteLogError(errorId: string): Promise<void> {
    return this.#invoke('DeleteLogError', (callback) => callback.deleteLogError(errorId));
  }

  establishConnection(connection: string | null): Promise<void> {
    return this.#invoke('EstablishConnection', (callback) => callback.establishConnection(connection));
  }

  close(): Promise<void> {
    return this.#connection.call('ISyncMgrSynchronizeCallback.Release', () => this.release());
  }

  /** Releases the object when the connection has been closed. */
  release(): void {
    if (this.#object === null) return;
    this.#object = null;
    this.#release();
  }

  #call(method: string, act: (callback: SynchronizeCallbackObject) => MethodResult): Promise<number> {
    const operation = `ISyncMgrSynchronizeCallback.${method}`;
    return this.#connection.call(operation, async () => {
      const object = this.#object;
      if (object === null) throw new HResultError(hresults.RPC_E_DISCONNECTED, operation);
      return await callMethod(operation, () => act(object));
    });
  }

  async #invoke(method: string, act: (callback: SynchronizeCallbackObject) => MethodResult): Promise<void> {
    await this.#call(method, act);
  }
}
