import {
  maximumDword,
  requireBigInt,
  requireBytes,
  requireDword,
  requireInteger,
  requireOptions,
  requireText,
} from '../../com/arguments.js';
import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { fullEnumerationActions, progressStages, providerRoles } from '../constants.js';
import type { ChangeRecord, ConflictRecord, RecoverableErrorRecord, SessionSettings, VersionRecord } from '../verbs.js';
import type { SyncCallbackObject } from './objects.js';
import type { SessionChannel } from './session-channel.js';

const abort = fullEnumerationActions.indexOf('abort');

/** Whether the numbers are a known role and a known stage. */
export function isKnown(provider: number, stage: number): boolean {
  return provider in providerRoles && stage in progressStages;
}

/**
 * Checks the DWORDs of a method: code in JavaScript can pass any value, which must not break the listener later.
 * @throws {TypeError | RangeError} for another value
 */
function requireDwords(values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) requireDword(value, name);
}

/** Checks the numbers of a report. Role and stage are signed numbers; COM refuses unknown ones. */
export function requireReportNumbers(
  provider: unknown,
  stage: unknown,
  completedWork: unknown,
  totalWork: unknown,
): void {
  for (const [name, value] of Object.entries({ provider, stage }))
    requireInteger(value, name, -0x8000_0000, maximumDword);
  requireDwords({ completedWork, totalWork });
}

/** The application's callback: delivers events to the session's listener if it wants them, and answers the others itself. */
export class SessionCallback implements SyncCallbackObject {
  readonly #channel: SessionChannel;
  readonly #settings: SessionSettings;
  readonly #cancel: () => void;

  /** @param cancel cancels the session, for the answer `abort` */
  constructor(channel: SessionChannel, settings: SessionSettings, cancel: () => void) {
    this.#channel = channel;
    this.#settings = settings;
    this.#cancel = cancel;
  }

  onProgress(provider: number, stage: number, completedWork: number, totalWork: number): void {
    requireReportNumbers(provider, stage, completedWork, totalWork);
    if (!isKnown(provider, stage)) throw new HResultError(hresults.E_INVALIDARG, 'ISyncCallback.OnProgress');
    this.#channel.report({ type: 'progress', provider, stage, completedWork, totalWork });
  }

  onChange(change: ChangeRecord): void {
    requireChangeRecord(change, 'change');
    if (this.#wants('change')) this.#channel.report({ type: 'change', change });
  }

  async onConflict(conflict: ConflictRecord): Promise<number> {
    for (const side of ['destinationChange', 'sourceChange'] as const) {
      if (conflict[side] !== null) requireChangeRecord(conflict[side], side);
    }
    const { resolveAction } = this.#settings;
    if (!this.#wants('conflict')) return resolveAction;
    return await this.#channel.ask((answer) => ({ type: 'conflict', conflict, answer }), resolveAction);
  }

  onRecoverableError(error: RecoverableErrorRecord): void {
    requireErrorRecord(error);
    if (this.#wants('recoverableError')) this.#channel.report({ type: 'recoverableError', error });
  }

  async onFullEnumerationNeeded(): Promise<number> {
    const otherwise = this.#settings.fullEnumerationAction;
    const action = this.#wants('fullEnumeration')
      ? await this.#channel.ask((answer) => ({ type: 'fullEnumeration', answer }), otherwise)
      : otherwise;
    if (action === abort) {
      this.#cancel();
      this.#channel.report({ type: 'canceled' });
    }
    return action;
  }

  onChangeApplied(changesApplied: number, changesFailed: number): void {
    requireDwords({ changesApplied, changesFailed });
    if (this.#wants('changeApplied')) this.#channel.report({ type: 'changeApplied', changesApplied, changesFailed });
  }

  onChangeFailed(changesApplied: number, changesFailed: number): void {
    requireDwords({ changesApplied, changesFailed });
    if (this.#wants('changeFailed')) this.#channel.report({ type: 'changeFailed', changesApplied, changesFailed });
  }

  #wants(type: SessionSettings['wanted'][number]): boolean {
    return this.#settings.wanted.includes(type);
  }
}

function requireChangeRecord(change: ChangeRecord, name: string): void {
  const { ownerReplicaId, rootItemId, changeVersion, creationVersion, flags, workEstimate } = requireOptions(
    change,
    name,
  );
  for (const bytes of [ownerReplicaId, rootItemId]) orNull(bytes, (value) => requireBytes(value, `an id of ${name}`));
  for (const version of [changeVersion, creationVersion]) orNull(version, (value) => requireVersion(value, name));
  for (const number of [flags, workEstimate])
    orNull(number, (value) => requireDwords({ [`a number of ${name}`]: value }));
}

function requireVersion(version: VersionRecord, name: string): void {
  requireDwords({ [`replicaKey of ${name}`]: version.replicaKey });
  requireBigInt(version.tickCount, `tickCount of ${name}`);
}

function requireErrorRecord(error: RecoverableErrorRecord): void {
  const { stage, provider, hresult, change, itemDisplayName, errorDescription } = requireOptions(error, 'error');
  for (const number of [stage, provider, hresult])
    orNull(number, (value) => requireDwords({ 'a number of error': value }));
  for (const text of [itemDisplayName, errorDescription])
    orNull(text, (value) => requireText(value, 'a text of error'));
  orNull(change, (value) => requireChangeRecord(value, 'error.change'));
}

function orNull<T>(value: T | null | undefined, require: (value: T) => void): void {
  if (value !== null && value !== undefined) require(value);
}
