import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { fullEnumerationActions, progressStages, providerRoles } from '../constants.js';
import type { ChangeRecord, ConflictRecord, RecoverableErrorRecord, SessionSettings } from '../verbs.js';
import type { Channel } from './channel.js';
import type { SyncCallbackObject } from './objects.js';

const abort = fullEnumerationActions.indexOf('abort');

/** Whether COM knows these numbers of a role and of a stage. */
export function isKnown(provider: number, stage: number): boolean {
  return provider in providerRoles && stage in progressStages;
}

/** The application's callback: tells the session's listener what it wants to hear, and answers the rest without it. */
export class SessionCallback implements SyncCallbackObject {
  readonly #channel: Channel;
  readonly #settings: SessionSettings;
  readonly #cancel: () => void;

  /** @param cancel cancels the session: what the answer `abort` means */
  constructor(channel: Channel, settings: SessionSettings, cancel: () => void) {
    this.#channel = channel;
    this.#settings = settings;
    this.#cancel = cancel;
  }

  onProgress(provider: number, stage: number, completedWork: number, totalWork: number): void {
    if (!isKnown(provider, stage)) throw new HResultError(hresults.E_INVALIDARG, 'ISyncCallback.OnProgress');
    this.#channel.tell({ type: 'progress', provider, stage, completedWork, totalWork });
  }

  onChange(change: ChangeRecord): void {
    if (this.#wants('change')) this.#channel.tell({ type: 'change', change });
  }

  async onConflict(conflict: ConflictRecord): Promise<number> {
    const { resolveAction } = this.#settings;
    if (!this.#wants('conflict')) return resolveAction;
    return await this.#channel.ask((answer) => ({ type: 'conflict', conflict, answer }), resolveAction);
  }

  onRecoverableError(error: RecoverableErrorRecord): void {
    if (this.#wants('recoverableError')) this.#channel.tell({ type: 'recoverableError', error });
  }

  async onFullEnumerationNeeded(): Promise<number> {
    const otherwise = this.#settings.fullEnumerationAction;
    const action = this.#wants('fullEnumeration')
      ? await this.#channel.ask((answer) => ({ type: 'fullEnumeration', answer }), otherwise)
      : otherwise;
    if (action === abort) this.#cancel();
    return action;
  }

  onChangeApplied(changesApplied: number, changesFailed: number): void {
    if (this.#wants('changeApplied')) this.#channel.tell({ type: 'changeApplied', changesApplied, changesFailed });
  }

  onChangeFailed(changesApplied: number, changesFailed: number): void {
    if (this.#wants('changeFailed')) this.#channel.tell({ type: 'changeFailed', changesApplied, changesFailed });
  }

  #wants(type: SessionSettings['wanted'][number]): boolean {
    return this.#settings.wanted.includes(type);
  }
}
