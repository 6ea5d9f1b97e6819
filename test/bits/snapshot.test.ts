import { describe, expect, it } from 'vitest';
import { errorContexts, sizeUnknown, transferStates } from '../../lib/bits/constants.js';
import { isEnded, sameRecord, toSnapshot, toState } from '../../lib/bits/snapshot.js';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { RateMeter } from '../../lib/com/rate.js';
import { jobRecord, type RecordParts } from './records.js';

function snapshotOf(parts: RecordParts) {
  return toSnapshot(jobRecord(parts), 0, new RateMeter());
}

describe('the state', () => {
  it.each([
    [0, 'queued'],
    [1, 'connecting'],
    [2, 'transferring'],
    [3, 'suspended'],
    [4, 'error'],
    [5, 'transientError'],
    [6, 'transferred'],
    [7, 'acknowledged'],
    [8, 'canceled'],
  ] as const)('%d of BG_JOB_STATE is %s', (number, word) => {
    expect(toState(number)).toBe(word);
  });

  it.each([9, -1, 0xffffffff])('stays the number %d if it has no name', (number) => {
    expect(toState(number)).toBe(number);
  });

  it('makes no progress in error, in transferred and in the final states', () => {
    expect(transferStates.filter(isEnded)).toEqual(['error', 'transferred', 'acknowledged', 'canceled']);
  });
});

describe('the counts', () => {
  it('have null for a total of BG_SIZE_UNKNOWN', () => {
    expect(snapshotOf({ bytesTotal: sizeUnknown, bytesTransferred: 700n })).toMatchObject({
      bytesTotal: null,
      bytesTransferred: 700n,
      fraction: null,
    });
  });

  it('have 0n for a total that is known to be 0', () => {
    expect(snapshotOf({ bytesTotal: 0n })).toMatchObject({ bytesTotal: 0n, bytesTransferred: 0n });
  });

  it('are exact above 4 GiB and above 2^53', () => {
    const bytesTotal = 2n ** 60n + 1n;
    expect(snapshotOf({ bytesTotal, bytesTransferred: bytesTotal - 1n })).toMatchObject({
      bytesTotal,
      bytesTransferred: bytesTotal - 1n,
    });
  });

  it('contain the files', () => {
    expect(snapshotOf({ filesTotal: 3, filesTransferred: 2 })).toMatchObject({ filesTotal: 3, filesTransferred: 2 });
  });
});

describe('the fraction', () => {
  it('is the transferred part of the total', () => {
    expect(snapshotOf({ bytesTotal: 400n, bytesTransferred: 100n }).fraction).toBe(0.25);
  });

  it.each([
    ['suspended', 0],
    ['transferring', 0],
    ['transferred', 1],
    ['acknowledged', 1],
    ['canceled', 0],
  ] as const)('of a transfer of 0 bytes that is %s is %d', (state, fraction) => {
    expect(snapshotOf({ state, bytesTotal: 0n }).fraction).toBe(fraction);
  });

  it('never exceeds 1', () => {
    expect(snapshotOf({ bytesTotal: 100n, bytesTransferred: 101n }).fraction).toBe(1);
  });
});

describe('rate and remaining time', () => {
  function second(parts: RecordParts, before: RecordParts = { state: 'transferring' }) {
    const meter = new RateMeter();
    toSnapshot(jobRecord(before), 0, meter);
    return toSnapshot(jobRecord(parts), 1000, meter);
  }

  it('are null in the first snapshot', () => {
    expect(snapshotOf({ state: 'transferring', bytesTotal: 100n })).toMatchObject({
      bytesPerSecond: null,
      remainingSeconds: null,
    });
  });

  it('are known while it is transferring', () => {
    expect(second({ state: 'transferring', bytesTotal: 400n, bytesTransferred: 100n })).toMatchObject({
      bytesPerSecond: 100,
      remainingSeconds: 3,
    });
  });

  it('leave the remaining time null while the total is unknown', () => {
    expect(second({ state: 'transferring', bytesTransferred: 100n })).toMatchObject({
      bytesPerSecond: 100,
      remainingSeconds: null,
    });
  });

  it('leave the remaining time null while no bytes arrive', () => {
    expect(second({ state: 'transferring', bytesTotal: 400n })).toMatchObject({
      bytesPerSecond: 0,
      remainingSeconds: null,
    });
  });

  it.each(['queued', 'connecting', 'suspended', 'transientError', 'error', 'canceled'] as const)(
    'are null while it is %s',
    (state) => {
      expect(second({ state, bytesTotal: 400n, bytesTransferred: 100n })).toMatchObject({
        bytesPerSecond: null,
        remainingSeconds: null,
      });
    },
  );

  it.each(['transferred', 'acknowledged'] as const)('have a remaining time of 0 when it is %s', (state) => {
    expect(second({ state, bytesTotal: 400n, bytesTransferred: 400n }).remainingSeconds).toBe(0);
  });

  it('exclude the time of a pause', () => {
    const meter = new RateMeter();
    const read = (time: number, parts: RecordParts) => toSnapshot(jobRecord(parts), time, meter).bytesPerSecond;
    read(0, { state: 'transferring' });
    read(1000, { state: 'suspended', bytesTransferred: 100n });
    expect(read(60_000, { state: 'transferring', bytesTransferred: 100n })).toBeNull();
    expect(read(61_000, { state: 'transferring', bytesTransferred: 300n })).toBe(200);
  });
});

describe('the error', () => {
  it('is null if there is none', () => {
    expect(snapshotOf({}).error).toBeNull();
  });

  it.each([...errorContexts.entries()])('has context %d of BG_ERROR_CONTEXT as %s', (context, word) => {
    const { error } = snapshotOf({
      state: 'error',
      error: { context, hresult: hresults.BG_E_HTTP_ERROR_404, file: null, protocol: null },
    });
    expect(error).toBeInstanceOf(HResultError);
    expect(error).toMatchObject({
      code: 'BG_E_HTTP_ERROR_404',
      hresult: 0x80190194,
      operation: 'IBackgroundCopyError.GetError',
      context: word,
    });
  });

  it('keeps a context without a name as its number', () => {
    const { error } = snapshotOf({
      state: 'error',
      error: { context: 99, hresult: hresults.E_FAIL, file: null, protocol: null },
    });
    expect(error?.context).toBe('99');
  });

  it('is a message about the transfer, not about the call that has read the error', () => {
    const { error } = snapshotOf({
      state: 'error',
      error: { context: 5, hresult: hresults.BG_E_HTTP_ERROR_404, file: null, protocol: null },
    });
    expect(error?.message).toBe('transfer error: BG_E_HTTP_ERROR_404 (0x80190194), remoteFile');
    expect(error?.operation).toBe('IBackgroundCopyError.GetError');
  });
});

describe('two readings', () => {
  const error = { context: 5, hresult: hresults.BG_E_HTTP_ERROR_404, file: null, protocol: null };

  it('are equal when no value differs', () => {
    expect(sameRecord(jobRecord({ state: 'error', error }), jobRecord({ state: 'error', error: { ...error } }))).toBe(
      true,
    );
  });

  it.each<[string, RecordParts]>([
    ['state', { state: 'queued' }],
    ['bytes', { bytesTransferred: 1n }],
    ['total', { bytesTotal: 10n }],
    ['files', { filesTransferred: 1 }],
    ['number of files', { filesTotal: 2 }],
    ['error', { error }],
  ])('differ by their %s', (_, parts) => {
    expect(sameRecord(jobRecord(), jobRecord(parts))).toBe(false);
  });

  it.each([
    ['result', { ...error, hresult: hresults.BG_E_HTTP_ERROR_403 }],
    ['context', { ...error, context: 6 }],
  ])('differ by the %s of their error', (_, other) => {
    expect(sameRecord(jobRecord({ error }), jobRecord({ error: other }))).toBe(false);
  });
});
