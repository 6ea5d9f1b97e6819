import { describe, expect, it } from 'vitest';
import { formatBytes, formatHresult, formatSeconds } from '../../lib/cli/format.js';
import { describeTransfer, percentOf } from '../../lib/cli/progress/transfers.js';
import { HResultError, hresults } from '../../lib/index.js';
import { snapshotWith } from './support/snapshot.js';

describe('formatBytes()', () => {
  it.each([
    [0n, '0 B'],
    [999n, '999 B'],
    [1000n, '1.0 kB'],
    [1_536n, '1.5 kB'],
    [999_949n, '999.9 kB'],
    [999_950n, '1.0 MB'],
    [50_000_000n, '50.0 MB'],
    [5_000_000_000n, '5.0 GB'],
    [0xffff_ffff_ffff_fffen, '18.4 EB'],
  ])('formats %s as %s', (count, text) => {
    expect(formatBytes(count)).toBe(text);
  });
});

describe('formatSeconds()', () => {
  it.each([
    [0, '0:00'],
    [0.2, '0:01'],
    [59.5, '1:00'],
    [750, '12:30'],
    [3_661, '1:01:01'],
    [360_000, '5 d'],
  ])('formats %s s as %s', (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });
});

describe('formatHresult()', () => {
  it('returns eight hexadecimal digits', () => {
    expect([0, 0x00200017, 0x80190194].map(formatHresult)).toEqual(['0x00000000', '0x00200017', '0x80190194']);
  });
});

describe('percentOf()', () => {
  it('rounds down, so that 100 means complete', () => {
    expect(percentOf(snapshotWith({ fraction: 0.9999 }))).toBe(99);
  });

  it('returns null while the total is unknown', () => {
    expect(percentOf(snapshotWith({ fraction: null }))).toBeNull();
  });
});

describe('describeTransfer()', () => {
  it('returns percent, bytes, rate and remaining time', () => {
    const snapshot = snapshotWith({
      bytesTransferred: 21_000_000n,
      bytesTotal: 50_000_000n,
      fraction: 0.42,
      bytesPerSecond: 12_300_000,
      remainingSeconds: 2.4,
    });
    expect(describeTransfer(snapshot)).toBe(' 42 %  21.0 MB of 50.0 MB  12.3 MB/s  0:03 left');
  });

  it('returns only bytes and rate while the total is unknown', () => {
    const snapshot = snapshotWith({ bytesTransferred: 21_000_000n, bytesPerSecond: 12_300_000 });
    expect(describeTransfer(snapshot)).toBe('21.0 MB  12.3 MB/s');
  });

  it('returns the state unless it is transferring', () => {
    expect(describeTransfer(snapshotWith({ state: 'queued' }))).toBe('0 B  queued');
  });

  it('returns the error of a transient error', () => {
    const error = new HResultError(0x801901f7, 'IBackgroundCopyError.GetError', 'remoteFile');
    expect(describeTransfer(snapshotWith({ state: 'transientError', error }))).toBe(
      '0 B  BG_E_HTTP_ERROR_503 (0x801901F7), retrying',
    );
  });

  it.each([
    ['network', 'BG_E_NETWORK_DISCONNECTED', 'waiting for a network'],
    ['unmeteredNetwork', 'BG_E_BLOCKED_BY_COST_TRANSFER_POLICY', 'paused on a metered network'],
    ['power', 'BG_E_BLOCKED_BY_BATTERY_SAVER', 'paused to save power'],
    ['gameMode', 'BG_E_BLOCKED_BY_GAME_MODE', 'paused by Game Mode'],
    [
      'appInBackground',
      'BG_E_BLOCKED_BY_BACKGROUND_ACCESS_POLICY',
      'paused while the application is in the background',
    ],
    ['standby', 'BG_E_STANDBY_MODE', 'paused in standby'],
    ['policy', 'BG_E_BLOCKED_BY_POLICY', 'paused by policy'],
  ] as const)('returns what pauses a transfer that waits for %s', (waitingFor, code, text) => {
    const error = new HResultError(hresults[code], 'IBackgroundCopyError.GetError', 'generalQueueManager');
    expect(describeTransfer(snapshotWith({ state: 'transientError', error, waitingFor }))).toBe(`0 B  ${text}`);
  });

  it('returns the error of a transient error that is retried', () => {
    const error = new HResultError(0x801901f7, 'IBackgroundCopyError.GetError', 'remoteFile');
    const snapshot = snapshotWith({ state: 'transientError', error, waitingFor: 'retry' });
    expect(describeTransfer(snapshot)).toBe('0 B  BG_E_HTTP_ERROR_503 (0x801901F7), retrying');
  });
});
