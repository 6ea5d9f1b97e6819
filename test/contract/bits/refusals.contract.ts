import { expect } from 'vitest';
import type { JobVerbs, ManagerVerbs } from '../../../lib/bits/verbs.js';
import { caught } from '../../support/caught.js';
import { contentOf } from '../../support/content.js';
import type { FamilyContract } from '../kit/describe.js';
import type { ModernWorld } from '../kit/modern-world.js';
import { prepared, refusedNames, started, until, untilState } from './helpers.js';

const types = { download: 0, upload: 1, uploadReply: 2 } as const;
/** Contexts of `BG_ERROR_CONTEXT`. */
const contexts = { queueManager: 2, remoteFile: 5 } as const;
const languages = { english: 0x0409, zulu: 0x0435 } as const;
const megabyte = 1_048_576;
/** The default limits of the policies of BITS. */
const policy = { filesPerJob: 200, rangesPerFile: 500 } as const;

async function openManager(world: ModernWorld): Promise<ManagerVerbs> {
  return await (await world.openVerbs()).openManager();
}

/** A job below the public API, whose arguments nothing has checked. */
async function openJob(world: ModernWorld, type: keyof typeof types = 'download'): Promise<JobVerbs> {
  return await (await openManager(world)).createJob(world.jobName(), types[type]);
}

/** A setter, its argument, and its result. */
const setters: readonly [name: string, call: (job: JobVerbs) => Promise<unknown>, code: string, operation: string][] = [
  ['SetPriority outside the enumeration', (job) => job.setPriority(99), 'E_NOTIMPL', 'SetPriority'],
  ['SetNotifyFlags with unknown flags', (job) => job.setNotifyFlags(0x40), 'E_NOTIMPL', 'SetNotifyFlags'],
  [
    'SetDisplayName above 256 characters',
    (job) => job.setDisplayName('n'.repeat(257)),
    'BG_E_STRING_TOO_LONG',
    'SetDisplayName',
  ],
  [
    'SetDescription above 1024 characters',
    (job) => job.setDescription('d'.repeat(1025)),
    'BG_E_STRING_TOO_LONG',
    'SetDescription',
  ],
];

/** The results of calls that are not allowed: https://learn.microsoft.com/windows/win32/api/bits/ and the pages of each method. */
export function refusalsContract({ group, test, each }: FamilyContract<ModernWorld>): void {
  group('a refused call of the manager', () => {
    test('is CreateJob with a name above 256 characters: E_INVALIDARG', async (world) => {
      const manager = await openManager(world);
      expect(await caught(manager.createJob('n'.repeat(257), types.download))).toMatchObject({
        code: 'E_INVALIDARG',
        operation: 'IBackgroundCopyManager.CreateJob',
      });
    });

    test('is GetJob of a job that does not exist: BG_E_NOT_FOUND', async (world) => {
      const { bits } = world.connection;
      expect(await caught(bits.getJob('4991d34b-80a1-4291-83b6-3328366b9097'))).toMatchObject({
        code: 'BG_E_NOT_FOUND',
        operation: 'IBackgroundCopyManager.GetJob',
      });
    });

    test('is GetJob of the job of another user: E_ACCESSDENIED', async (world) => {
      const { id } = await world.connection.bits.createJob({ name: world.jobName() });
      const { bits } = await world.connectAsUser();
      expect(await caught(bits.getJob(id))).toMatchObject({
        code: 'E_ACCESSDENIED',
        operation: 'IBackgroundCopyManager.GetJob',
      });
    });

    test('is EnumJobs of all users without administrator rights: E_ACCESSDENIED', async (world) => {
      const { bits } = await world.connectAsUser();
      expect(await caught(bits.jobs({ allUsers: true }))).toMatchObject({
        code: 'E_ACCESSDENIED',
        operation: 'IBackgroundCopyManager.EnumJobs',
      });
    });

    each(
      [
        ['language 0', 0, 'E_INVALIDARG'],
        ['a language that is not installed', languages.zulu, 'ERROR_RESOURCE_LANG_NOT_FOUND'],
      ] as const,
      'is GetErrorDescription in %s',
      async (world, _, language, code) => {
        const { bits } = world.connection;
        expect(await caught(bits.getErrorDescription(0x80200001, language))).toMatchObject({
          code,
          operation: 'IBackgroundCopyManager.GetErrorDescription',
        });
      },
    );
  });

  group('a refused file', () => {
    const operation = 'IBackgroundCopyJob.AddFileSet';

    each(refusedNames, 'is rejected with E_INVALIDARG: %s', async (world, _, remoteName, name) => {
      const job = await openJob(world);
      const localName = name === '' || name.includes('/') ? name : world.localPath(name);
      expect(await caught(job.addFileSet([{ remoteName, localName }]))).toMatchObject({
        code: 'E_INVALIDARG',
        operation,
      });
    });

    test('is rejected with E_INVALIDARG: a list of none', async (world) => {
      const job = await openJob(world);
      expect(await caught(job.addFileSet([]))).toMatchObject({ code: 'E_INVALIDARG', operation });
    });

    test('is rejected with E_INVALIDARG or CO_E_NOT_SUPPORTED: a scheme that BITS does not support', async (world) => {
      const job = await openJob(world);
      const names = { remoteName: 'gopher://127.0.0.1/file', localName: world.localPath('file.bin') };
      expect(await caught(job.addFileSet([names]))).toMatchObject({
        code: expect.stringMatching(/^(E_INVALIDARG|CO_E_NOT_SUPPORTED)$/),
        operation,
      });
    });

    test('is rejected with E_ACCESSDENIED: a local name that the user may not write', async (world) => {
      const job = await openJob(world);
      const names = { remoteName: 'http://127.0.0.1/file', localName: await world.refusedPath() };
      expect(await caught(job.addFileSet([names]))).toMatchObject({ code: 'E_ACCESSDENIED', operation });
    });

    test('is rejected with ERROR_NOT_LOGGED_ON while its owner is logged off', async (world) => {
      const job = await openJob(world);
      await world.logOff();
      const names = { remoteName: 'http://127.0.0.1/file', localName: world.localPath('file.bin') };
      expect(await caught(job.addFileSet([names]))).toMatchObject({
        code: 'ERROR_NOT_LOGGED_ON',
        hresult: 0x800704dd,
        operation,
      });
    });

    test('is rejected with BG_E_TOO_MANY_FILES: the second of an upload', async (world) => {
      const job = await openJob(world, 'upload');
      const localName = await world.writeLocal('upload.bin', contentOf(10));
      const names = { remoteName: 'http://127.0.0.1/file', localName };
      await job.addFileSet([names]);
      expect(await caught(job.addFileSet([names]))).toMatchObject({ code: 'BG_E_TOO_MANY_FILES', operation });
    });

    test('is rejected with BG_E_TOO_MANY_FILES_IN_JOB: one more than the policy allows', async (world) => {
      const job = await openJob(world);
      const files = Array.from({ length: policy.filesPerJob + 1 }, (_, index) => ({
        remoteName: 'http://127.0.0.1/file',
        localName: world.localPath(`${index}.bin`),
      }));
      expect(await caught(job.addFileSet(files))).toMatchObject({ code: 'BG_E_TOO_MANY_FILES_IN_JOB', operation });
      await job.addFileSet(files.slice(1));
      expect(await job.enumFiles()).toHaveLength(policy.filesPerJob);
    });
  });

  group('refused ranges', () => {
    const range = (offset: bigint, length: bigint) => ({ offset, length });
    const many = Array.from({ length: policy.rangesPerFile + 1 }, (_, index) => range(BigInt(index * 2), 1n));

    each(
      [
        ['none', 'download', 'E_INVALIDARG', []],
        ['those of an upload', 'upload', 'E_NOTIMPL', [range(0n, 1n)]],
        ['past 2^64', 'download', 'BG_E_INVALID_RANGE', [range(2n ** 64n - 2n, 5n)]],
        ['that overlap', 'download', 'BG_E_OVERLAPPING_RANGES', [range(0n, 10n), range(9n, 10n)]],
        ['more than 500', 'download', 'BG_E_TOO_MANY_RANGES_IN_FILE', many],
      ] as const,
      'are rejected: %s',
      async (world, _, type, code, ranges) => {
        const job = await openJob(world, type);
        const names = { remoteName: 'http://127.0.0.1/file', localName: world.localPath('file.bin') };
        expect(await caught(job.addFileWithRanges(names, ranges))).toMatchObject({
          code,
          operation: 'IBackgroundCopyJob3.AddFileWithRanges',
        });
      },
    );
  });

  group('a refused call of a job', () => {
    each(setters, 'is %s', async (world, _, call, code, operation) => {
      const job = await openJob(world);
      expect(await caught(call(job))).toMatchObject({ code, operation: `IBackgroundCopyJob.${operation}` });
    });

    test('is GetReplyData of a job of another type: E_NOTIMPL', async (world) => {
      for (const type of ['download', 'upload'] as const) {
        const job = await openJob(world, type);
        expect(await caught(job.getReplyData())).toMatchObject({
          code: 'E_NOTIMPL',
          operation: 'IBackgroundCopyJob2.GetReplyData',
        });
      }
    });

    test('is GetReplyData of a reply of more than 1 MB: BG_E_TOO_LARGE', async (world) => {
      const { url } = await world.receive(contentOf(megabyte + 1));
      const path = await world.writeLocal('upload.bin', contentOf(10));
      const job = await world.connection.bits.createJob({
        name: world.jobName(),
        type: 'uploadReply',
        files: [{ url, path }],
      });
      await job.resume();
      await untilState(job, 'transferred');
      expect(await caught(job.getReplyData())).toMatchObject({
        code: 'BG_E_TOO_LARGE',
        operation: 'IBackgroundCopyJob2.GetReplyData',
      });
    });

    test('is SetValidationState before the file is transferred: E_PENDING', async (world) => {
      const { job } = await prepared(world);
      const [file] = await job.openFiles();
      expect(await caught(file?.setValid(false) ?? Promise.resolve())).toMatchObject({
        code: 'E_PENDING',
        operation: 'IBackgroundCopyFile3.SetValidationState',
      });
    });
  });

  group('a success that is not S_OK', () => {
    const success = 0;
    const nothing = 1;

    test('is S_FALSE of ReplaceRemotePrefix, which compares with case', async (world) => {
      const job = await openJob(world);
      await job.addFileSet([{ remoteName: 'http://a.test/x', localName: world.localPath('x.bin') }]);
      expect(await job.replaceRemotePrefix('HTTP://A.TEST/', 'http://b.test/')).toBe(nothing);
      expect(await job.replaceRemotePrefix('http://a.test/', 'http://b.test/')).toBe(success);
      expect(await job.enumFiles()).toMatchObject([{ remoteName: 'http://b.test/x' }]);
    });

    test('is S_FALSE of RemoveCredentials of none', async (world) => {
      const job = await openJob(world);
      expect(await job.removeCredentials(1, 1)).toBe(nothing);
    });

    test('is S_FALSE of GetCustomHeaders of none, which is null', async (world) => {
      const job = await openJob(world);
      expect(await job.detail('customHeaders')).toBeNull();
    });
  });

  group('an error of a job', () => {
    test('has neither a file nor a protocol when it concerns none', async (world) => {
      await world.setCondition('groupPolicy', true);
      const { job } = await started(world);
      await until(job, ({ error }) => error !== null);
      const verbs = await (await openManager(world)).getJob(job.id);
      expect(await verbs.getError()).toMatchObject({ context: contexts.queueManager, file: null, protocol: null });
    });

    test('has the file, and the protocol in lower case', async (world) => {
      const { job, file, path } = await started(world, { status: 404 });
      await untilState(job, 'error');
      const verbs = await (await openManager(world)).getJob(job.id);
      expect(await verbs.getError()).toMatchObject({
        context: contexts.remoteFile,
        file: { remoteName: file.url, localName: path },
        protocol: 'http',
      });
    });

    test('is BG_E_VALIDATION_FAILED once its file is declared not valid', async (world) => {
      const { job } = await started(world);
      await untilState(job, 'transferred');
      const [file] = await job.openFiles();
      await file?.setValid(false);
      expect(await job.snapshot()).toMatchObject({ state: 'error', error: { code: 'BG_E_VALIDATION_FAILED' } });
    });

    test('is not there before it has one: BG_E_ERROR_INFORMATION_UNAVAILABLE', async (world) => {
      const job = await openJob(world);
      expect(await caught(job.getError())).toMatchObject({
        code: 'BG_E_ERROR_INFORMATION_UNAVAILABLE',
        operation: 'IBackgroundCopyJob.GetError',
      });
    });
  });
}
