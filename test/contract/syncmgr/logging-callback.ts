import { hresults } from '../../../lib/com/hresult.js';
import type {
  CallLog,
  LogErrorStructure,
  ProgressItemStructure,
  SynchronizeCallbackObject,
} from '../../../lib/emulation.js';
import { fieldsOf, informationFieldsOf } from './step-player.js';

/** A foreign callback, which logs its calls and returns scripted results. */
export class LoggingCallback implements SynchronizeCallbackObject {
  readonly #log: CallLog;

  constructor(log: CallLog) {
    this.#log = log;
  }

  showPropertiesCompleted(hresult: number): number {
    return this.#answer('ShowPropertiesCompleted', [hresult]);
  }

  prepareForSyncCompleted(hresult: number): number {
    return this.#answer('PrepareForSyncCompleted', [hresult]);
  }

  synchronizeCompleted(hresult: number): number {
    return this.#answer('SynchronizeCompleted', [hresult]);
  }

  showErrorCompleted(hresult: number, itemIds: readonly string[] | null): number {
    return this.#answer('ShowErrorCompleted', [hresult, itemIds]);
  }

  enableModeless(enable: boolean): number {
    return this.#answer('EnableModeless', [Number(enable)]);
  }

  progress(itemId: string | null, item: ProgressItemStructure | null): number {
    return this.#answer('Progress', [itemId, ...(item === null ? [null] : fieldsOf(item))]);
  }

  logError(level: number, text: string | null, information: LogErrorStructure | null): number {
    return this.#answer('LogError', [level, text, ...informationFieldsOf(information)]);
  }

  deleteLogError(errorId: string | null): number {
    return this.#answer('DeleteLogError', [errorId]);
  }

  establishConnection(connection: string | null): number {
    return this.#answer('EstablishConnection', [connection]);
  }

  #answer(method: string, values: readonly unknown[]): number {
    return this.#log.answer(`ISyncMgrSynchronizeCallback.${method}`, values, () => hresults.S_OK);
  }
}
