/** The starting calls of a handler, each with a script of what its worker does. */
export type ScriptedCall = 'prepareForSync' | 'synchronize' | 'showProperties' | 'showError';

/**
 * What a starting call does, one after the other. What stands before `return` is done on the thread of the call, before it returns; the
 * rest, or all of it where there is no `return`, on a worker thread of its own, which gets the callback by an inter-thread stream.
 */
export type Step =
  | { readonly do: 'return' }
  /** Waits until `openGate()`. */
  | { readonly do: 'gate' }
  /**
   * Synchronises the items of `PrepareForSync` with so many threads (1): for each item `MAXVALUE`, then `PROGVALUE` and `STATUSTEXT`
   * three times, finally `STATUSTYPE`. Answers that cancel are honoured at once: the item ends as skipped, or all as stopped.
   */
  | { readonly do: 'synchronizeItems'; readonly threads?: number }
  /** Fields that are given are flagged, unless `mask` says what to flag; `size` is `cbSize` where it is to be wrong. */
  | {
      readonly do: 'progress';
      readonly itemId: string;
      readonly statusText?: string | null;
      readonly statusType?: number;
      readonly progressValue?: number;
      readonly maximumValue?: number;
      readonly mask?: number;
      readonly size?: number;
    }
  /** Without flags, error and item the information is a null pointer. */
  | {
      readonly do: 'logError';
      readonly level: number;
      readonly text: string | null;
      readonly errorFlags?: number;
      readonly errorId?: string;
      readonly itemId?: string;
      readonly mask?: number;
      readonly size?: number;
    }
  | { readonly do: 'deleteLogError'; readonly errorId: string }
  | { readonly do: 'establishConnection'; readonly connection: string | null }
  | { readonly do: 'enableModeless'; readonly enable: boolean }
  /** The matching Completed method. `itemIds` only counts for `showError`. */
  | {
      readonly do: 'completed';
      readonly call: ScriptedCall;
      readonly hresult?: number;
      readonly itemIds?: readonly string[];
    }
  /** Reports on one item so many times and keeps the median; nothing of it is logged. */
  | { readonly do: 'measure'; readonly itemId: string; readonly count: number };

const unitSeparator = '\u001f';
const recordSeparator = '\u001e';
const fieldBits = { statusText: 0x1, statusType: 0x2, progressValue: 0x4, maximumValue: 0x8 } as const;

/** The steps as the library reads them. */
export function writeSteps(steps: readonly Step[]): string {
  return joinRecords(steps.map(writeStep));
}

/** A list as the library reads it. */
export function joinRecords(records: readonly string[]): string {
  return records.join(recordSeparator);
}

/** A step's name and fields, each after a unit separator: `-` for null, `=` before a value. */
function writeStep(step: Step): string {
  return [step.do, ...fieldsOf(step)].join(unitSeparator);
}

function fieldsOf(step: Step): string[] {
  switch (step.do) {
    case 'return':
    case 'gate':
      return [];
    case 'synchronizeItems':
      return fields(step.threads ?? 1);
    case 'progress': {
      const given = Object.entries(fieldBits).filter(([name]) => name in step);
      const mask = step.mask ?? given.reduce((bits, [, bit]) => bits | bit, 0);
      const { itemId, statusText = null, statusType = 0, progressValue = 0, maximumValue = 0, size = null } = step;
      return fields(itemId, mask, statusText, statusType, progressValue, maximumValue, size);
    }
    case 'logError': {
      const { level, text, errorFlags = null, errorId = null, itemId = null, mask = null, size = null } = step;
      return fields(level, text, errorFlags, errorId, itemId, mask, size);
    }
    case 'deleteLogError':
      return fields(step.errorId);
    case 'establishConnection':
      return fields(step.connection);
    case 'enableModeless':
      return fields(Number(step.enable));
    case 'completed':
      return fields(step.call, (step.hresult ?? 0) | 0, ...(step.itemIds ?? []));
    case 'measure':
      return fields(step.itemId, step.count);
  }
}

function fields(...values: (string | number | null)[]): string[] {
  return values.map((value) => (value === null ? '-' : `=${value}`));
}
