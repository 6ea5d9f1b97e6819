import { wrongValue } from '../com/arguments.js';
import { costFlags, transferPolicies } from './constants.js';
import { requireFlags, requireNumber, wordFor, wordsOfFlags } from './words.js';

/**
 * A state of the cost of the network: `BITS_COST_STATE_…`.
 * Source: https://learn.microsoft.com/windows/win32/api/bits5_0/ne-bits5_0-bits_job_property_id.
 */
export type BitsCostState = Exclude<keyof typeof costFlags, 'ignoreCongestion'>;

/** `BITS_JOB_TRANSFER_POLICY_…`. */
export type BitsTransferPolicyName = keyof typeof transferPolicies;

/**
 * When a job is transferred on a metered network: one of the policies of BITS, or the cost states in which it is transferred.
 * - `'always'`: at any cost
 * - `'notRoaming'`: not while roaming
 * - `'noSurcharge'`: not where bytes are charged beyond the plan, and not while roaming
 * - `'standard'`: also not near the cap of the plan
 * - `'unrestricted'`: only on networks without a cap, or with a cap that throttles
 *
 * The policies include `'ignoreCongestion'`; an array has it only when it is given.
 * Source: https://learn.microsoft.com/windows/win32/api/bits5_0/ne-bits5_0-bits_job_transfer_policy.
 */
export type BitsTransferPolicy = BitsTransferPolicyName | readonly (BitsCostState | 'ignoreCongestion')[];

/** A policy as BITS returns it: the name of the policy with these flags, otherwise the flags. Unknown flags are combined in one number at the end. */
export type BitsReadTransferPolicy = BitsTransferPolicyName | readonly (BitsCostState | 'ignoreCongestion' | number)[];

/** Reads a policy. @throws {TypeError | RangeError} for an invalid policy, and for an array without a cost state, which would allow no network */
export function requireTransferPolicy(value: unknown, name: string): number {
  if (!Array.isArray(value)) return requireNumber(value, name, transferPolicies);
  const flags = requireFlags(value, name, costFlags);
  if ((flags & ~costFlags.ignoreCongestion) === 0) throw wrongValue(`${name} must have at least one cost state`);
  return flags;
}

export function toTransferPolicy(flags: number): BitsReadTransferPolicy {
  const name = wordFor(transferPolicies, flags);
  return typeof name === 'string' ? name : wordsOfFlags(flags, costFlags);
}
