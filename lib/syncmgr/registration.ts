import { requireSignalOf, type SignalOptions } from '../com/abort.js';
import { requireArray, requireOneOf, requireOptions, requireText } from '../com/arguments.js';
import type { Calls } from '../com/calls.js';
import { parseGuid } from '../com/guid.js';
import { buildCommandLine } from './command-line.js';
import { registerFlags } from './constants.js';
import type { SyncManagerRegistryScope, SyncManagerVerbs } from './verbs.js';

/** An event for which Sync Manager runs a handler by itself: the names of the `SYNCMGRREGISTERFLAGS`. */
export type SyncManagerRegisterEvent = keyof typeof registerFlags;

export interface SyncManagerRegisterOptions extends SignalOptions {
  /** A text for the user. */
  readonly description?: string | undefined;
  readonly events?: readonly SyncManagerRegisterEvent[] | undefined;
}

/** The registration of a handler with Sync Manager. */
export interface SyncManagerHandlerRegistration {
  readonly events: readonly SyncManagerRegisterEvent[];
}

export interface SyncManagerInstallOptions extends SignalOptions {
  readonly clsid: string;
  /** A text for the user. */
  readonly description: string;
  /** The absolute path of the program that COM starts when the class is not being served, such as `process.execPath`. */
  readonly executable: string;
  /**
   * The arguments of the program, as it receives them: they are quoted by the rules of `CommandLineToArgvW`. None by default. COM appends
   * `-Embedding`.
   */
  readonly arguments?: readonly string[] | undefined;
  /** The registry: the user's (`HKEY_CURRENT_USER`, the default), or the machine's, which requires administrator rights. */
  readonly scope?: SyncManagerRegistryScope | undefined;
}

const registerEvents: readonly SyncManagerRegisterEvent[] = ['connect', 'pendingDisconnect', 'idle'];
const scopes: readonly SyncManagerRegistryScope[] = ['user', 'machine'];

type RegistrationVerbs = Pick<
  SyncManagerVerbs,
  'registerSyncMgrHandler' | 'unregisterSyncMgrHandler' | 'getHandlerRegistrationInfo' | 'writeClass' | 'deleteClass'
>;

/**
 * The registration of handlers: with Sync Manager (`ISyncMgrRegister`), and as COM classes in the registry, from which COM starts the program that
 * serves a class. Nothing is registered automatically.
 * Source: https://learn.microsoft.com/windows/win32/api/mobsync/nn-mobsync-isyncmgrregister.
 */
export class SyncManagerRegistration {
  readonly #calls: Calls;
  readonly #verbs: RegistrationVerbs;

  /** @internal */
  constructor(calls: Calls, verbs: RegistrationVerbs) {
    this.#calls = calls;
    this.#verbs = verbs;
  }

  /**
   * Adds the handler to Sync Manager's list (`RegisterSyncMgrHandler`).
   * @throws {HResultError} `REGDB_E_CLASSNOTREG`, operation `CoCreateInstance`, on a machine without Sync Manager
   */
  async register(clsid: string, options?: SyncManagerRegisterOptions): Promise<void> {
    const id = parseGuid(clsid, 'clsid');
    const { description, events = [] } = requireOptions(options);
    const text = description === undefined ? null : requireText(description, 'description');
    const flags = requireEvents(events);
    const signal = requireSignalOf(options);
    await this.#calls.run(
      'ISyncMgrRegister.RegisterSyncMgrHandler',
      () => this.#verbs.registerSyncMgrHandler(id, text, flags),
      signal,
    );
  }

  /** Removes the handler from Sync Manager's list (`UnregisterSyncMgrHandler`). */
  async unregister(clsid: string, options?: SignalOptions): Promise<void> {
    const signal = requireSignalOf(options);
    const id = parseGuid(clsid, 'clsid');
    await this.#calls.run(
      'ISyncMgrRegister.UnregisterSyncMgrHandler',
      () => this.#verbs.unregisterSyncMgrHandler(id),
      signal,
    );
  }

  /** Returns the registration of a handler, or null if it is not registered (`GetHandlerRegistrationInfo`). */
  async get(clsid: string, options?: SignalOptions): Promise<SyncManagerHandlerRegistration | null> {
    const signal = requireSignalOf(options);
    const id = parseGuid(clsid, 'clsid');
    const flags = await this.#calls.run(
      'ISyncMgrRegister.GetHandlerRegistrationInfo',
      () => this.#verbs.getHandlerRegistrationInfo(id),
      signal,
    );
    return flags === null ? null : { events: registerEvents.filter((event) => (flags & registerFlags[event]) !== 0) };
  }

  /**
   * Writes the COM class into the registry (`LocalServer32`), so that COM starts the program for a client that activates the class. A class that this
   * method has written before is replaced. Wine 8 does not read the user's classes: use `scope: 'machine'` there.
   * Source: https://learn.microsoft.com/windows/win32/com/localserver32.
   * @throws {TypeError | RangeError} for wrong arguments, for example an executable that is not an absolute path
   * @throws {HResultError} `ERROR_ALREADY_EXISTS`, operation `RegSetValueEx`, if another program has registered the class in this registry: nothing
   * is changed. `ERROR_ACCESS_DENIED` without the rights to write there
   */
  async installClass(options: SyncManagerInstallOptions): Promise<void> {
    const { clsid, description, executable, arguments: args, scope } = requireOptions(options);
    const registration = {
      clsid: parseGuid(clsid, 'clsid'),
      description: requireText(description, 'description'),
      command: buildCommandLine(executable, args),
      scope: requireScope(scope),
    };
    await this.#calls.run('RegSetValueEx', () => this.#verbs.writeClass(registration), requireSignalOf(options));
  }

  /**
   * Removes the COM class from the registry. Succeeds if the class does not exist.
   * @throws {HResultError} `REGDB_E_INVALIDVALUE`, operation `RegDeleteTree`, if the class is not as {@link installClass} has written it: an
   * in-process server, the command line of another program, further keys or values. Nothing is changed
   */
  async uninstallClass(
    clsid: string,
    options?: SignalOptions & { readonly scope?: SyncManagerRegistryScope | undefined },
  ): Promise<void> {
    const id = parseGuid(clsid, 'clsid');
    const scope = requireScope(requireOptions(options).scope);
    await this.#calls.run('RegDeleteTree', () => this.#verbs.deleteClass(id, scope), requireSignalOf(options));
  }
}

function requireEvents(events: unknown): number {
  return requireArray(events, 'events', 'words').reduce<number>(
    (flags, event, index) => flags | registerFlags[requireOneOf(event, `events[${index}]`, registerEvents)],
    0,
  );
}

function requireScope(scope: unknown = 'user'): SyncManagerRegistryScope {
  return requireOneOf(scope, 'scope', scopes);
}
