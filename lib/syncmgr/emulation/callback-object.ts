import {
  requireDword,
  requireInt32,
  requireOptions,
  requireResult,
  requireText,
  wrongValue,
} from '../../com/arguments.js';
import { parseGuid } from '../../com/guid.js';
import { hresults } from '../../com/hresult.js';
import { logLevels } from '../constants.js';
import type { HandlerCall, HandlerSettings } from '../verbs.js';
import type { HandlerChannel } from './handler-channel.js';
import {
  type LogErrorStructure,
  logErrorMask,
  logErrorSize,
  type ProgressItemStructure,
  progressItemSize,
  type SynchronizeCallbackObject,
} from './objects.js';
import type { SyncManagerPolicy } from './policy.js';

/**
 * The client's callback, as a handler of the emulated machine calls it: it has the rules of the native object. A handler in JavaScript can
 * pass any value: a value that no COM method could receive throws a TypeError or RangeError, and changes nothing.
 */
export class CallbackObject implements SynchronizeCallbackObject {
  readonly #channel: HandlerChannel;
  readonly #userInterface: HandlerSettings['userInterface'];
  readonly #policy: SyncManagerPolicy;
  readonly #items = new Set<string>();
  readonly #canceled = new Set<string>();
  readonly #underWay = new Set<HandlerCall>();
  #allCanceled = false;
  #dialogOpen = false;
  #questions = 0;
  #closed = false;

  constructor(channel: HandlerChannel, userInterface: HandlerSettings['userInterface'], policy: SyncManagerPolicy) {
    this.#channel = channel;
    this.#userInterface = userInterface;
    this.#policy = policy;
  }

  addItems(itemIds: Iterable<string>): void {
    for (const itemId of itemIds) this.#items.add(itemId);
  }

  cancelItem(itemId: string): void {
    this.#canceled.add(itemId);
  }

  cancelAll(): void {
    this.#allCanceled = true;
  }

  clearCancels(): void {
    this.#canceled.clear();
    this.#allCanceled = false;
  }

  /** Whether a handler waits for the result of a dialog question: its apartment serves other calls in the meantime. */
  get isAsking(): boolean {
    return this.#questions > 0;
  }

  begin(call: HandlerCall): void {
    this.#underWay.add(call);
  }

  /** Ends a call without completion: the method's result means that no `…Completed` will follow. */
  withdraw(call: HandlerCall): void {
    this.#underWay.delete(call);
  }

  /** Reports that the calls under way will not be completed. */
  disconnect(hresult: number): void {
    this.#underWay.clear();
    if (!this.#closed) this.#channel.report({ type: 'disconnected', hresult });
  }

  /** Refuses further reports; the earlier ones are still delivered. */
  close(): void {
    this.#closed = true;
    this.#channel.close();
  }

  /** Refuses further reports, and drops the earlier ones. */
  drop(): void {
    this.#closed = true;
    this.#channel.drop();
  }

  showPropertiesCompleted(hresult: number): number {
    return this.#complete('showProperties', hresult, null);
  }

  prepareForSyncCompleted(hresult: number): number {
    return this.#complete('prepareForSync', hresult, null);
  }

  synchronizeCompleted(hresult: number): number {
    return this.#complete('synchronize', hresult, null);
  }

  showErrorCompleted(hresult: number, itemIds: readonly string[] | null): number {
    for (const itemId of itemIds ?? []) requireGuid(itemId);
    const retries = hresult === hresults.S_SYNCMGR_RETRYSYNC;
    return this.#complete('showError', hresult, retries ? [...(itemIds ?? [])] : null);
  }

  async enableModeless(enable: boolean): Promise<number> {
    if (!enable) {
      this.#dialogOpen = false;
      return hresults.S_OK;
    }
    if (this.#dialogOpen || this.#closed || this.#userInterface === 'refuse') return hresults.S_FALSE;
    if (this.#userInterface === 'ask' && (!(await this.#ask()) || this.#dialogOpen)) return hresults.S_FALSE;
    this.#dialogOpen = true;
    return hresults.S_OK;
  }

  progress(itemId: string | null, item: ProgressItemStructure | null): number {
    if (itemId === null || item === null) return hresults.E_POINTER;
    requireGuid(itemId);
    requireItem(item);
    if (item.size !== progressItemSize) return hresults.E_INVALIDARG;
    if (this.#closed) return hresults.S_SYNCMGR_CANCELALL;
    if (!this.#items.has(itemId) && this.#policy.unknownItems === 'refuse') return hresults.E_INVALIDARG;
    this.#channel.reportProgress(itemId, item);
    if (this.#allCanceled) return hresults.S_SYNCMGR_CANCELALL;
    return this.#canceled.has(itemId) ? hresults.S_SYNCMGR_CANCELITEM : hresults.S_OK;
  }

  logError(level: number, text: string | null, information: LogErrorStructure | null): number {
    requireDword(level, 'level');
    if (text !== null) requireText(text, 'text');
    if (information !== null) requireInformation(information);
    if (level < 1 || level > logLevels.length || text === null) return hresults.E_INVALIDARG;
    if (information !== null && information.size !== logErrorSize) return hresults.E_INVALIDARG;
    if (this.#closed) return hresults.S_OK;
    const has = (bit: number) => information !== null && (information.mask & bit) !== 0;
    this.#channel.reportMessage({
      type: 'logError',
      level,
      text,
      errorFlags: information !== null && has(logErrorMask.errorFlags) ? information.errorFlags : null,
      errorId: information !== null && has(logErrorMask.errorId) ? information.errorId : null,
      itemId: information !== null && has(logErrorMask.itemId) ? information.itemId : null,
    });
    return hresults.S_OK;
  }

  deleteLogError(errorId: string | null): number {
    if (errorId === null) return hresults.E_POINTER;
    requireGuid(errorId);
    if (!this.#closed) this.#channel.reportMessage({ type: 'deleteLogError', errorId });
    return hresults.S_OK;
  }

  establishConnection(connection: string | null): number {
    if (connection !== null) requireText(connection, 'connection');
    if (!this.#closed) this.#channel.reportMessage({ type: 'establishConnection', connection });
    return hresults.S_OK;
  }

  async #ask(): Promise<boolean> {
    this.#questions += 1;
    try {
      return await this.#channel.ask();
    } finally {
      this.#questions -= 1;
    }
  }

  #complete(call: HandlerCall, hresult: number, itemIds: readonly string[] | null): number {
    const result = requireResult(hresult);
    const underWay = this.#underWay.delete(call);
    if (this.#closed) return hresults.E_UNEXPECTED;
    if (!underWay) return this.#policy.unexpectedCompletions === 'refuse' ? hresults.E_UNEXPECTED : hresults.S_OK;
    this.#channel.report({ type: 'completed', call, hresult: result, itemIds });
    return hresults.S_OK;
  }
}

function requireGuid(value: unknown): void {
  if (parseGuid(value) !== value) throw wrongValue('a GUID must be in braces and upper case');
}

function requireItem(item: ProgressItemStructure): void {
  const { size, mask, statusText, statusType, progressValue, maximumValue } = requireOptions(item, 'item');
  requireDword(size, 'item.size');
  requireDword(mask, 'item.mask');
  if (statusText !== null) requireText(statusText, 'item.statusText');
  requireDword(statusType, 'item.statusType');
  requireInt32(progressValue, 'item.progressValue');
  requireInt32(maximumValue, 'item.maximumValue');
}

function requireInformation(information: LogErrorStructure): void {
  const { size, mask, errorFlags, errorId, itemId } = requireOptions(information, 'information');
  requireDword(size, 'information.size');
  requireDword(mask, 'information.mask');
  requireDword(errorFlags, 'information.errorFlags');
  requireGuid(errorId);
  requireGuid(itemId);
}
