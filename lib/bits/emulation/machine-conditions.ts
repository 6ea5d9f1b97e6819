import {
  requireBoolean,
  requireFilledText,
  requireInteger,
  requireOneOf,
  requireOptions,
  requireText,
  wrongType,
} from '../../com/arguments.js';
import { hresults } from '../../com/hresult.js';
import { RecentLog } from '../../emulation/bounded-lists.js';
import { type BitsUser, EmulatedUser, integrityLevelOf, sidOfUser } from './users.js';

/** `BITS_COST_STATE_…`: the cost of the machine's network. Source: https://learn.microsoft.com/windows/win32/bits/bits-cost-constants. */
export const networkCosts = {
  unrestricted: 0x1,
  cappedUsageUnknown: 0x2,
  belowCap: 0x4,
  nearCap: 0x8,
  overCapCharged: 0x10,
  overCapThrottled: 0x20,
  usageBased: 0x40,
  roaming: 0x80,
} as const;

/** The cost of the network of an emulated machine. */
export type NetworkCost = keyof typeof networkCosts;

/** The power source of an emulated machine. */
export type PowerSource = 'ac' | 'battery' | 'batterySaver';

/** What a policy of an emulated machine forbids: nothing, transfers on battery, every transfer by group policy, every transfer by the system. */
export type TransferRestriction = 'none' | 'onBattery' | 'groupPolicy' | 'system';

/** The state of the BITS service of an emulated machine. */
export type BitsServiceState = 'running' | 'disabled' | 'notInstalled';

const serviceStates: readonly BitsServiceState[] = ['running', 'disabled', 'notInstalled'];

const networkCostNames: readonly NetworkCost[] = [
  'unrestricted',
  'cappedUsageUnknown',
  'belowCap',
  'nearCap',
  'overCapCharged',
  'overCapThrottled',
  'usageBased',
  'roaming',
];
const powerSources: readonly PowerSource[] = ['ac', 'battery', 'batterySaver'];
const restrictions: readonly TransferRestriction[] = ['none', 'onBattery', 'groupPolicy', 'system'];

/** The authentication scheme of a proxy or a server of the scripted network. */
export type AuthenticationSchemeName = 'basic' | 'digest' | 'ntlm' | 'negotiate';

/** The user that a proxy or a server of the scripted network accepts. */
export interface RequiredCredentials {
  readonly scheme: AuthenticationSchemeName;
  readonly user: string;
  readonly password: string;
}

/** A notify command line that the emulated service has run, or would have run. */
export interface NotifyCommandRun {
  /** The GUID of the job. */
  readonly jobId: string;
  readonly program: string;
  readonly parameters: string | null;
  /** Milliseconds since the epoch, in the emulation's time. */
  readonly time: number;
}

/** The service, which is called when a condition changes. */
export interface ConditionListener {
  /** Called when a condition begins or ends. */
  conditionsChanged(): void;
  /** Called when a user logs off or on. */
  sessionChanged(sid: string): void;
}

/** The part of a job that the conditions need. */
export interface ConditionedJob {
  readonly settings: { readonly costFlags: number };
}

/**
 * The conditions of an emulated machine that affect transfers: network cost, power, Game Mode, policies, a proxy that requires credentials,
 * and the users that are logged on. A condition that blocks transfers puts the jobs that run or are queued into
 * `BG_JOB_STATE_TRANSIENT_ERROR` with the documented result; when it ends, they are queued again at once.
 * Source: https://learn.microsoft.com/windows/win32/bits/bits-return-values.
 */
export class MachineConditions {
  readonly #loggedOff = new Set<string>();
  readonly #commands = new RecentLog<NotifyCommandRun>();
  readonly #users: BitsUser[] = [];
  #listener: ConditionListener | null = null;
  #cost: NetworkCost = 'unrestricted';
  #power: PowerSource = 'ac';
  #gameMode = false;
  #standby = false;
  #backgroundAccess = true;
  #restriction: TransferRestriction = 'none';
  #proxy: RequiredCredentials | null = null;
  #exitCode = 0;
  #service: BitsServiceState = 'running';

  /** @internal */
  constructor(administrator: boolean) {
    this.#users.push({ sid: sidOfUser(0), administrator, restricted: false });
  }

  /**
   * Sets the cost of the network; `'unrestricted'` by default. A job whose cost flags do not include it is blocked with
   * `BG_E_BLOCKED_BY_COST_TRANSFER_POLICY`.
   * @throws {TypeError | RangeError} for a wrong argument
   */
  setNetworkCost(cost: NetworkCost): void {
    this.#cost = requireOneOf(cost, 'cost', networkCostNames);
    this.#changed();
  }

  /**
   * Sets the power source; `'ac'` by default. `'batterySaver'` blocks all jobs with `BG_E_BLOCKED_BY_BATTERY_SAVER`; `'battery'` only where the
   * restriction `'onBattery'` is set, with `BG_E_BLOCKED_BY_BATTERY_POLICY`.
   * @throws {TypeError | RangeError} for a wrong argument
   */
  setPower(power: PowerSource): void {
    this.#power = requireOneOf(power, 'power', powerSources);
    this.#changed();
  }

  /** Starts or ends Game Mode, which blocks all jobs with `BG_E_BLOCKED_BY_GAME_MODE`. @throws {TypeError} for a value that is not a boolean */
  setGameMode(on: boolean): void {
    this.#gameMode = requireBoolean(on, 'on');
    this.#changed();
  }

  /**
   * Puts the machine into connected standby, or wakes it: `BG_E_STANDBY_MODE` blocks all jobs.
   * @throws {TypeError} for a value that is not a boolean
   */
  setStandby(on: boolean): void {
    this.#standby = requireBoolean(on, 'on');
    this.#changed();
  }

  /**
   * Sets whether the application may transfer in the background, as packaged applications may not while they are in the foreground: without access
   * all jobs are blocked with `BG_E_BLOCKED_BY_BACKGROUND_ACCESS_POLICY`.
   * @throws {TypeError} for a value that is not a boolean
   */
  setBackgroundAccess(allowed: boolean): void {
    this.#backgroundAccess = requireBoolean(allowed, 'allowed');
    this.#changed();
  }

  /**
   * Sets what a policy forbids; `'none'` by default. `'groupPolicy'` blocks all jobs with `BG_E_BLOCKED_BY_POLICY`, `'system'` with
   * `BG_E_BLOCKED_BY_SYSTEM_POLICY`, `'onBattery'` with `BG_E_BLOCKED_BY_BATTERY_POLICY` while the machine does not run on AC power.
   * @throws {TypeError | RangeError} for a wrong argument
   */
  setRestriction(restriction: TransferRestriction): void {
    this.#restriction = requireOneOf(restriction, 'restriction', restrictions);
    this.#changed();
  }

  /**
   * Sets a proxy of the scripted network that requires credentials, or removes it (null). A job without the credentials
   * ends in `BG_E_HTTP_ERROR_407`, unless it uses no proxy (`BG_JOB_PROXY_USAGE_NO_PROXY`).
   * @throws {TypeError | RangeError} for wrong arguments
   */
  setProxy(credentials: RequiredCredentials | null): void {
    this.#proxy = credentials === null ? null : readRequiredCredentials(credentials, 'credentials');
  }

  /**
   * Sets whether the classes of BITS can be activated; `'running'` by default. `'disabled'` fails with `ERROR_SERVICE_DISABLED`, `'notInstalled'`
   * with `REGDB_E_CLASSNOTREG`. Objects that have been activated before are not affected.
   * @throws {TypeError | RangeError} for a wrong argument
   */
  setBitsService(state: BitsServiceState): void {
    this.#service = requireOneOf(state, 'state', serviceStates);
  }

  /**
   * Logs a user off, the first user of the machine by default: `AddFileSet` fails with `ERROR_NOT_LOGGED_ON`, the user's jobs that run are queued
   * until the user logs on, and helper tokens are discarded.
   * @throws {TypeError} for a value that is not a user
   */
  logOff(user?: EmulatedUser): void {
    const { sid } = this.#userOf(user);
    if (this.#loggedOff.has(sid)) return;
    this.#loggedOff.add(sid);
    this.#listener?.sessionChanged(sid);
  }

  /** Logs a user on again. @throws {TypeError} for a value that is not a user */
  logOn(user?: EmulatedUser): void {
    const { sid } = this.#userOf(user);
    if (this.#loggedOff.delete(sid)) this.#listener?.sessionChanged(sid);
  }

  /**
   * Adds a user to the machine, with jobs of its own. `connect({ backend: emulation.as(user) })` opens a connection of that user.
   * @throws {TypeError} for wrong options
   */
  addUser(options?: { readonly administrator?: boolean | undefined }): EmulatedUser {
    const administrator = requireBoolean(requireOptions(options).administrator ?? false, 'administrator');
    const user = new EmulatedUser(sidOfUser(this.#users.length), administrator);
    this.#users.push(user);
    return user;
  }

  /**
   * Returns a user, the first user of the machine by default, as a process with a restricted token: it has the jobs of the user and may read them,
   * but neither create nor change any (`E_ACCESSDENIED`, since BITS 1.5). `connect({ backend: emulation.as(user) })` opens its connection.
   * @throws {TypeError} for a value that is not a user
   */
  withRestrictedToken(user?: EmulatedUser): EmulatedUser {
    const { sid, administrator } = this.#userOf(user);
    return new EmulatedUser(sid, administrator, true);
  }

  /**
   * The notify command lines that the service has run, the oldest first: the latest 10 000. With the scripted transport they are recorded and
   * end with the exit code of {@link setCommandExitCode}; with the http transport they are run.
   */
  get commands(): readonly NotifyCommandRun[] {
    return this.#commands.entries;
  }

  /** Sets the exit code of the notify command lines that are only recorded; 0 by default. @throws {TypeError | RangeError} */
  setCommandExitCode(code: number): void {
    this.#exitCode = requireInteger(code, 'code', 0, 0xffff_ffff);
  }

  /** @internal */
  get defaultUser(): BitsUser {
    return this.#users[0] ?? { sid: sidOfUser(0), administrator: false, restricted: false };
  }

  /** @internal Returns the user with a SID; the first user of the machine for undefined. */
  userWith(sid: string | undefined): BitsUser {
    if (sid === undefined) return this.defaultUser;
    return this.#users.find((user) => user.sid === sid) ?? { sid, administrator: false, restricted: false };
  }

  /** @internal */
  get commandExitCode(): number {
    return this.#exitCode;
  }

  /** @internal The result with which the activation of a class of BITS fails; null if it succeeds. */
  get activationFailure(): number | null {
    if (this.#service === 'running') return null;
    return this.#service === 'disabled' ? hresults.ERROR_SERVICE_DISABLED : hresults.REGDB_E_CLASSNOTREG;
  }

  /** @internal */
  get proxy(): RequiredCredentials | null {
    return this.#proxy;
  }

  /** @internal Sets the listener that is called when a condition changes. */
  listen(listener: ConditionListener): void {
    this.#listener = listener;
  }

  /** @internal Whether the user with a SID is logged on. */
  isLoggedOn(sid: string): boolean {
    return !this.#loggedOff.has(sid);
  }

  /** @internal Records the run of a notify command line. */
  addCommand(run: NotifyCommandRun): void {
    this.#commands.add(run);
  }

  /** @internal Returns the result that blocks a job; null if none does. */
  blockOf({ settings: { costFlags } }: ConditionedJob): number | null {
    if (this.#restriction === 'system') return hresults.BG_E_BLOCKED_BY_SYSTEM_POLICY;
    if (this.#restriction === 'groupPolicy') return hresults.BG_E_BLOCKED_BY_POLICY;
    if (this.#standby) return hresults.BG_E_STANDBY_MODE;
    if (this.#power === 'batterySaver') return hresults.BG_E_BLOCKED_BY_BATTERY_SAVER;
    if (this.#power === 'battery' && this.#restriction === 'onBattery') return hresults.BG_E_BLOCKED_BY_BATTERY_POLICY;
    if (this.#gameMode) return hresults.BG_E_BLOCKED_BY_GAME_MODE;
    if (!this.#backgroundAccess) return hresults.BG_E_BLOCKED_BY_BACKGROUND_ACCESS_POLICY;
    if ((costFlags & networkCosts[this.#cost]) === 0) return hresults.BG_E_BLOCKED_BY_COST_TRANSFER_POLICY;
    return null;
  }

  /** Returns the user; the first user of the machine for undefined. @throws {TypeError} for a value that is not a user */
  #userOf(user: EmulatedUser | undefined): BitsUser {
    if (user === undefined) return this.defaultUser;
    if (!(user instanceof EmulatedUser)) throw wrongType('user must be made by emulation.machine.addUser()');
    return user;
  }

  #changed(): void {
    this.#listener?.conditionsChanged();
  }
}

/** The results of conditions: a job that waits with one of them is queued when the conditions change. */
export const blockingResults: ReadonlySet<number> = new Set([
  hresults.BG_E_BLOCKED_BY_SYSTEM_POLICY,
  hresults.BG_E_BLOCKED_BY_POLICY,
  hresults.BG_E_STANDBY_MODE,
  hresults.BG_E_BLOCKED_BY_BATTERY_SAVER,
  hresults.BG_E_BLOCKED_BY_BATTERY_POLICY,
  hresults.BG_E_BLOCKED_BY_GAME_MODE,
  hresults.BG_E_BLOCKED_BY_BACKGROUND_ACCESS_POLICY,
  hresults.BG_E_BLOCKED_BY_COST_TRANSFER_POLICY,
]);

/** Returns the integrity level of a user's processes (`SECURITY_MANDATORY_…_RID`). */
export function integrityOf(user: BitsUser): number {
  return integrityLevelOf(user.administrator);
}

/** Reads the credentials that a proxy or a server requires. @throws {TypeError | RangeError} for invalid credentials */
export function readRequiredCredentials(
  credentials: RequiredCredentials | undefined,
  name: string,
): RequiredCredentials {
  const { scheme, user, password } = requireOptions(credentials, name);
  return {
    scheme: requireOneOf(scheme, `${name}.scheme`, schemeNames),
    user: requireFilledText(user, `${name}.user`),
    password: requireText(password, `${name}.password`),
  };
}

const schemeNames: readonly AuthenticationSchemeName[] = ['basic', 'digest', 'ntlm', 'negotiate'];
