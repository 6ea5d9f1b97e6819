import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import type {
  BufferAnswer,
  CallbackVerbs,
  ProviderRecord,
  ProviderVerbs,
  SessionListener,
  SessionSettings,
  SessionStateVerbs,
  SessionVerbs,
  WinSyncIdFormat,
  WinSyncIdParameters,
  WinSyncVerbs,
} from '../../lib/winsync/verbs.js';

/** One call of the backend. */
export interface Call {
  readonly verb: string;
  readonly values: readonly unknown[];
}

/** Records the calls, and rejects those that a test has scripted to fail. */
class Recorder {
  readonly called: Call[] = [];
  /** The scripted error of a verb, by its name. */
  readonly refusals = new Map<string, HResultError>();
  /** The promise that a verb waits for before it returns, by its name. */
  readonly gates = new Map<string, Promise<void>>();

  /** How often a verb was called. */
  count(verb: string): number {
    return this.called.filter((call) => call.verb === verb).length;
  }

  protected async record(verb: string, ...values: unknown[]): Promise<void> {
    this.called.push({ verb, values });
    await this.gates.get(verb);
    const refusal = this.refusals.get(verb);
    if (refusal !== undefined) throw refusal;
  }
}

export const guidFormat: WinSyncIdFormat = { variable: false, size: 16 };

/** A scripted provider. */
export class FakeProvider extends Recorder implements ProviderVerbs {
  beginSession = () => this.record('beginSession');
  endSession = () => this.record('endSession');
  close = () => this.record('close');

  async getIdParameters(): Promise<WinSyncIdParameters> {
    await this.record('getIdParameters');
    return { replicaId: guidFormat, itemId: guidFormat, changeUnitId: guidFormat };
  }
}

/** A session state with scripted results. */
export class FakeState extends Recorder implements SessionStateVerbs {
  canceled = false;
  errorStatus = 0;
  info = new Uint8Array();
  lowerBound = new Uint8Array();
  upperBound = new Uint8Array();

  onProgress = (...values: Parameters<SessionStateVerbs['onProgress']>) => this.record('onProgress', ...values);
  loadInfoFromChangeApplication = (bytes: Uint8Array | null) => this.record('loadInfoFromChangeApplication', bytes);
  setForgottenKnowledgeRecoveryRange = (lower: Uint8Array, upper: Uint8Array) =>
    this.record('setForgottenKnowledgeRecoveryRange', lower, upper);
  setProviderWithError = (self: boolean) => this.record('setProviderWithError', self);
  close = () => this.record('close');

  async isCanceled(): Promise<boolean> {
    await this.record('isCanceled');
    return this.canceled;
  }

  async getSessionErrorStatus(): Promise<number> {
    await this.record('getSessionErrorStatus');
    return this.errorStatus;
  }

  async getInfoForChangeApplication(capacity: number | null): Promise<BufferAnswer> {
    await this.record('getInfoForChangeApplication', capacity);
    return filled(this.info, capacity);
  }

  async getForgottenKnowledgeRecoveryRangeStart(capacity: number | null): Promise<BufferAnswer> {
    await this.record('getForgottenKnowledgeRecoveryRangeStart', capacity);
    return filled(this.lowerBound, capacity);
  }

  async getForgottenKnowledgeRecoveryRangeEnd(capacity: number | null): Promise<BufferAnswer> {
    await this.record('getForgottenKnowledgeRecoveryRangeEnd', capacity);
    return filled(this.upperBound, capacity);
  }
}

/** A session whose events the test emits. */
export class FakeSession extends FakeState implements SessionVerbs {
  readonly pointer = 0x1000n;
  readonly callbackPointer = 0x2000n;
  /** Whether the session keeps the process running now. */
  alive = false;
  providerWithError: number | null = null;
  /** The objects that are opened next, in order; further ones are created when it is empty. */
  readonly providers: FakeProvider[] = [];

  cancel = () => this.record('cancel');
  begin = () => this.record('begin');
  end = () => this.record('end');
  setSessionErrorStatus = (hresult: number) => this.record('setSessionErrorStatus', hresult);

  keepAlive(alive: boolean): void {
    this.alive = alive;
  }

  async getProviderWithError(): Promise<number | null> {
    await this.record('getProviderWithError');
    return this.providerWithError;
  }

  async openProvider(clsid: string, role: number): Promise<ProviderVerbs> {
    await this.record('openProvider', clsid, role);
    return this.providers.shift() ?? new FakeProvider();
  }
}

/** An application's callback. */
export class FakeCallback extends Recorder implements CallbackVerbs {
  resolveAction = 0;
  fullEnumerationAction = 0;

  onProgress = (...values: Parameters<CallbackVerbs['onProgress']>) => this.record('onProgress', ...values);
  onChange = (...values: Parameters<CallbackVerbs['onChange']>) => this.record('onChange', ...values);
  onRecoverableError = (...values: Parameters<CallbackVerbs['onRecoverableError']>) =>
    this.record('onRecoverableError', ...values);
  onChangeApplied = (...values: Parameters<CallbackVerbs['onChangeApplied']>) =>
    this.record('onChangeApplied', ...values);
  onChangeFailed = (...values: Parameters<CallbackVerbs['onChangeFailed']>) => this.record('onChangeFailed', ...values);
  close = () => this.record('close');

  async onConflict(...values: Parameters<CallbackVerbs['onConflict']>): Promise<number> {
    await this.record('onConflict', ...values);
    return this.resolveAction;
  }

  async onFullEnumerationNeeded(): Promise<number> {
    await this.record('onFullEnumerationNeeded');
    return this.fullEnumerationAction;
  }
}

/** A backend whose sessions, states and callbacks a test controls. */
export class FakeWinSync extends Recorder implements WinSyncVerbs {
  /** The object that is created next. */
  session = new FakeSession();
  readonly state = new FakeState();
  readonly callback = new FakeCallback();
  settings: SessionSettings | undefined;
  listener: SessionListener | undefined;
  registered: ProviderRecord[] = [];

  async createSession(settings: SessionSettings, listener: SessionListener): Promise<SessionVerbs> {
    await this.record('createSession');
    this.settings = settings;
    this.listener = listener;
    return this.session;
  }

  async attachState(pointer: bigint, itemIdFormat: WinSyncIdFormat | null): Promise<SessionStateVerbs> {
    await this.record('attachState', pointer, itemIdFormat);
    return this.state;
  }

  async attachCallback(pointer: bigint): Promise<CallbackVerbs> {
    await this.record('attachCallback', pointer);
    return this.callback;
  }

  async enumerateProviders(): Promise<ProviderRecord[]> {
    await this.record('enumerateProviders');
    return this.registered;
  }
}

/** The result of a method that returns `bytes` in a buffer of `capacity` bytes. */
export function filled(bytes: Uint8Array, capacity: number | null): BufferAnswer {
  const count = bytes.length;
  if (count > 0 && (capacity === null || capacity < count)) {
    return { hresult: hresults.ERROR_MORE_DATA, count, bytes: null };
  }
  return { hresult: 0, count, bytes };
}

/** The error of a method that fails. */
export function refusal(code: keyof typeof hresults, operation: string): HResultError {
  return new HResultError(hresults[code], operation);
}
