import { describe, expect, it } from 'vitest';
import { toSnapshot } from '../../lib/bits/snapshot.js';
import { hresults } from '../../lib/com/hresult.js';
import { RateMeter } from '../../lib/com/rate.js';
import { jobRecord, type RecordParts } from './records.js';

function waitingFor(parts: RecordParts): string | null {
  return toSnapshot(jobRecord(parts), 0, new RateMeter()).waitingFor;
}

describe('what a transfer waits for', () => {
  it.each([
    ['suspended', 'resume'],
    ['queued', 'turn'],
    ['connecting', 'server'],
    ['transferring', null],
    ['error', null],
    ['transferred', 'complete'],
    ['acknowledged', null],
    ['canceled', null],
  ] as const)('in the state %s is %s', (state, reason) => {
    expect(waitingFor({ state })).toBe(reason);
  });

  it.each([
    ['BG_E_NETWORK_DISCONNECTED', 'network'],
    ['BG_E_BLOCKED_BY_COST_TRANSFER_POLICY', 'unmeteredNetwork'],
    ['BG_E_BLOCKED_BY_BATTERY_POLICY', 'power'],
    ['BG_E_BLOCKED_BY_BATTERY_SAVER', 'power'],
    ['BG_E_BLOCKED_BY_GAME_MODE', 'gameMode'],
    ['BG_E_BLOCKED_BY_BACKGROUND_ACCESS_POLICY', 'appInBackground'],
    ['BG_E_STANDBY_MODE', 'standby'],
    ['BG_E_BLOCKED_BY_POLICY', 'policy'],
    ['BG_E_BLOCKED_BY_SYSTEM_POLICY', 'policy'],
    ['BG_E_HTTP_ERROR_503', 'retry'],
  ] as const)('after the transient error %s is %s', (code, reason) => {
    const error = { context: 2, hresult: hresults[code], file: null, protocol: null };
    expect(waitingFor({ state: 'transientError', error })).toBe(reason);
    // The addon reports an HRESULT with the sign of its 32 bits.
    expect(waitingFor({ state: 'transientError', error: { ...error, hresult: hresults[code] | 0 } })).toBe(reason);
  });

  it('is a retry while the transient error is not known', () => {
    expect(waitingFor({ state: 'transientError' })).toBe('retry');
  });

  it('is null in an error with the same code, which nothing ends by itself', () => {
    const error = { context: 2, hresult: hresults.BG_E_BLOCKED_BY_GAME_MODE, file: null, protocol: null };
    expect(waitingFor({ state: 'error', error })).toBeNull();
  });

  it('is null in a state that has no name', () => {
    expect(toSnapshot({ ...jobRecord(), state: 99 }, 0, new RateMeter()).waitingFor).toBeNull();
  });
});
