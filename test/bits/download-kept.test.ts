import { describe, expect, it } from 'vitest';
import { Bits } from '../../lib/bits/bits.js';
import type { BitsTransferState } from '../../lib/bits/snapshot.js';
import type { JobSettingsRecord } from '../../lib/bits/verbs.js';
import { Calls } from '../../lib/com/calls.js';
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

describe('a download with a key', () => {
  it.each<[BitsTransferState, boolean]>([
    ['acknowledged', false],
    ['canceled', false],
    ['transferred', true],
  ])('finds a job of the key that is %s: %s', async (state, found) => {
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
    const key = `kept ${state} ${process.pid}`;
    await bits.download(url, path, { key });
    Object.assign(kept, { getDescription: async () => description });
    listed = [kept];
    const { jobId, resumed } = await bits.download(url, path, { key });
    expect([jobId, resumed]).toEqual([found ? kept.id : created.id, found]);
  });
});
