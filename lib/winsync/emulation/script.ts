import { requireArray, requireInteger, requireObject, requireWord } from '../../com/arguments.js';
import { HResultError } from '../../com/error.js';
import { fullEnumerationActions, progressStages, providerRoles, resolveActions } from '../constants.js';
import type { ChangeRecord, RecoverableErrorRecord } from '../verbs.js';
import type { ProviderContext, ProviderRun } from './provider.js';

type Role = (typeof providerRoles)[number];
type Totals = { readonly changesApplied: number; readonly changesFailed: number };

/** Told what the application chose: a word, or a number that is no action. */
type Answered = (action: (typeof resolveActions)[number] | (typeof fullEnumerationActions)[number] | number) => void;

/** What a scripted provider does at one moment: exactly one of these. */
export type ScriptAction =
  | {
      /** `ISyncSessionState::OnProgress`; of the provider's own role unless another is named. */
      readonly progress: {
        readonly provider?: Role;
        readonly stage: (typeof progressStages)[number];
        readonly completedWork: number;
        readonly totalWork: number;
      };
    }
  | { readonly change: Partial<ChangeRecord> }
  | { readonly changeApplied: Totals }
  | { readonly changeFailed: Totals }
  | { readonly recoverableError: Partial<RecoverableErrorRecord> }
  | {
      readonly conflict: {
        readonly destinationChange?: Partial<ChangeRecord>;
        readonly sourceChange?: Partial<ChangeRecord>;
      };
      readonly answered?: Answered;
    }
  | {
      readonly fullEnumeration: true;
      readonly answered?: Answered;
    }
  /** The run fails with this HRESULT. */
  | { readonly fail: number };

/** An action, so many milliseconds after the one before; 0 when it is left out. */
export type ScriptStep = ScriptAction & { readonly after?: number };

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
 * A provider's run that follows a script. It waits for answers, and stops where the session is cancelled.
 * @throws {TypeError | RangeError} for words, numbers and times that are not what they should be
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
    callback.onChange({ ...emptyChange, ...action.change });
  } else if ('changeApplied' in action) {
    callback.onChangeApplied(action.changeApplied.changesApplied, action.changeApplied.changesFailed);
  } else if ('changeFailed' in action) {
    callback.onChangeFailed(action.changeFailed.changesApplied, action.changeFailed.changesFailed);
  } else if ('recoverableError' in action) {
    callback.onRecoverableError({ ...emptyError, ...action.recoverableError });
  } else if ('conflict' in action) {
    const { destinationChange, sourceChange } = action.conflict;
    const answer = await callback.onConflict({
      destinationChange: destinationChange === undefined ? null : { ...emptyChange, ...destinationChange },
      sourceChange: sourceChange === undefined ? null : { ...emptyChange, ...sourceChange },
    });
    action.answered?.(resolveActions[answer] ?? answer);
  } else if ('fullEnumeration' in action) {
    const answer = await callback.onFullEnumerationNeeded();
    action.answered?.(fullEnumerationActions[answer] ?? answer);
  } else {
    throw new HResultError(action.fail, 'IKnowledgeSyncProvider.ProcessChangeBatch');
  }
}
