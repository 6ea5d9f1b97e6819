import { describe, expect, it } from 'vitest';
import { Bits } from '../../lib/bits/bits.js';
import type { BitsVerbs, JobListRecord, ManagerVerbs, UnreadableJobRecord } from '../../lib/bits/verbs.js';
import { Calls } from '../../lib/com/calls.js';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { FakeClock } from './fake-clock.js';
import { jobRecord } from './records.js';

const refuse = () => Promise.reject(new HResultError(hresults.E_NOTIMPL, 'IBackgroundCopyManager'));

/** The family on a backend with a scripted list of jobs. */
function bitsWith(records: (JobListRecord | UnreadableJobRecord)[]): Bits {
  const manager: ManagerVerbs = {
    createJob: refuse,
    getJob: refuse,
    enumJobs: refuse,
    snapshotJobs: async () => records,
    getErrorDescription: refuse,
  };
  const verbs: BitsVerbs = { openManager: async () => manager, openQueueManager: refuse, serveGroupCallback: refuse };
  return new Bits(new Calls(), new FakeClock(), verbs);
}

const [first, second, third] = [1, 2, 3].map((number) => `{00000000-0000-4000-8000-00000000000${number}}`);

describe('the snapshot of all jobs', () => {
  it('reports a job that cannot be read in its place, and reads the others', async () => {
    const bits = bitsWith([
      { id: first ?? '', displayName: 'One', type: 0, ...jobRecord({ state: 'queued' }) },
      { id: second ?? '', hresult: hresults.E_ACCESSDENIED, operation: 'IBackgroundCopyJob.GetProgress' },
      { id: third ?? '', displayName: 'Three', type: 1, ...jobRecord({ state: 'transferring' }) },
    ]);
    const jobs = await bits.snapshot();
    expect(jobs).toMatchObject([
      { id: first, name: 'One', type: 'download', state: 'queued', error: null },
      { id: second, name: null, type: null, state: null, error: { code: 'E_ACCESSDENIED' } },
      { id: third, name: 'Three', type: 'upload', state: 'transferring', error: null },
    ]);
    expect(jobs[1]?.error).toBeInstanceOf(HResultError);
    expect(jobs[1]?.error).toMatchObject({ operation: 'IBackgroundCopyJob.GetProgress' });
  });

  it('keeps the numbers of a state and a type without a name', async () => {
    const record = { ...jobRecord(), state: 42, id: first ?? '', displayName: 'One', type: 7 };
    expect(await bitsWith([record]).snapshot()).toMatchObject([{ state: 42, type: 7, name: 'One' }]);
  });
});
