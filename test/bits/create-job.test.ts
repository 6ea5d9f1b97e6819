import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Bits } from '../../lib/bits/bits.js';
import type { BitsVerbs, JobVerbs, ManagerVerbs } from '../../lib/bits/verbs.js';
import { Calls } from '../../lib/com/calls.js';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { caught } from '../support/caught.js';
import { FakeClock, settled } from './fake-clock.js';
import { FakeJob } from './fake-job.js';

const refuse = () => Promise.reject(new HResultError(hresults.E_NOTIMPL, 'IBackgroundCopyManager'));

/** The family on a manager that creates a job as the test says, and keeps what it was asked for. */
function opened(create: () => Promise<JobVerbs>): { bits: Bits; created: Parameters<ManagerVerbs['createJob']>[] } {
  const created: Parameters<ManagerVerbs['createJob']>[] = [];
  const manager: ManagerVerbs = {
    createJob: (...args) => {
      created.push(args);
      return create();
    },
    getJob: refuse,
    enumJobs: refuse,
    snapshotJobs: refuse,
    getErrorDescription: refuse,
  };
  const verbs: BitsVerbs = { openManager: async () => manager, openQueueManager: refuse, serveGroupCallback: refuse };
  return { bits: new Bits(new Calls(), new FakeClock(), verbs), created };
}

const file = { url: 'http://a.test/1', path: 'C:\\1' };

describe('createJob()', () => {
  it('passes settings and files in one call, and makes no other', async () => {
    const job = new FakeJob();
    const { bits, created } = opened(async () => job);
    const ranges = [{ offset: 0n, length: null }];
    await bits.createJob({
      name: 'update',
      type: 'upload',
      priority: 'low',
      http: { headers: { A: 'b' }, redirects: 'refuse' },
      files: [file, { ...file, ranges }],
    });
    const name = { remoteName: file.url, localName: file.path };
    expect(created).toEqual([
      [
        'update',
        1,
        { priority: 3, customHeaders: 'A: b\r\n', securityFlags: 0x200 },
        [name, { ...name, ranges: [{ offset: 0n, length: 2n ** 64n - 1n }] }],
      ],
    ]);
    expect([job.log, job.reads, job.configured]).toEqual([[], 0, []]);
  });

  it('returns a job with the success codes other than S_OK of its settings', async () => {
    const job = new FakeJob();
    job.settingCodes = [{ operation: 'IBackgroundCopyJob4.SetPeerCachingFlags', hresult: 0x0020_0055 }];
    const { bits } = opened(async () => job);
    expect((await bits.createJob({ name: 'update', branchCache: false })).settingNotes).toEqual([
      { operation: 'IBackgroundCopyJob4.SetPeerCachingFlags', outcome: 'BG_S_OVERRIDDEN_BY_POLICY' },
    ]);
  });

  it.each<[string, object]>([
    ['a setting', { proxy: 'override' }],
    ['a file', { files: [{ url: 5, path: 'C:\\1' }] }],
    ['no files in an array', { files: [] }],
    ['a range', { files: [{ ...file, ranges: [{ offset: 0, length: 1n }] }] }],
    ['a type', { type: 'copy' }],
    ['an empty name', { name: '' }],
  ])('creates nothing when the options are wrong: %s', async (_, options) => {
    const { bits, created } = opened(async () => new FakeJob());
    expect(await caught(Reflect.apply(bits.createJob, bits, [{ name: 'a', ...options }]))).toMatchObject({
      code: expect.stringMatching(/^ERR_/),
    });
    expect(created).toEqual([]);
  });

  it('cancels a job that is created after its signal was aborted', async () => {
    const job = new FakeJob();
    let cancelled = 0;
    job.cancel = async () => {
      cancelled += 1;
      return hresults.S_OK;
    };
    let finish = (_: JobVerbs) => {};
    const { bits } = opened(
      () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    );
    const controller = new AbortController();
    const creating = caught(bits.createJob({ name: 'a', signal: controller.signal }));
    await settled();
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await creating).toBe(reason);
    finish(job);
    await settled();
    expect(cancelled).toBe(1);
  });

  it('rejects with the version that brought an interface, without the secrets of the settings', async () => {
    const { bits } = opened(() =>
      Promise.reject(
        new HResultError(hresults.E_NOINTERFACE, 'IBackgroundCopyJobHttpOptions3.MakeCustomHeadersWriteOnly'),
      ),
    );
    const error = await caught(
      bits.createJob({
        name: 'a',
        credentials: { target: 'server', scheme: 'basic', user: 'me', password: 'swordfish' },
        http: { headers: { Authorization: 'swordfish' }, headersWriteOnly: true },
      }),
    );
    expect(error).toMatchObject({
      code: 'E_NOINTERFACE',
      context: expect.stringContaining('BITS 10.3 (Windows 10, version 1903)'),
    });
    expect(inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error)).not.toContain('swordfish');
  });
});
