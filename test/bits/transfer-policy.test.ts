import { describe, expect, it } from 'vitest';
import { requireTransferPolicy, toTransferPolicy } from '../../lib/bits/transfer-policy.js';

/** `BITS_JOB_TRANSFER_POLICY_…` of bits5_0.h. */
const policies = [
  ['always', 0x8000_00ff],
  ['notRoaming', 0x8000_007f],
  ['noSurcharge', 0x8000_006f],
  ['standard', 0x8000_0067],
  ['unrestricted', 0x8000_0021],
] as const;

describe('a transfer policy', () => {
  it.each(policies)('%s has its number in bits5_0.h', (name, flags) => {
    expect(requireTransferPolicy(name, 'policy')).toBe(flags);
    expect(toTransferPolicy(flags)).toBe(name);
  });

  it('may be an array of cost states', () => {
    const states = ['unrestricted', 'belowCap', 'roaming', 'ignoreCongestion'] as const;
    expect(requireTransferPolicy(states, 'policy')).toBe(0x8000_0085);
    expect(toTransferPolicy(0x8000_0085)).toEqual(states);
  });

  it('has flags without a word as one number at the end', () => {
    expect(toTransferPolicy(0x4000_0301)).toEqual(['unrestricted', 0x4000_0300]);
  });

  it('may be no flags at all when it is read', () => {
    expect(toTransferPolicy(0)).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['an unknown word', 'never', 'ERR_INVALID_ARG_VALUE'],
    ['an unknown state', ['free'], 'ERR_INVALID_ARG_VALUE'],
    ['no state', [], 'ERR_INVALID_ARG_VALUE'],
    ['the option alone', ['ignoreCongestion'], 'ERR_INVALID_ARG_VALUE'],
    ['a number', 1, 'ERR_INVALID_ARG_TYPE'],
    ['null', null, 'ERR_INVALID_ARG_TYPE'],
  ])('is refused when it is %s', (_, value, code) => {
    expect(() => requireTransferPolicy(value, 'policy')).toThrow(expect.objectContaining({ code }));
  });
});
