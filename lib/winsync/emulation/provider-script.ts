import { requireArray, requireInteger, requireObject, requireWord } from '../../com/arguments.js';
import { HResultError } from '../../com/error.js';
import { type PartialOf, withDefaults } from '../../com/partial.js';
import { fullEnumerationActions, progressStages, providerRoles, resolveActions } from '../constants.js';
import type { ChangeRecord, RecoverableErrorRecord } from '../verbs.js';
import type { ProviderContext, ProviderRun } from './provider.js';

/** The role of a provider in a script. */
export type ScriptRole = (typeof providerRoles)[number];
/** The running totals of a change application. */
export type ScriptTotals = { readonly changesApplied: number; readonly changesFailed: number };

/** Called with the choice of the application: a word, or a number for an unknown action. */
export type ScriptAnswered = (
  action: (typeof resolveActions)[number] | (typeof fullEnumerationActions)[number] | number,
) => void;

/** An action of a scripted provider: exactly one of these. */
export type ScriptAction =
  | {
      /** Calls `ISyncSessionState::OnProgress`, by default for the provider's own role. */
      readonly progress: {
        readonly provider?: ScriptRole | undefined;
        readonly stage: (typeof progressStages)[number];
        readonly completedWork: number;
        readonly totalWork: number;
      };
    }
  | { readonly change: PartialOf<ChangeRecord> }
  | { readonly changeApplied: ScriptTotals }
  | { readonly changeFailed: ScriptTotals }
  | { readonly recoverableError: PartialOf<RecoverableErrorRecord> }
  | {
      readonly conflict: {
        readonly destinationChange?: PartialOf<ChangeRecord> | undefined;
        readonly sourceChange?: PartialOf<ChangeRecord> | undefined;
      };
      readonly answered?: ScriptAnswered | undefined;
    }
  | {
      readonly fullEnumeration: true;
      readonly answered?: ScriptAnswered | undefined;
    }
  /** Fails the run with this HRESULT. */
  | { readonly fail: number };

/** An action, and the milliseconds after the previous one; 0 by default. */
export type ScriptStep = ScriptAction & { readonly after?: number | undefined };

const emptyChange: ChangeRecord = {
  ownerReplicaId: null,
  rootItemId: null,
  changeVersion: null,
  creationVersion: null,
  flags: null,
  workEstimate: null,
};

const emptyError: RecoverableErrorRecord = {
  stage: null,
  provider: null,
  change: null,
  hresult: null,
  itemDisplayName: null,
  errorDescription: null,
};

/**
 * Creates a provider's run that follows a script. It waits for answers, and stops when the session is cancelled.
 * @throws {TypeError | RangeError} for invalid words, numbers and times
 */
export function runScript(steps: readonly ScriptStep[]): ProviderRun {
  const script = requireArray(steps, 'steps', 'steps').map((given, index) => {
    const step = requireObject(given, `steps[${index}]`);
    requireInteger(step.after ?? 0, 'after', 0, Number.MAX_SAFE_INTEGER);
    if ('progress' in step) {
      requireWord(step.progress.stage, 'stage', progressStages);
      if (step.progress.provider !== undefined) requireWord(step.progress.provider, 'provider', providerRoles);
    }
    return step;
  });
  return async (context) => {
    for (const step of script) {
      if (step.after !== undefined && step.after > 0) await context.delay(step.after);
      context.signal.throwIfAborted();
      await perform(step, context);
    }
  };
}

async function perform(action: ScriptAction, { role, state, callback }: ProviderContext): Promise<void> {
  if ('progress' in action) {
    const { provider = role, stage, completedWork, totalWork } = action.progress;
    state.onProgress(providerRoles.indexOf(provider), progressStages.indexOf(stage), completedWork, totalWork);
  } else if ('change' in action) {
    callback.onChange(withDefaults(emptyChange, action.change));
  } else if ('changeApplied' in action) {
    callback.onChangeApplied(action.changeApplied.changesApplied, action.changeApplied.changesFailed);
  } else if ('changeFailed' in action) {
    callback.onChangeFailed(action.changeFailed.changesApplied, action.changeFailed.changesFailed);
  } else if ('recoverableError' in action) {
    callback.onRecoverableError(withDefaults(emptyError, action.recoverableError));
  } else if ('conflict' in action) {
    const { destinationChange, sourceChange } = action.conflict;
    const answer = await callback.onConflict({
      destinationChange: destinationChange === undefined ? null : withDefaults(emptyChange, destinationChange),
      sourceChange: sourceChange === undefined ? null : withDefaults(emptyChange, sourceChange),
    });
    action.answered?.(resolveActions[answer] ?? answer);
  } else if ('fullEnumeration' in action) {
    const answer = await callback.onFullEnumerationNeeded();
    action.answered?.(fullEnumerationActions[answer] ?? answer);
  } else {
    throw new HResultError(action.fail, 'IKnowledgeSyncProvider.ProcessChangeBatch');
  }
}
