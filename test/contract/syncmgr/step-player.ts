import { hresults } from '../../../lib/com/hresult.js';
import type { CallLog } from '../../../lib/emulation.js';
import type { ScriptedCall, Step } from '../../native/syncmgr-steps.js';

type Answer = number | Promise<number>;

/** The callback as steps call it: every method returns its HRESULT. Structures may have a wrong size. */
export interface PlayedCallback {
  progress(itemId: string, item: PlayedProgress): Answer;
  logError(level: number, text: string | null, information: PlayedInformation | null): Answer;
  deleteLogError(errorId: string): Answer;
  establishConnection(connection: string | null): Answer;
  enableModeless(enable: boolean): Answer;
  completed(call: ScriptedCall, hresult: number, itemIds: readonly string[] | null): Answer;
}

export interface PlayedProgress {
  /** Null: the correct size. */
  readonly size: number | null;
  readonly mask: number;
  readonly statusText: string | null;
  readonly statusType: number;
  readonly progressValue: number;
  readonly maximumValue: number;
}

export interface PlayedInformation {
  readonly size: number | null;
  readonly mask: number;
  readonly errorFlags: number;
  readonly errorId: string;
  readonly itemId: string;
}

/** The prepared items, and those that are skipped or cancelled. */
export class Preparation {
  readonly items: readonly string[];
  readonly skipped = new Set<string>();
  stopped = false;

  constructor(items: readonly string[]) {
    this.items = items;
  }
}

/** Plays steps, as `steps.cc` of the reference library does. */
export interface Stage {
  readonly log: CallLog;
  readonly preparation: Preparation;
  waitForGate(): Promise<void>;
}

const bits = { statusText: 0x1, statusType: 0x2, progressValue: 0x4, maximumValue: 0x8 } as const;
const informationBits = { errorFlags: 0x1, errorId: 0x2, itemId: 0x4 } as const;
const reportsOfItem = 3;
const [stopped, skipped, succeeded, failed] = [0, 1, 4, 5];
const nothing = '{00000000-0000-0000-0000-000000000000}';
const methods: Readonly<Record<ScriptedCall, string>> = {
  prepareForSync: 'PrepareForSyncCompleted',
  synchronize: 'SynchronizeCompleted',
  showProperties: 'ShowPropertiesCompleted',
  showError: 'ShowErrorCompleted',
};

/** Plays steps in order; awaits only steps that return a promise, so that the others run synchronously. */
export async function playSteps(steps: readonly Step[], callback: PlayedCallback, stage: Stage): Promise<void> {
  for (const step of steps) {
    const played = play(step, callback, stage);
    if (typeof played !== 'number') await played;
  }
}

function play(step: Step, callback: PlayedCallback, stage: Stage): Answer | Promise<void> {
  switch (step.do) {
    case 'return':
      return hresults.S_OK;
    case 'gate':
      return stage.waitForGate();
    case 'synchronizeItems':
      return synchronizeItems(callback, stage);
    case 'progress':
      return progress(step, callback, stage);
    case 'logError':
      return logError(step, callback, stage);
    case 'deleteLogError':
      return stage.log.record('ISyncMgrSynchronizeCallback.DeleteLogError', [step.errorId], () =>
        callback.deleteLogError(step.errorId),
      );
    case 'establishConnection':
      return stage.log.record('ISyncMgrSynchronizeCallback.EstablishConnection', [step.connection], () =>
        callback.establishConnection(step.connection),
      );
    case 'enableModeless':
      return stage.log.record('ISyncMgrSynchronizeCallback.EnableModeless', [Number(step.enable)], () =>
        callback.enableModeless(step.enable),
      );
    case 'completed': {
      const { call, hresult = hresults.S_OK, itemIds = null } = step;
      const recorded = call === 'showError' ? [hresult, itemIds] : [hresult];
      return stage.log.record(`ISyncMgrSynchronizeCallback.${methods[call]}`, recorded, () =>
        callback.completed(call, hresult, itemIds),
      );
    }
    case 'measure':
      throw new TypeError('only the reference library measures');
  }
}

function progress(step: Extract<Step, { do: 'progress' }>, callback: PlayedCallback, stage: Stage): Answer {
  const given = Object.entries(bits).filter(([name]) => name in step);
  const { itemId, statusText = null, statusType = 0, progressValue = 0, maximumValue = 0, size = null } = step;
  const mask = step.mask ?? given.reduce((sum, [, bit]) => sum | bit, 0);
  return report(callback, stage, itemId, { size, mask, statusText, statusType, progressValue, maximumValue });
}

function report(callback: PlayedCallback, stage: Stage, itemId: string, item: PlayedProgress): Answer {
  const call = 'ISyncMgrSynchronizeCallback.Progress';
  return stage.log.record(call, [itemId, ...fieldsOf(item)], () => callback.progress(itemId, item));
}

/** The fields as they are logged: null if they are not flagged. */
export function fieldsOf(item: Omit<PlayedProgress, 'size'>): unknown[] {
  const { mask, statusText, statusType, progressValue, maximumValue } = item;
  return [
    mask,
    (mask & bits.statusText) === 0 ? null : statusText,
    (mask & bits.statusType) === 0 ? null : statusType,
    (mask & bits.progressValue) === 0 ? null : progressValue,
    (mask & bits.maximumValue) === 0 ? null : maximumValue,
  ];
}

function logError(step: Extract<Step, { do: 'logError' }>, callback: PlayedCallback, stage: Stage): Answer {
  const { level, text, errorFlags = 0, errorId = nothing, itemId = nothing, size = null } = step;
  const given = Object.entries(informationBits).filter(([name]) => name in step);
  const mask = step.mask ?? given.reduce((sum, [, bit]) => sum | bit, 0);
  const recorded = given.length > 0 || step.mask !== undefined || size !== null;
  const information = recorded ? { size, mask, errorFlags, errorId, itemId } : null;
  const logged = [level, text, ...informationFieldsOf(information)];
  return stage.log.record('ISyncMgrSynchronizeCallback.LogError', logged, () =>
    callback.logError(level, text, information),
  );
}

/** The fields as they are logged: null for null and for fields that are not flagged. */
export function informationFieldsOf(information: Omit<PlayedInformation, 'size'> | null): unknown[] {
  if (information === null) return [null];
  const { mask, errorFlags, errorId, itemId } = information;
  return [
    (mask & informationBits.errorFlags) === 0 ? null : errorFlags,
    (mask & informationBits.errorId) === 0 ? null : errorId,
    (mask & informationBits.itemId) === 0 ? null : itemId,
  ];
}

async function synchronizeItems(callback: PlayedCallback, stage: Stage): Promise<void> {
  for (const itemId of stage.preparation.items) {
    if (stage.preparation.stopped) return;
    await synchronizeItem(callback, stage, itemId);
  }
}

async function synchronizeItem(callback: PlayedCallback, stage: Stage, itemId: string): Promise<void> {
  const empty = { size: null, mask: 0, statusText: null, statusType: 0, progressValue: 0, maximumValue: 0 };
  const deliver = (fields: Partial<PlayedProgress>) => report(callback, stage, itemId, { ...empty, ...fields });
  let end = endOf(await deliver({ mask: bits.maximumValue, maximumValue: reportsOfItem }), itemId, stage.preparation);
  for (let value = 1; end === undefined && value <= reportsOfItem; value += 1) {
    const mask = bits.progressValue | bits.statusText;
    const answer = await deliver({ mask, progressValue: value, statusText: `${value} of ${reportsOfItem}` });
    end = endOf(answer, itemId, stage.preparation);
  }
  await deliver({ mask: bits.statusType, statusType: end ?? succeeded });
}

/** The final status of an item that is cancelled. */
function endOf(answer: number, itemId: string, preparation: Preparation): number | undefined {
  if (answer === hresults.S_SYNCMGR_CANCELALL) preparation.stopped = true;
  if (preparation.stopped) return stopped;
  if (answer === hresults.S_SYNCMGR_CANCELITEM || preparation.skipped.has(itemId)) return skipped;
  return answer >= 0x8000_0000 ? failed : undefined;
}
