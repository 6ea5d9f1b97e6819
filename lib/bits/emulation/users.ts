/** A user of the emulated machine, as the rules of the service see them. */
export interface BitsUser {
  /** The security identifier, as text: jobs belong to it. */
  readonly sid: string;
  /** Whether the user runs elevated, as an administrator. */
  readonly administrator: boolean;
}

/** `SECURITY_MANDATORY_MEDIUM_RID` and `SECURITY_MANDATORY_HIGH_RID`. */
export const integrityLevels = { medium: 0x2000, high: 0x3000 } as const;

/** The domain of the machine's accounts; the relative identifiers of users begin at 1001, as on Windows. */
const machineDomain = 'S-1-5-21-1004336348-1177238915-682003330';

/** The SID of the user with an index, which is 0 for the first. */
export function sidOfUser(index: number): string {
  return `${machineDomain}-${1001 + index}`;
}

/** Whether a user may use a job: its owner, and administrators. */
export function mayUse(user: BitsUser, owner: string): boolean {
  return user.administrator || user.sid === owner;
}

/** `GetOwnerIntegrityLevel`. */
export function integrityLevelOf(elevated: boolean): number {
  return elevated ? integrityLevels.high : integrityLevels.medium;
}
