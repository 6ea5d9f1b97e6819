import type { Clock } from '../../com/clock.js';
import { type PartialOf, withDefaults } from '../../com/partial.js';
import type { WinSyncIdFormat, WinSyncIdParameters } from '../verbs.js';
import type { SessionStateObject, SyncCallbackObject } from './objects.js';

/** What an emulated provider meets between `BeginSession` and `EndSession`. */
export interface ProviderContext {
  readonly role: 'source' | 'destination';
  /** What `BeginSession` was given. Its methods throw `HResultError`s. */
  readonly state: Required<SessionStateObject>;
  /** The application's callback, which a provider is given with a change batch. */
  readonly callback: Required<SyncCallbackObject>;
  readonly clock: Clock;
  /** Aborted when the session is cancelled, and by `EndSession`; the reason is an `HResultError` with `E_ABORT`. */
  readonly signal: AbortSignal;
  /** Resolves after so many milliseconds of the emulation's time; rejects with the signal's reason as soon as it is aborted. */
  delay(milliseconds: number): Promise<void>;
}

/**
 * What a provider does in a session, from `BeginSession` on. An `HResultError` that it throws becomes the session's error status, anything
 * else `E_FAIL` and a warning of the process; once its signal is aborted, what it throws is of no interest.
 */
export type ProviderRun = (context: ProviderContext) => void | Promise<void>;

/** A class of provider, and how the machine has it registered. */
export interface EmulatedProviderOptions {
  /** With or without braces. */
  readonly clsid: string;
  /** False for a COM class that `ISyncProviderRegistration` does not know; true by default. */
  readonly listed?: boolean | undefined;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly tooltip?: string | undefined;
  readonly icon?: string | undefined;
  /** A GUID, as `PKEY_PROVIDER_CONTENTTYPE` is. */
  readonly contentType?: string | undefined;
  readonly capabilities?: number | undefined;
  /** The formats of ids; what is left out is a GUID, and for change units a fixed id of four bytes. */
  readonly idParameters?: PartialOf<WinSyncIdParameters> | undefined;
  /** Called by `BeginSession` before it succeeds: an `HResultError` that it throws is its failure. */
  readonly beginSession?: ((context: ProviderContext) => void) | undefined;
  /** The same for `EndSession`, which has ended the session nevertheless. */
  readonly endSession?: (() => void) | undefined;
  readonly run?: ProviderRun | undefined;
}

const guidFormat: WinSyncIdFormat = { variable: false, size: 16 };

const defaultIdParameters: WinSyncIdParameters = {
  replicaId: guidFormat,
  itemId: guidFormat,
  changeUnitId: { variable: false, size: 4 },
};

/** The formats with nothing left open. */
export function idParametersOf(options: EmulatedProviderOptions): WinSyncIdParameters {
  return withDefaults(defaultIdParameters, options.idParameters ?? {});
}
