import type { Clock } from '../../com/clock.js';
import { type PartialOf, withDefaults } from '../../com/partial.js';
import type { WinSyncIdFormat, WinSyncIdParameters } from '../verbs.js';
import type { SessionStateObject, SyncCallbackObject } from './objects.js';

/** The context of a provider's run, between `BeginSession` and `EndSession`. */
export interface ProviderContext {
  readonly role: 'source' | 'destination';
  /** The session state that `BeginSession` received. Its methods throw `HResultError`s. */
  readonly state: Required<SessionStateObject>;
  /** The application's callback, which a provider receives with a change batch. */
  readonly callback: Required<SyncCallbackObject>;
  readonly clock: Clock;
  /** Aborted when the session is cancelled, and by `EndSession`. The reason is an `HResultError` with `E_ABORT`. */
  readonly signal: AbortSignal;
  /** Resolves after a number of milliseconds of the emulation's time. Rejects with the reason of the signal when it is aborted. */
  delay(milliseconds: number): Promise<void>;
}

/**
 * The work of a provider in a session, from `BeginSession` on. An `HResultError` that it throws becomes the error status of the session;
 * any other exception becomes `E_FAIL` and a process warning. After its signal has been aborted, its exceptions are ignored.
 */
export type ProviderRun = (context: ProviderContext) => void | Promise<void>;

/** A provider class, and its registration on the machine. */
export interface EmulatedProviderOptions {
  /** With or without braces. */
  readonly clsid: string;
  /** False for a COM class without a registration with `ISyncProviderRegistration`; true by default. */
  readonly listed?: boolean | undefined;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly tooltip?: string | undefined;
  readonly icon?: string | undefined;
  /** A GUID, as in `PKEY_PROVIDER_CONTENTTYPE`. */
  readonly contentType?: string | undefined;
  readonly capabilities?: number | undefined;
  /** The formats of ids. Defaults are GUIDs, and for change units a fixed size of four bytes. */
  readonly idParameters?: PartialOf<WinSyncIdParameters> | undefined;
  /** Called by `BeginSession`, which fails with the `HResultError` that the function throws. */
  readonly beginSession?: ((context: ProviderContext) => void) | undefined;
  /** Called by `EndSession`, which fails with the `HResultError` that the function throws. The session ends nevertheless. */
  readonly endSession?: (() => void) | undefined;
  readonly run?: ProviderRun | undefined;
}

const guidFormat: WinSyncIdFormat = { variable: false, size: 16 };

const defaultIdParameters: WinSyncIdParameters = {
  replicaId: guidFormat,
  itemId: guidFormat,
  changeUnitId: { variable: false, size: 4 },
};

/** Returns the formats with defaults filled in. */
export function idParametersOf(options: EmulatedProviderOptions): WinSyncIdParameters {
  return withDefaults(defaultIdParameters, options.idParameters ?? {});
}
