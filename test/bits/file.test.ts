import { describe, expect, it } from 'vitest';
import { sizeUnknown } from '../../lib/bits/constants.js';
import { BitsContext } from '../../lib/bits/context.js';
import { BitsJob } from '../../lib/bits/job.js';
import type { FileRangeRecord, FileVerbs, JobVerbs } from '../../lib/bits/verbs.js';
import { Calls } from '../../lib/com/calls.js';
import { HResultError } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';
import { caught } from '../support/caught.js';
import { FakeClock } from './fake-clock.js';
import { FakeJob } from './fake-job.js';
import { jobRecord } from './records.js';

/** A file whose calls go to a log. */
class FakeFile implements FileVerbs {
  url: string;
  readonly log: string[];
  requested: readonly FileRangeRecord[] = [];
  ranges: FileRangeRecord[] = [];
  headers = '';
  refusal: Error | undefined;

  constructor(url: string, log: string[] = []) {
    this.url = url;
    this.log = log;
  }

  async read() {
    return {
      remoteName: this.url,
      localName: 'C:\\file',
      bytesTotal: sizeUnknown,
      bytesTransferred: 2n ** 53n + 1n,
      completed: false,
    };
  }

  async setRemoteName(url: string) {
    if (this.refusal !== undefined) throw this.refusal;
    this.log.push(`${this.url} -> ${url}`);
    this.url = url;
  }

  getFileRanges = async () => this.ranges;
  getFilledFileRanges = async () => this.ranges;
  getTemporaryName = async () => 'C:\\BITtmp';
  getValidationState = async () => true;
  setValidationState = async (valid: boolean) => {
    this.log.push(`valid ${valid}`);
  };
  isDownloadedFromPeer = async () => false;
  getPeerDownloadStats = async () => ({ fromOrigin: 2n ** 60n, fromPeers: 0n });
  getResponseHeaders = async () => this.headers;
  updateDownloadPosition = async (offset: bigint) => {
    this.log.push(`position ${offset}`);
  };
  requestFileRanges = async (ranges: readonly FileRangeRecord[]) => {
    this.requested = ranges;
  };
}

function opened(...files: FakeFile[]): { job: BitsJob; fake: FakeJob; log: string[] } {
  const log = files[0]?.log ?? [];
  const fake = new FakeJob();
  fake.openedFiles = files;
  const state = (name: Parameters<typeof jobRecord>[0]) => {
    fake.record = jobRecord(name);
  };
  fake.getState = async () => fake.record.state;
  fake.suspend = async () => {
    log.push('suspend');
    state({ state: 'suspended' });
  };
  fake.resume = async () => {
    log.push('resume');
    state({ state: 'queued' });
  };
  return { job: new BitsJob(new BitsContext(new Calls(), new FakeClock()), fake), fake, log };
}

async function only(job: BitsJob) {
  const [file] = await job.openFiles();
  return file ?? expect.unreachable('the job has no file');
}

describe('a file', () => {
  it('has the names that the job had when it was opened, and its new URL after setUrl()', async () => {
    const { job } = opened(new FakeFile('http://a/1'));
    const file = await only(job);
    expect([file.url, file.path]).toEqual(['http://a/1', 'C:\\file']);
    await file.setUrl('http://b/1');
    expect(file.url).toBe('http://b/1');
  });

  it('keeps its URL when setUrl() is refused', async () => {
    const fake = new FakeFile('http://a/1');
    fake.refusal = new HResultError(hresults.E_INVALIDARG, 'IBackgroundCopyFile2.SetRemoteName');
    const file = await only(opened(fake).job);
    expect(await caught(file.setUrl('x'))).toBe(fake.refusal);
    expect(file.url).toBe('http://a/1');
  });

  it('has exact counts and null for a size that is not known', async () => {
    const file = await only(opened(new FakeFile('http://a/1')).job);
    const snapshot = await file.snapshot();
    expect(snapshot).toMatchObject({ bytesTransferred: 2n ** 53n + 1n, bytesTotal: null });
    expect(JSON.parse(JSON.stringify(snapshot))).toMatchObject({ bytesTransferred: '9007199254740993' });
    expect(JSON.parse(JSON.stringify(await file.getPeerStatistics()))).toEqual({
      bytesFromServer: '1152921504606846976',
      bytesFromPeers: '0',
    });
  });

  it('has null for a range that reaches to the end of the file', async () => {
    const fake = new FakeFile('http://a/1');
    fake.ranges = [
      { offset: 0n, length: 5n },
      { offset: 2n ** 40n, length: 2n ** 64n - 1n },
    ];
    const file = await only(opened(fake).job);
    const expected = [
      { offset: 0n, length: 5n },
      { offset: 2n ** 40n, length: null },
    ];
    expect([await file.getRanges(), await file.getFilledRanges()]).toEqual([expected, expected]);
    expect(JSON.stringify(await file.getRanges())).toBe(
      '[{"offset":"0","length":"5"},{"offset":"1099511627776","length":null}]',
    );
  });

  it('requests ranges as BITS has them', async () => {
    const fake = new FakeFile('http://a/1');
    const file = await only(opened(fake).job);
    await file.requestRanges([
      { offset: 5n, length: 1n },
      { offset: 10n, length: null },
    ]);
    expect(fake.requested).toEqual([
      { offset: 5n, length: 1n },
      { offset: 10n, length: 2n ** 64n - 1n },
    ]);
  });

  it.each<[string, unknown, string]>([
    ['none', [], 'ERR_INVALID_ARG_VALUE'],
    ['not an array', { offset: 0n, length: 1n }, 'ERR_INVALID_ARG_TYPE'],
    ['a number as an offset', [{ offset: 0, length: 1n }], 'ERR_INVALID_ARG_TYPE'],
    ['no length', [{ offset: 0n }], 'ERR_INVALID_ARG_TYPE'],
    ['a length of 0', [{ offset: 0n, length: 0n }], 'ERR_OUT_OF_RANGE'],
    ['a negative offset', [{ offset: -1n, length: 1n }], 'ERR_OUT_OF_RANGE'],
    ['a length that means the end of the file', [{ offset: 0n, length: 2n ** 64n - 1n }], 'ERR_OUT_OF_RANGE'],
  ])('refuses ranges: %s', async (_, ranges, code) => {
    const file = await only(opened(new FakeFile('http://a/1')).job);
    expect(await caught(Reflect.apply(file.requestRanges, file, [ranges]))).toMatchObject({ code });
  });

  it('rejects with the version that brought an interface', async () => {
    const fake = new FakeFile('http://a/1');
    fake.getTemporaryName = () =>
      Promise.reject(new HResultError(hresults.E_NOINTERFACE, 'IBackgroundCopyFile3.GetTemporaryName'));
    const file = await only(opened(fake).job);
    expect(await caught(file.getTemporaryPath())).toMatchObject({
      code: 'E_NOINTERFACE',
      context: expect.stringContaining('BITS 3.0 (Windows Vista, Windows Server 2008)'),
    });
  });
});

describe('addFiles()', () => {
  it('adds whole files that follow one another in one call, and a file with ranges in its own', async () => {
    const { job, fake, log } = opened();
    fake.addFileSet = async (files) => {
      log.push(files.map(({ remoteName }) => remoteName).join(' '));
    };
    const addFileWithRanges: JobVerbs['addFileWithRanges'] = async ({ remoteName }, ranges) => {
      log.push(`${remoteName} ${ranges.length}`);
    };
    fake.addFileWithRanges = addFileWithRanges;
    const ranges = [{ offset: 0n, length: 1n }];
    await job.addFiles([
      { url: 'a', path: 'C:\\a' },
      { url: 'b', path: 'C:\\b' },
      { url: 'c', path: 'C:\\c', ranges },
      { url: 'd', path: 'C:\\d' },
    ]);
    expect(log).toEqual(['a b', 'c 1', 'd']);
  });

  it('adds nothing when a range is wrong', async () => {
    const { job, fake, log } = opened();
    fake.addFileSet = async () => {
      log.push('added');
    };
    const files = [
      { url: 'a', path: 'C:\\a' },
      { url: 'b', path: 'C:\\b', ranges: [] },
    ];
    expect(await caught(job.addFiles(files))).toBeInstanceOf(RangeError);
    expect(log).toEqual([]);
  });
});

describe('renewUrls()', () => {
  const two = () => {
    const log: string[] = [];
    return [new FakeFile('http://a/1', log), new FakeFile('http://a/2', log)] as const;
  };
  const renew = ({ url }: { url: string }) => url.replace('//a/', '//b/');

  it.each(['queued', 'connecting', 'transferring', 'transientError'] as const)(
    'suspends a job that is %s, sets all URLs and resumes it',
    async (state) => {
      const { job, fake, log } = opened(...two());
      fake.record = jobRecord({ state });
      await job.renewUrls(renew);
      expect(log).toEqual(['suspend', 'http://a/1 -> http://b/1', 'http://a/2 -> http://b/2', 'resume']);
    },
  );

  it.each(['suspended', 'error', 'transferred'] as const)('does not resume a job that is %s', async (state) => {
    const { job, fake, log } = opened(...two());
    fake.record = jobRecord({ state });
    await job.renewUrls(renew);
    expect(log).toEqual(['http://a/1 -> http://b/1', 'http://a/2 -> http://b/2']);
  });

  it('keeps the URL of a file for which the function returns null or undefined', async () => {
    const { job, fake, log } = opened(...two());
    fake.record = jobRecord({ state: 'queued' });
    await job.renewUrls(({ url }) => (url.endsWith('1') ? null : Promise.resolve('http://c/2')));
    expect(log).toEqual(['suspend', 'http://a/2 -> http://c/2', 'resume']);
  });

  it('changes nothing when no URL changes', async () => {
    const { job, fake, log } = opened(...two());
    fake.record = jobRecord({ state: 'queued' });
    await job.renewUrls(() => undefined);
    expect(log).toEqual([]);
  });

  it('changes nothing when the function throws or returns another type', async () => {
    const { job, fake, log } = opened(...two());
    fake.record = jobRecord({ state: 'queued' });
    const reason = new Error('no link');
    expect(await caught(job.renewUrls(() => Promise.reject(reason)))).toBe(reason);
    expect(await caught(Reflect.apply(job.renewUrls, job, [() => 5]))).toBeInstanceOf(TypeError);
    expect(log).toEqual([]);
  });

  it('resumes the job also when a URL is refused', async () => {
    const [first, second] = two();
    second.refusal = new HResultError(hresults.E_INVALIDARG, 'IBackgroundCopyFile2.SetRemoteName');
    const { job, fake, log } = opened(first, second);
    fake.record = jobRecord({ state: 'queued' });
    expect(await caught(job.renewUrls(renew))).toBe(second.refusal);
    expect(log).toEqual(['suspend', 'http://a/1 -> http://b/1', 'resume']);
  });
});
