import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Bits } from '../../lib/bits/bits.js';
import { errorContexts } from '../../lib/bits/constants.js';
import type { BitsTransferState } from '../../lib/bits/snapshot.js';
import type { JobVerbs } from '../../lib/bits/verbs.js';
import { Calls } from '../../lib/com/calls.js';
import { realClock } from '../../lib/com/clock.js';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { createEmulation } from '../../lib/emulation.js';
import { type BitsAbortAction, type BitsTransferSnapshot, connect, type Bits as PublicBits } from '../../lib/index.js';
import { caught } from '../support/caught.js';
import { FakeJob } from './fake-job.js';
import { jobRecord, type RecordParts } from './records.js';

const url = 'http://files.example/a';
const path = 'C:\\a';

/** Connections of two programs to a machine with a slow file. */
async function openMachine() {
  const emulation = createEmulation({ clock: 'real' });
  emulation.network.serve(url, { size: 200_000, bytesPerSecond: 500_000, latency: 0 });
  const [own, other] = [await connect({ backend: emulation }), await connect({ backend: emulation })];
  return {
    emulation,
    own,
    other,
    async [Symbol.asyncDispose]() {
      await own.close();
      await other.close();
      await emulation.close();
    },
  };
}

async function onlyJob(bits: PublicBits) {
  const [job] = await bits.jobs();
  if (job === undefined) throw new Error('there is no job');
  return job;
}

/** Calls back once, when the first bytes have arrived. */
function atFirstBytes(callback: () => void): (snapshot: BitsTransferSnapshot) => void {
  let called = false;
  return ({ bytesTransferred }) => {
    if (called || bytesTransferred === 0n) return;
    called = true;
    callback();
  };
}

describe('download()', () => {
  it.each(['C:\\A', 'C:/a', 'C:\\folder\\..\\a'])('refuses %s beside C:\\a, which is the same path', async (same) => {
    await using machine = await openMachine();
    const files = [path, same].map((each) => ({ url, path: each }));
    const error = await caught(machine.own.bits.download(files));
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
  });

  it('rejects with ERR_DOWNLOAD_CANCELED when another program cancels the job', async () => {
    await using machine = await openMachine();
    let cancelling: Promise<unknown> | undefined;
    const onProgress = atFirstBytes(() => {
      cancelling = onlyJob(machine.other.bits).then((job) => job.cancel());
    });
    const error = await caught(machine.own.bits.download(url, path, { onProgress, interval: 10 }));
    await cancelling;
    expect(error).toMatchObject({ code: 'ERR_DOWNLOAD_CANCELED' });
  });

  it('rejects with ERR_DOWNLOAD_INCOMPLETE and the file when another program completes the job too early', async () => {
    await using machine = await openMachine();
    let completing: Promise<unknown> | undefined;
    const onProgress = atFirstBytes(() => {
      completing = onlyJob(machine.other.bits).then((job) => job.complete());
    });
    const error = await caught(machine.own.bits.download(url, path, { onProgress, interval: 10 }));
    await completing;
    expect(error).toMatchObject({ code: 'ERR_DOWNLOAD_INCOMPLETE', file: { url, path } });
  });

  it.each<[BitsAbortAction | undefined, string[]]>([
    [undefined, []],
    ['cancel', []],
    ['suspend', ['suspended']],
    ['leave', ['transferring']],
  ])('with onAbort %s leaves jobs in %j when the connection is closed', async (onAbort, left) => {
    await using machine = await openMachine();
    let closing: Promise<void> | undefined;
    const onProgress = atFirstBytes(() => {
      closing = machine.own.close();
    });
    const error = await caught(machine.own.bits.download(url, path, { onProgress, onAbort, interval: 10 }));
    await closing;
    expect(error).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
    expect((await machine.other.bits.snapshot()).map(({ state }) => state)).toEqual(left);
  });

  it.each<[BitsAbortAction | undefined, string[]]>([
    [undefined, []],
    ['suspend', ['suspended']],
    ['leave', ['transferring']],
  ])('with onAbort %s leaves jobs in %j when its signal is aborted', async (onAbort, left) => {
    await using machine = await openMachine();
    const controller = new AbortController();
    const reason = new Error('enough');
    const onProgress = atFirstBytes(() => controller.abort(reason));
    const { signal } = controller;
    expect(await caught(machine.own.bits.download(url, path, { onProgress, onAbort, signal, interval: 10 }))).toBe(
      reason,
    );
    expect((await machine.other.bits.snapshot()).map(({ state }) => state)).toEqual(left);
  });

  it.each([
    [
      'throws',
      (reason: Error) => {
        throw reason;
      },
    ],
    ['rejects', (reason: Error) => Promise.reject(reason)],
  ])('ends as with an aborted signal when onProgress %s', async (_, fail) => {
    await using machine = await openMachine();
    const reason = new Error('enough');
    let called = false;
    const onProgress = ({ bytesTransferred }: BitsTransferSnapshot) => {
      if (called || bytesTransferred === 0n) return;
      called = true;
      return fail(reason);
    };
    const options = { onProgress, onAbort: 'suspend', interval: 10 } as const;
    expect(await caught(machine.own.bits.download(url, path, options))).toBe(reason);
    expect((await machine.other.bits.snapshot()).map(({ state }) => state)).toEqual(['suspended']);
  });

  it('rejects an onAbort that does not exist', async () => {
    await using machine = await openMachine();
    const options = { onAbort: 'explode' };
    expect(
      await caught(Reflect.apply(machine.own.bits.download, machine.own.bits, [url, path, options])),
    ).toBeInstanceOf(RangeError);
  });
});

/** A job that has ended with scripted results, some of which the emulation never returns. */
function endedJob(parts: RecordParts, outcome: number | Error = 0, later: BitsTransferState = 'acknowledged'): FakeJob {
  const job = new FakeJob();
  const unavailable = new HResultError(hresults.BG_E_ERROR_INFORMATION_UNAVAILABLE, 'IBackgroundCopyJob.GetError');
  job.record = jobRecord(parts);
  job.addFileSet = async () => {};
  job.resume = async () => {};
  job.cancel = async () => 0;
  job.getState = async () => jobRecord({ state: later }).state;
  job.getError = () => Promise.reject(unavailable);
  job.complete = () => (outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome));
  return job;
}

function bitsOf(job: JobVerbs): Bits {
  const unused = () => Promise.reject(new Error('unused'));
  const manager = {
    createJob: async () => job,
    getJob: unused,
    enumJobs: unused,
    snapshotJobs: unused,
    getErrorDescription: unused,
  };
  return new Bits(new Calls(), realClock, {
    openManager: async () => manager,
    openQueueManager: unused,
    serveGroupCallback: unused,
  });
}

describe('download() with a scripted backend', () => {
  const localFile = errorContexts.indexOf('localFile');
  const refused = new HResultError(hresults.BG_E_INVALID_STATE, 'IBackgroundCopyJob.Complete');

  it('rejects with BG_E_ERROR_INFORMATION_UNAVAILABLE for a job in error without an error object', async () => {
    const job = endedJob({ state: 'error', error: null });
    const error = await caught(bitsOf(job).download(url, path));
    expect(error).toBeInstanceOf(HResultError);
    expect(error).toMatchObject({ code: 'BG_E_ERROR_INFORMATION_UNAVAILABLE' });
  });

  it('rejects with the error of a full disk, and tries neither a mirror nor a fallback', async () => {
    const error = { hresult: hresults.ERROR_DISK_FULL, context: localFile, file: null, protocol: null };
    const job = endedJob({ state: 'error', bytesTransferred: 1n, error });
    let resumed = 0;
    job.resume = async () => {
      resumed += 1;
    };
    const files = [{ url, path, mirrors: ['http://other.example/a'] }];
    expect(await caught(bitsOf(job).download(files, { fallback: 'http' }))).toMatchObject({
      code: 'ERROR_DISK_FULL',
      context: 'localFile',
    });
    expect(resumed).toBe(1);
  });

  it('rejects with the path of the file when the job is completed without it', async () => {
    const job = endedJob({ state: 'transferred' }, hresults.BG_S_PARTIAL_COMPLETE);
    expect(await caught(bitsOf(job).download(url, path))).toMatchObject({
      code: 'ERR_DOWNLOAD_INCOMPLETE',
      file: { url, path },
    });
  });

  it('resolves and reports it when another program completes the transferred job first', async () => {
    const job = endedJob({ state: 'transferred', filesTransferred: 1 }, refused, 'acknowledged');
    expect(await bitsOf(job).download(url, path)).toMatchObject({ path, completedElsewhere: true });
  });

  it('rejects with ERR_DOWNLOAD_CANCELED when another program cancels the transferred job first', async () => {
    const job = endedJob({ state: 'transferred', filesTransferred: 1 }, refused, 'canceled');
    expect(await caught(bitsOf(job).download(url, path))).toMatchObject({ code: 'ERR_DOWNLOAD_CANCELED' });
  });

  it('rejects with another result of Complete for a transferred job', async () => {
    const job = endedJob({ state: 'transferred', filesTransferred: 1 }, refused, 'transferred');
    expect(await caught(bitsOf(job).download(url, path))).toMatchObject({ code: 'BG_E_INVALID_STATE' });
  });

  it('resolves and reports it when another program has completed the job', async () => {
    const job = endedJob({ state: 'acknowledged', filesTransferred: 1 });
    expect(await bitsOf(job).download(url, path)).toMatchObject({ path, completedElsewhere: true });
  });
});

describe('the path of download()', () => {
  it('in the form of Windows has the result of createJob', async () => {
    await using connection = await connect({ backend: createEmulation({ clock: 'real', transport: 'http' }) });
    const { bits } = connection;
    const files = [{ url, path: 'C:\\missing\\a' }];
    const expected = await caught(bits.createJob({ name: 'a', files }));
    const given = await caught(bits.download(url, 'C:\\missing\\a', { interval: 10 }));
    expect(given).toMatchObject(expected instanceof Error && 'code' in expected ? { code: expected.code } : {});
    if (process.platform !== 'win32') expect(given).toMatchObject({ code: 'E_INVALIDARG' });
  });

  // Windows does not delete the current folder of a process.
  it.runIf(process.platform !== 'win32')(
    'that is relative rejects with ERROR_PATH_NOT_FOUND in a deleted folder',
    async () => {
      await using connection = await connect({ backend: createEmulation() });
      const folder = mkdtempSync(join(tmpdir(), 'winprogress-'));
      const before = process.cwd();
      process.chdir(folder);
      rmSync(folder, { recursive: true });
      try {
        expect(await caught(connection.bits.download(url, 'a'))).toMatchObject({
          code: 'ERROR_PATH_NOT_FOUND',
          operation: 'GetFullPathNameW',
        });
      } finally {
        process.chdir(before);
      }
    },
  );
});
