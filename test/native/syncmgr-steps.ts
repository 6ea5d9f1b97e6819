/** The starting calls of a handler, each with a script for its worker. */
export type ScriptedCall = 'prepareForSync' | 'synchronize' | 'showProperties' | 'showError';

/**
 * The steps of a starting call in order. Steps before `return` are played on the thread of the call, before it returns; the
 * rest, or all steps if there is no `return`, on a separate worker thread, which receives the callback by an inter-thread stream.
 */
export type Step =
  | { readonly do: 'return' }
  /** Waits until `openGate()`. */
  | { readonly do: 'gate' }
  /**
   * Synchronises the items of `PrepareForSync` with this number of threads (default: 1): for each item `MAXVALUE`, then `PROGVALUE` and `STATUSTEXT`
   * three times, finally `STATUSTYPE`. Cancellations are applied at once: the item ends as skipped, or all as stopped.
   */
  | { readonly do: 'synchronizeItems'; readonly threads?: number }
  /** Given fields are flagged, unless `mask` sets the flags; `size` sets a wrong `cbSize`. */
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
  /** The matching Completed method. `itemIds` is only used by `showError`. */
  | {
      readonly do: 'completed';
      readonly call: ScriptedCall;
      readonly hresult?: number;
      readonly itemIds?: readonly string[];
    }
  /** Reports on one item `count` times and stores the median; these calls are not logged. */
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
