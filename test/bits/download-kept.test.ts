import { describe, expect, it } from 'vitest';
import { Bits } from '../../lib/bits/bits.js';
import type { BitsTransferState } from '../../lib/bits/snapshot.js';
import type { JobSettingsRecord } from '../../lib/bits/verbs.js';
import { Calls } from '../../lib/com/calls.js';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { caught } from '../support/caught.js';
import { FakeClock } from './fake-clock.js';
import { FakeJob } from './fake-job.js';
import { jobRecord } from './records.js';

const url = 'http://files.example/a';
const path = 'C:\\a';

function transferredJob(id: string): FakeJob {
  const job = new FakeJob(id);
  job.record = jobRecord({ state: 'transferred', filesTransferred: 1 });
  job.resume = async () => {};
  job.cancel = async () => 0;
  job.complete = async () => 0;
  return job;
}

/** A job in a state that an earlier call with the key has left, and the job that a call creates if it does not find that one. */
async function leftJob(key: string, state: BitsTransferState) {
  let description = '';
  const kept = transferredJob('{00000000-0000-0000-0000-000000000001}');
  kept.getState = async () => jobRecord({ state }).state;
  kept.enumFiles = async () => [
    { remoteName: url, localName: path, bytesTotal: 1n, bytesTransferred: 1n, completed: false },
  ];
  const created = transferredJob('{00000000-0000-0000-0000-000000000002}');
  const unused = () => Promise.reject(new Error('unused'));
  let listed: FakeJob[] = [];
  const manager = {
    createJob: async (_: string, __: number, settings?: JobSettingsRecord) => {
      description = settings?.description ?? '';
      return created;
    },
    getJob: unused,
    enumJobs: async () => listed,
    snapshotJobs: unused,
    getErrorDescription: unused,
  };
  const verbs = { openManager: async () => manager, openQueueManager: unused, serveGroupCallback: unused };
  const bits = new Bits(new Calls(), new FakeClock(), verbs, { open: unused, readVersion: async () => null });
  await bits.download(url, path, { key });
  Object.assign(kept, { getDescription: async () => description });
  listed = [kept];
  return { bits, kept, created };
}

describe('a download with a key', () => {
  it.each<[BitsTransferState, boolean]>([
    ['acknowledged', false],
    ['canceled', false],
    ['transferred', true],
  ])('finds a job of the key that is %s: %s', async (state, found) => {
    const key = `kept ${state} ${process.pid}`;
    const { bits, kept, created } = await leftJob(key, state);
    const { jobId, resumed } = await bits.download(url, path, { key });
    expect([jobId, resumed]).toEqual([found ? kept.id : created.id, found]);
  });

  it.each(['BG_E_INVALID_STATE', 'E_ACCESSDENIED'] as const)(
    'rejects with %s if a suspended job refuses the settings of the call',
    async (name) => {
      const key = `refused ${name} ${process.pid}`;
      const { bits, kept } = await leftJob(key, 'suspended');
      kept.configureRefusal = new HResultError(hresults[name], 'IBackgroundCopyJob.SetPriority');
      expect(await caught(bits.download(url, path, { key }))).toMatchObject({ code: name });
    },
  );
});
