import { describe, expect, it } from 'vitest';
import { Bits } from '../../lib/bits/bits.js';
import { Calls } from '../../lib/com/calls.js';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { caught } from '../support/caught.js';
import { FakeClock, settled } from './fake-clock.js';
import { FakeJob } from './fake-job.js';
import { jobRecord } from './records.js';

const url = 'http://files.example/a';
const path = 'C:\\a';

/** A transferred job whose `Complete` fails so many times. */
function heldJob(hresult: number, failures: number) {
  const job = new FakeJob();
  let attempts = 0;
  job.record = jobRecord({ state: 'transferred', filesTransferred: 1 });
  job.resume = async () => {};
  job.cancel = async () => 0;
  job.complete = async () => {
    attempts += 1;
    if (attempts <= failures) throw new HResultError(hresult, 'IBackgroundCopyJob.Complete');
    return 0;
  };
  const unused = () => Promise.reject(new Error('unused'));
  const clock = new FakeClock();
  const manager = {
    createJob: async () => job,
    getJob: unused,
    enumJobs: unused,
    snapshotJobs: unused,
    getErrorDescription: unused,
  };
  const bits = new Bits(new Calls(), clock, {
    openManager: async () => manager,
    openQueueManager: unused,
    serveGroupCallback: unused,
  });
  return { bits, clock, attempts: () => attempts };
}

async function advanceUntilDone(clock: FakeClock, promise: Promise<unknown>): Promise<void> {
  let done = false;
  const finish = () => {
    done = true;
  };
  promise.then(finish, finish);
  // The first download of a process loads modules, which takes any number of turns.
  while (!done) {
    await settled();
    await clock.advance(1000);
  }
}

describe('a download whose local file is held by another program', () => {
  it.each([['ERROR_SHARING_VIOLATION'], ['ERROR_LOCK_VIOLATION'], ['E_ACCESSDENIED']] as const)(
    'completes when the file is released, after %s',
    async (name) => {
      const { bits, clock, attempts } = heldJob(hresults[name], 3);
      const download = bits.download(url, path);
      await advanceUntilDone(clock, download);
      expect(await download).toMatchObject({ path });
      expect(attempts()).toBe(4);
    },
  );

  it('rejects with the error of Complete when the file stays held', async () => {
    const { bits, clock, attempts } = heldJob(hresults.ERROR_SHARING_VIOLATION, 1000);
    const failure = caught(bits.download(url, path));
    await advanceUntilDone(clock, failure);
    expect(await failure).toMatchObject({ code: 'ERROR_SHARING_VIOLATION' });
    expect(attempts()).toBe(9);
  });

  it('rejects at once with another error of Complete', async () => {
    const { bits, clock, attempts } = heldJob(hresults.ERROR_DISK_FULL, 1000);
    const failure = caught(bits.download(url, path));
    await advanceUntilDone(clock, failure);
    expect(await failure).toMatchObject({ code: 'ERROR_DISK_FULL' });
    expect(attempts()).toBe(1);
  });
});
