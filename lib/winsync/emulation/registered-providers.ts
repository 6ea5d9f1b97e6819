import {
  requireDword,
  requireFunction,
  requireInteger,
  requireObject,
  requireText,
  wrongValue,
} from '../../com/arguments.js';
import { createGuid, parseGuid } from '../../com/guid.js';
import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import { providerStates } from '../constants.js';
import type { ProviderRecord } from '../verbs.js';
import { type EmulatedProviderOptions, idParametersOf } from './provider.js';

/** `SYNC_32_BIT_SUPPORTED | SYNC_64_BIT_SUPPORTED`. */
const bothArchitectures = 3;

/** A provider that is registered on the emulated machine. */
export class RegisteredProvider {
  /** In braces and upper case. */
  readonly clsid: string;
  readonly #options: EmulatedProviderOptions;
  readonly #instanceId = createGuid();
  readonly #runs = new Set<Promise<void>>();

  /** @internal */
  constructor(clsid: string, options: EmulatedProviderOptions) {
    this.clsid = clsid;
    this.#options = options;
  }

  /** The number of its runs that have not ended. */
  get running(): number {
    return this.#runs.size;
  }

  /** Resolves when no run is under way. */
  async settled(): Promise<void> {
    while (this.#runs.size > 0) await Promise.all(this.#runs);
  }

  /** @internal */
  get options(): EmulatedProviderOptions {
    return this.#options;
  }

  /** @internal Counts a run as running until it has ended. */
  track(run: Promise<void>): void {
    this.#runs.add(run);
    void run.then(() => this.#runs.delete(run));
  }

  /** @internal Returns the record of its `ISyncProviderInfo`. */
  describe(): ProviderRecord {
    const { contentType, capabilities, name, description, tooltip, icon } = this.#options;
    return {
      instanceId: this.#instanceId,
      clsid: this.clsid,
      configUiId: null,
      contentType: contentType === undefined ? null : parseGuid(contentType, 'contentType'),
      capabilities: capabilities ?? 0,
      supportedArchitecture: bothArchitectures,
      name: name ?? null,
      description: description ?? null,
      tooltip: tooltip ?? null,
      icon: icon ?? null,
      state: providerStates.enabled,
    };
  }
}

/** The providers of the machine. */
export class Providers {
  readonly #providers = new Map<string, RegisteredProvider>();

  /** Registers a class. @throws {TypeError | RangeError} for wrong options, and for a class that is already registered */
  register(given: EmulatedProviderOptions): RegisteredProvider {
    const options = requireObject(given, 'options');
    const clsid = parseGuid(options.clsid, 'clsid');
    if (this.#providers.has(clsid)) throw wrongValue(`${clsid} is already registered`);
    if (options.contentType !== undefined) parseGuid(options.contentType, 'contentType');
    for (const name of ['name', 'description', 'tooltip', 'icon'] as const) {
      if (options[name] !== undefined) requireText(options[name], name);
    }
    if (options.capabilities !== undefined) requireDword(options.capabilities, 'capabilities');
    for (const [name, format] of Object.entries(idParametersOf(options))) {
      requireInteger(format.size, `idParameters.${name}.size`, 1, 0xffff);
    }
    requireFunction(options.beginSession, 'beginSession');
    requireFunction(options.endSession, 'endSession');
    requireFunction(options.run, 'run');
    const provider = new RegisteredProvider(clsid, options);
    this.#providers.set(clsid, provider);
    return provider;
  }

  /** Removes a class. Returns whether it was registered. */
  unregister(clsid: string): boolean {
    return this.#providers.delete(parseGuid(clsid, 'clsid'));
  }

  has(clsid: string): boolean {
    return this.#providers.has(clsid);
  }

  /** Returns a class. Refuses an unknown one with `REGDB_E_CLASSNOTREG`. */
  get(clsid: string): RegisteredProvider {
    return this.#providers.get(clsid) ?? refuse(hresults.REGDB_E_CLASSNOTREG);
  }

  list(): ProviderRecord[] {
    const listed = [...this.#providers.values()].filter(({ options }) => options.listed ?? true);
    return listed.map((provider) => provider.describe());
  }
}
