/** A user of the emulated machine. */
export interface BitsUser {
  /** The security identifier, as text: jobs belong to it. */
  readonly sid: string;
  /** Whether the user runs elevated, as an administrator. */
  readonly administrator: boolean;
  /** Whether the token of the process is restricted. */
  readonly restricted: boolean;
}

/** A user of an emulated machine, returned by `emulation.machine.addUser()` or `emulation.machine.withRestrictedToken()`. */
export class EmulatedUser {
  /** The security identifier, as text. */
  readonly sid: string;
  /** Whether the user runs elevated, as an administrator. */
  readonly administrator: boolean;
  /** Whether the token of the user's process is restricted. */
  readonly restricted: boolean;

  /** @internal */
  constructor(sid: string, administrator: boolean, restricted = false) {
    this.sid = sid;
    this.administrator = administrator;
    this.restricted = restricted;
  }
}

/** `SECURITY_MANDATORY_MEDIUM_RID` and `SECURITY_MANDATORY_HIGH_RID`. */
export const integrityLevels = { medium: 0x2000, high: 0x3000 } as const;

/** The domain of the machine's accounts; the relative identifiers of users begin at 1001, as on Windows. */
const machineDomain = 'S-1-5-21-1004336348-1177238915-682003330';

/** Returns the SID of the user with an index, which is 0 for the first user. */
export function sidOfUser(index: number): string {
  return `${machineDomain}-${1001 + index}`;
}

/** Whether a user may use a job: its owner, and administrators. */
export function mayUse(user: BitsUser, owner: string): boolean {
  return user.administrator || user.sid === owner;
}

/** The calls that only read, by the names of their methods. */
const reading = /\.(?:Get|get_|Enum|Is|Query)/;

/** Whether a user may make a call on any job at all: a process with a restricted token neither creates jobs nor changes them. */
export function mayCall(user: BitsUser, operation: string): boolean {
  return !user.restricted || reading.test(operation);
}

/** Returns the mandatory integrity level of a process (`GetOwnerIntegrityLevel`). */
export function integrityLevelOf(elevated: boolean): number {
  return elevated ? integrityLevels.high : integrityLevels.medium;
}
