import { describe, expect, it } from 'vitest';
import { groupProgress, groupStatus, sizeUnknown } from '../../lib/bits/constants.js';
import { legacyProgress, legacySize } from '../../lib/bits/legacy-progress.js';
import { isComplete, legacyGroupStatus, legacyJobStatus } from '../../lib/bits/stand-in/legacy-status.js';
import { hresults } from '../../lib/com/hresult.js';
import { jobRecord, type RecordParts } from './records.js';

const progressOf = (flags: number, parts: RecordParts = {}) => {
  const record = jobRecord(parts);
  return legacyProgress(flags, record.progress, isComplete(record));
};
const percentOf = (parts: RecordParts) => progressOf(groupProgress.percentDone, parts);
const sizeDoneOf = (parts: RecordParts) => progressOf(groupProgress.sizeDone, parts);

describe('percentDone', () => {
  it.each([
    ['is 0 while the total is unknown', { bytesTransferred: 500n }, 0],
    ['is 0 for an empty file that is not transferred', { bytesTotal: 0n }, 0],
    ['rounds down', { bytesTotal: 1000n, bytesTransferred: 999n }, 99],
    ['is below 100 until all is transferred', { state: 'transferring', bytesTotal: 10n, bytesTransferred: 10n }, 99],
    ['is 100 when all is transferred', { state: 'transferred', bytesTotal: 10n, bytesTransferred: 10n }, 100],
    ['is 100 for an empty file that is transferred', { state: 'transferred', bytesTotal: 0n }, 100],
    [
      'is 100 when it is transferred and the total was never known',
      { state: 'transferred', bytesTransferred: 10n },
      100,
    ],
    ['is exact above 2^53', { bytesTotal: 2n ** 63n, bytesTransferred: 2n ** 62n }, 50],
  ] satisfies [string, RecordParts, number][])('%s', (_, parts, percent) => {
    expect(percentOf(parts)).toBe(percent);
  });
});

describe('sizeDone', () => {
  it('is the number of bytes transferred', () => {
    expect(sizeDoneOf({ bytesTransferred: 12_345n })).toBe(12_345);
  });

  it.each([0xffffffffn, 0x100000000n, 2n ** 60n])('of %d bytes is the largest DWORD', (bytesTransferred) => {
    expect(sizeDoneOf({ bytesTransferred })).toBe(4_294_967_295);
  });
});

describe('every other kind', () => {
  it.each([0, groupProgress.timeDone, 4, 0xffffffff])('(%d) is unknown', (flags) => {
    expect(progressOf(flags)).toBeNull();
  });
});

describe('the size', () => {
  const progress = { bytesTransferred: 0n, filesTotal: 1, filesTransferred: 0 };

  it.each([
    ['is 0 while it is unknown', sizeUnknown, 0],
    ['is the total', 12_345n, 12_345],
    ['is the largest DWORD above 4 GiB', 0x1_0000_0000n, 4_294_967_295],
  ])('%s', (_, bytesTotal, size) => {
    expect(legacySize({ ...progress, bytesTotal })).toBe(size);
  });
});

describe('the status', () => {
  const { groupComplete, groupIncomplete, groupSuspended, groupError, jobComplete, jobIncomplete, jobError } =
    groupStatus;
  const error = { context: 5, hresult: hresults.BG_E_HTTP_ERROR_404, file: null, protocol: null };

  it.each([
    ['suspended', { state: 'suspended' }, groupIncomplete | groupSuspended, jobIncomplete],
    ['queued', { state: 'queued' }, groupIncomplete, jobIncomplete],
    ['transferring', { state: 'transferring' }, groupIncomplete, jobIncomplete],
    ['in error', { state: 'error', error }, groupIncomplete | groupSuspended | groupError, jobIncomplete | jobError],
    ['transferred', { state: 'transferred' }, groupComplete | groupSuspended, jobComplete],
    ['acknowledged', { state: 'acknowledged' }, groupComplete | groupSuspended, jobComplete],
  ] satisfies [string, RecordParts, number, number][])('of a job that is %s', (_, parts, group, job) => {
    expect([legacyGroupStatus(jobRecord(parts)), legacyJobStatus(jobRecord(parts))]).toEqual([group, job]);
  });
});
