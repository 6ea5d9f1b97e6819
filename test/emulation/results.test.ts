import { describe, expect, it } from 'vitest';
import { caught } from '../support/caught.js';
import { openMachine, url } from './support/machine.js';

const otherId = '{00000000-0000-0000-0000-00000000AAAA}';

describe('CreateJob', () => {
  it('rejects a name of more than 256 characters with E_INVALIDARG', async () => {
    const { manager } = await openMachine();
    await manager.createJob('x'.repeat(256), 0);
    expect(await caught(manager.createJob('x'.repeat(257), 0))).toMatchObject({
      code: 'E_INVALIDARG',
      operation: 'IBackgroundCopyManager.CreateJob',
    });
  });

  it('generates a different id for each job', async () => {
    const { manager } = await openMachine();
    const [first, second] = [await manager.createJob('same', 0), await manager.createJob('same', 0)];
    expect(first.id).toMatch(/^\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}$/);
    expect(second.id).not.toBe(first.id);
  });

  it.each([0, 1, 2])('keeps the type %i', async (type) => {
    const { manager } = await openMachine();
    expect(await (await manager.createJob('x', type)).getType()).toBe(type);
  });
});

describe('GetJob', () => {
  it('rejects an unknown id with BG_E_NOT_FOUND', async () => {
    const { manager } = await openMachine();
    expect(await caught(manager.getJob(otherId))).toMatchObject({
      code: 'BG_E_NOT_FOUND',
      hresult: 0x80200001,
      operation: 'IBackgroundCopyManager.GetJob',
    });
  });

  it('returns the job that was created', async () => {
    const { manager } = await openMachine();
    const job = await manager.createJob('mine', 0);
    expect(await (await manager.getJob(job.id)).getDisplayName()).toBe('mine');
  });
});

describe('EnumJobs', () => {
  it('returns the jobs in the order of their creation', async () => {
    const { manager } = await openMachine();
    const ids = [(await manager.createJob('a', 0)).id, (await manager.createJob('b', 0)).id];
    expect((await manager.enumJobs(0)).map(({ id }) => id)).toEqual(ids);
    expect(await manager.snapshotJobs(0)).toMatchObject([
      { id: ids[0], displayName: 'a', type: 0 },
      { id: ids[1], displayName: 'b', type: 0 },
    ]);
  });

  it('rejects all users with E_ACCESSDENIED for a user who is not an administrator', async () => {
    const { manager } = await openMachine();
    expect(await caught(manager.enumJobs(1))).toMatchObject({
      code: 'E_ACCESSDENIED',
      operation: 'IBackgroundCopyManager.EnumJobs',
    });
    expect(await caught(manager.snapshotJobs(1))).toMatchObject({ code: 'E_ACCESSDENIED' });
  });

  it('returns the jobs of all users for an administrator', async () => {
    const { manager, createJob } = await openMachine({ administrator: true });
    const job = await createJob();
    expect((await manager.enumJobs(1)).map(({ id }) => id)).toEqual([job.id]);
  });
});

describe('AddFileSet', () => {
  const good = { remoteName: url('a'), localName: 'C:\\a' };

  it.each([
    ['an empty URL', { ...good, remoteName: '' }],
    ['a URL without a scheme', { ...good, remoteName: 'files.example/a' }],
    ['a scheme that BITS does not speak', { ...good, remoteName: 'ftp://files.example/a' }],
    ['a URL without a host', { ...good, remoteName: 'http:///' }],
    ['a space in the URL', { ...good, remoteName: 'http://files.example/a b' }],
    ['a wildcard in the URL', { ...good, remoteName: 'http://files.example/*' }],
    ['a URL of more than 2200 characters', { ...good, remoteName: `http://files.example/${'x'.repeat(2200)}` }],
    ['an empty local name', { ...good, localName: '' }],
    ['a relative local name', { ...good, localName: 'a.bin' }],
    ['a local name relative to a drive', { ...good, localName: 'C:a.bin' }],
    ['a local name relative to a folder', { ...good, localName: '..\\a.bin' }],
    ['a wildcard in the local name', { ...good, localName: 'C:\\*.bin' }],
    ['a question mark in the local name', { ...good, localName: 'C:\\a?.bin' }],
    ['a stream in the local name', { ...good, localName: 'C:\\a.bin:stream' }],
    ['a local name that is a folder', { ...good, localName: 'C:\\folder\\' }],
    ['a local name of more than MAX_PATH characters', { ...good, localName: `C:\\${'x'.repeat(260)}` }],
    ['a long form local name', { ...good, localName: '\\\\?\\C:\\a.bin' }],
    ['a device', { ...good, localName: '\\\\.\\C:\\a.bin' }],
  ])('rejects %s with E_INVALIDARG', async (_, file) => {
    const { createJob } = await openMachine();
    const job = await createJob();
    expect(await caught(job.addFileSet([file]))).toMatchObject({
      code: 'E_INVALIDARG',
      operation: 'IBackgroundCopyJob.AddFileSet',
    });
  });

  it.each(['C:\\a.bin', 'c:/folder/a.bin', '\\\\server\\share\\a.bin', '/folder/a.bin'])(
    'accepts %s as a full path',
    async (localName) => {
      const { createJob } = await openMachine();
      const job = await createJob({ ...good, localName });
      expect(await job.enumFiles()).toMatchObject([{ localName }]);
    },
  );

  it('accepts a URL of 2200 characters and a question mark for its query', async () => {
    const { createJob } = await openMachine();
    const longest = 'http://files.example/?'.padEnd(2200, 'x');
    const job = await createJob({ ...good, remoteName: longest });
    expect(await job.enumFiles()).toMatchObject([{ remoteName: longest }]);
  });

  it('rejects an empty set with E_INVALIDARG', async () => {
    const { createJob } = await openMachine();
    expect(await caught((await createJob()).addFileSet([]))).toMatchObject({ code: 'E_INVALIDARG' });
  });

  it('adds none of the files when one is refused', async () => {
    const { createJob } = await openMachine();
    const job = await createJob();
    await caught(job.addFileSet([good, { ...good, localName: 'relative' }]));
    expect(await job.enumFiles()).toEqual([]);
  });

  it('rejects a path without write access with E_ACCESSDENIED', async () => {
    const { createJob, emulation } = await openMachine();
    emulation.files.setReadOnly('C:\\Windows');
    const job = await createJob();
    expect(await caught(job.addFileSet([{ ...good, localName: 'c:\\windows\\a.bin' }]))).toMatchObject({
      code: 'E_ACCESSDENIED',
    });
  });

  it('rejects the second file of an upload with BG_E_TOO_MANY_FILES', async () => {
    const { manager } = await openMachine();
    const job = await manager.createJob('upload', 1);
    await job.addFileSet([good]);
    expect(await caught(job.addFileSet([good]))).toMatchObject({ code: 'BG_E_TOO_MANY_FILES' });
  });
});

describe('a property setter', () => {
  it('rejects a priority outside the enumeration with E_NOTIMPL', async () => {
    const { createJob } = await openMachine();
    const job = await createJob();
    expect(await caught(job.setPriority(4))).toMatchObject({
      code: 'E_NOTIMPL',
      operation: 'IBackgroundCopyJob.SetPriority',
    });
    expect(await job.getPriority()).toBe(2);
  });

  it('rejects unknown notify flags with E_NOTIMPL', async () => {
    const { createJob } = await openMachine();
    const job = await createJob();
    expect(await caught(job.setNotifyFlags(0x40))).toMatchObject({
      code: 'E_NOTIMPL',
      operation: 'IBackgroundCopyJob.SetNotifyFlags',
    });
    expect(await job.getNotifyFlags()).toBe(3);
  });

  it('rejects a display name of more than 256 characters with BG_E_STRING_TOO_LONG', async () => {
    const { createJob } = await openMachine();
    const job = await createJob();
    await job.setDisplayName('x'.repeat(256));
    expect(await caught(job.setDisplayName('y'.repeat(257)))).toMatchObject({ code: 'BG_E_STRING_TOO_LONG' });
    expect(await job.getDisplayName()).toBe('x'.repeat(256));
  });

  it('rejects a description of more than 1024 characters with BG_E_STRING_TOO_LONG', async () => {
    const { createJob } = await openMachine();
    const job = await createJob();
    await job.setDescription('x'.repeat(1024));
    expect(await caught(job.setDescription('y'.repeat(1025)))).toMatchObject({ code: 'BG_E_STRING_TOO_LONG' });
    expect(await job.getDescription()).toBe('x'.repeat(1024));
  });

  it('raises a retry delay of less than 5 seconds to 5', async () => {
    const { createJob } = await openMachine();
    const job = await createJob();
    await job.setMinimumRetryDelay(1);
    expect(await job.getMinimumRetryDelay()).toBe(5);
  });

  it('keeps the value', async () => {
    const { createJob } = await openMachine();
    const job = await createJob();
    await job.setPriority(1);
    await job.setNotifyFlags(0xf);
    await job.setMinimumRetryDelay(60);
    await job.setNoProgressTimeout(0);
    expect(await job.getPriority()).toBe(1);
    expect(await job.getNotifyFlags()).toBe(0xf);
    expect(await job.getMinimumRetryDelay()).toBe(60);
    expect(await job.getNoProgressTimeout()).toBe(0);
  });
});

describe('GetErrorDescription', () => {
  it('rejects a language of 0 with E_INVALIDARG', async () => {
    const { manager } = await openMachine();
    expect(await caught(manager.getErrorDescription(0x80190194, 0))).toMatchObject({
      code: 'E_INVALIDARG',
      operation: 'IBackgroundCopyManager.GetErrorDescription',
    });
  });

  it('rejects a language that is not installed with ERROR_RESOURCE_LANG_NOT_FOUND', async () => {
    const { manager } = await openMachine();
    expect(await caught(manager.getErrorDescription(0x80190194, 0x0407))).toMatchObject({ hresult: 0x80070717 });
  });

  it.each([0x80190194, 0x80200010, 0x8765abcd])('returns a text for 0x%s', async (hresult) => {
    const { manager } = await openMachine();
    expect(await manager.getErrorDescription(hresult, 0x0409)).not.toBe('');
  });
});

describe('activating a class', () => {
  it.each([
    '{4991D34B-80A1-4291-83B6-3328366B9097}',
    '{69AD4AEE-51BE-439B-A92C-86AE490E8B30}',
    '{5FD42AD5-C04E-4D36-ADC7-E08FF15737AD}',
    '{4D233817-B456-4E75-83D2-B17DEC544D12}',
  ])('of %s succeeds with S_OK', async (clsid) => {
    const { backend } = await openMachine();
    expect(await backend.activate(clsid, 'local')).toBe(0);
  });

  it('that is not part of BITS fails with REGDB_E_CLASSNOTREG', async () => {
    const { backend } = await openMachine();
    expect(await backend.activate(otherId, 'local')).toBe(0x80040154);
  });

  it('of the legacy queue manager fails with REGDB_E_CLASSNOTREG on a machine without it', async () => {
    const { backend } = await openMachine({ queueManager: false });
    expect(await backend.activate('{69AD4AEE-51BE-439B-A92C-86AE490E8B30}', 'local')).toBe(0x80040154);
    expect(await caught(backend.bits.openQueueManager())).toMatchObject({
      code: 'REGDB_E_CLASSNOTREG',
      operation: 'CoCreateInstance',
    });
  });
});
