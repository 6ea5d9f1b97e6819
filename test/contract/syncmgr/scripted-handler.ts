import { HResultError } from '../../../lib/com/error.js';
import { hresults, succeeded } from '../../../lib/com/hresult.js';
import {
  type CallLog,
  type HandlerInfoAnswer,
  type HandlerInfoRecord,
  type ItemRecord,
  type ItemsRecord,
  logErrorSize,
  progressItemSize,
  type SynchronizeCallbackObject,
  type SynchronizeObject,
} from '../../../lib/emulation.js';
import { numberedItem } from '../../native/syncmgr-ids.js';
import type { ScriptedItem } from '../../native/syncmgr-library.js';
import type { ScriptedCall, Step } from '../../native/syncmgr-steps.js';
import type { Gate } from './gate.js';
import { type PlayedCallback, Preparation, playSteps } from './step-player.js';

/** The header of an ICO file with one image; nothing reads the rest. */
const icon = Uint8Array.of(0, 0, 1, 0, 1, 0);

/** The script of the machine's handlers, shared by all of them and read at every call. */
export class HandlerScript {
  info: HandlerInfoRecord = { name: 'Reference handler', flags: 0, icon: null };
  items: ItemRecord[] = [];
  readonly steps = new Map<ScriptedCall, readonly Step[]>([
    ['prepareForSync', [{ do: 'completed', call: 'prepareForSync' }]],
    ['synchronize', [{ do: 'synchronizeItems' }, { do: 'completed', call: 'synchronize' }]],
    ['showProperties', [{ do: 'completed', call: 'showProperties' }]],
    ['showError', [{ do: 'completed', call: 'showError' }]],
  ]);

  constructor() {
    this.setItemCount(3);
  }

  setHandler(handler: { name?: string; flags?: number; icon?: boolean }): void {
    const { name = 'Reference handler', flags = 0 } = handler;
    this.info = { name, flags, icon: handler.icon === true ? icon : null };
  }

  setItemCount(count: number): void {
    this.setItems(
      Array.from({ length: count }, (_, index) => ({ itemId: numberedItem(index + 1), name: `Item ${index + 1}` })),
    );
  }

  setItems(items: readonly ScriptedItem[]): void {
    this.items = items.map((item) => ({
      itemId: item.itemId,
      name: item.name,
      flags: item.flags ?? 0,
      checked: item.checked ?? true,
      lastUpdate: item.lastUpdate ?? 0n,
      icon: item.icon === true ? icon : null,
    }));
  }

  setSteps(call: ScriptedCall, steps: readonly Step[]): void {
    this.steps.set(call, steps);
  }
}

/** A handler of the machine, which plays its script and logs every call. */
export class ScriptedHandler implements SynchronizeObject {
  readonly #log: CallLog;
  readonly #script: HandlerScript;
  readonly #gate: Gate;
  readonly #onRelease: () => void;
  #callback: SynchronizeCallbackObject | null = null;
  #preparation = new Preparation([]);

  constructor(log: CallLog, script: HandlerScript, gate: Gate, onRelease: () => void) {
    this.#log = log;
    this.#script = script;
    this.#gate = gate;
    this.#onRelease = onRelease;
  }

  initialize(flags: number, cookie: Uint8Array | null): number {
    return this.#answer('Initialize', [0, flags, cookie === null ? null : [...cookie]]);
  }

  getHandlerInfo(): HandlerInfoAnswer {
    return { hresult: this.#answer('GetHandlerInfo', []), info: this.#script.info };
  }

  enumerateItems(): ItemsRecord {
    const hresult = this.#answer('EnumSyncMgrItems', []);
    const operation = 'ISyncMgrEnumItems.Next';
    const next = this.#log.answer(operation, [], () => hresults.S_OK);
    if (succeeded(hresult) && !succeeded(next)) throw new HResultError(next, operation);
    return { hresult, items: this.#script.items };
  }

  showProperties(itemId: string): Promise<number> {
    return this.#start('showProperties', 'ShowProperties', [null, itemId]);
  }

  setProgressCallback(callback: SynchronizeCallbackObject | null): number {
    return this.#answer('SetProgressCallback', [callback === null ? null : true], () => {
      this.#callback = callback;
    });
  }

  prepareForSync(itemIds: readonly string[]): Promise<number> {
    this.#preparation = new Preparation(itemIds);
    return this.#start('prepareForSync', 'PrepareForSync', [itemIds, null, 0]);
  }

  synchronize(): Promise<number> {
    return this.#start('synchronize', 'Synchronize', [null]);
  }

  setItemStatus(itemId: string, status: number): number {
    return this.#answer('SetItemStatus', [itemId, status], () => void this.#preparation.skipped.add(itemId));
  }

  showError(errorId: string): Promise<number> {
    return this.#start('showError', 'ShowError', [null, errorId]);
  }

  release(): void {
    this.#onRelease();
  }

  #answer(method: string, values: readonly unknown[], act: () => void = () => {}): number {
    return this.#log.answer(`ISyncMgrSynchronize.${method}`, values, () => {
      act();
      return hresults.S_OK;
    });
  }

  /** Steps before `return` are played before the call returns, also when it fails; the others after it has succeeded. */
  async #start(call: ScriptedCall, method: string, values: readonly unknown[]): Promise<number> {
    const steps = this.#script.steps.get(call) ?? [];
    const end = steps.findIndex((step) => step.do === 'return');
    const callback = this.#callback;
    const hresult = this.#answer(method, values);
    if (callback === null) return hresult;
    const stage = { log: this.#log, preparation: this.#preparation, waitForGate: () => this.#gate.wait() };
    await playSteps(steps.slice(0, end + 1), played(callback), stage);
    // A worker of the handler, which begins when the call has returned.
    if (hresult === hresults.S_OK) {
      setImmediate(() => void playSteps(steps.slice(end + 1), played(callback), stage));
    }
    return hresult;
  }
}

/** The callback with structures of the correct size, unless a step sets another. */
function played(callback: SynchronizeCallbackObject): PlayedCallback {
  return {
    progress: (itemId, { size, ...item }) => callback.progress(itemId, { ...item, size: size ?? progressItemSize }),
    logError: (level, text, information) =>
      callback.logError(
        level,
        text,
        information === null ? null : { ...information, size: information.size ?? logErrorSize },
      ),
    deleteLogError: (errorId) => callback.deleteLogError(errorId),
    establishConnection: (connection) => callback.establishConnection(connection),
    enableModeless: (enable) => callback.enableModeless(enable),
    completed(call, hresult, itemIds) {
      switch (call) {
        case 'prepareForSync':
          return callback.prepareForSyncCompleted(hresult);
        case 'synchronize':
          return callback.synchronizeCompleted(hresult);
        case 'showProperties':
          return callback.showPropertiesCompleted(hresult);
        case 'showError':
          return callback.showErrorCompleted(hresult, itemIds);
      }
    },
  };
}
