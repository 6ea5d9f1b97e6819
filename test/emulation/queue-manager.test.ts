import { describe, expect, it } from 'vitest';
import { caught } from '../support/caught.js';
import { groupId, jobId, jobStatus, openGroup, otherId, progress, status } from './support/group.js';
import { localNameOf, openMachine, url } from './support/machine.js';
import { state } from './support/states.js';

describe('CreateGroup', () => {
  it('rejects an existing id with E_INVALIDARG', async () => {
    const { queueManager } = await openGroup();
    expect(await caught(queueManager.createGroup(groupId))).toMatchObject({
      code: 'E_INVALIDARG',
      operation: 'IBackgroundCopyQMgr.CreateGroup',
    });
  });

  it('creates a group that is suspended', async () => {
    const { queueManager } = await openMachine();
    const group = await queueManager.createGroup(groupId);
    expect(await group.getStatus()).toEqual({ status: status.incomplete | status.suspended, jobIndex: 0 });
    expect(await group.getGroupId()).toBe(groupId);
  });
});

describe('GetGroup', () => {
  it('rejects an unknown id with QM_E_ITEM_NOT_FOUND', async () => {
    const { queueManager } = await openGroup();
    expect(await caught(queueManager.getGroup(otherId))).toMatchObject({
      code: 'QM_E_ITEM_NOT_FOUND',
      hresult: 0x81001004,
      operation: 'IBackgroundCopyQMgr.GetGroup',
    });
  });

  it('returns the group that was created', async () => {
    const { queueManager } = await openGroup();
    expect((await queueManager.getGroup(groupId)).id).toBe(groupId);
  });
});

describe('EnumGroups', () => {
  it('rejects flags with E_NOTIMPL', async () => {
    const { queueManager } = await openGroup();
    expect(await caught(queueManager.enumGroups(1))).toMatchObject({
      code: 'E_NOTIMPL',
      operation: 'IBackgroundCopyQMgr.EnumGroups',
    });
  });

  it('returns the ids of the groups', async () => {
    const { queueManager } = await openGroup();
    await queueManager.createGroup(otherId);
    expect(await queueManager.enumGroups(0)).toEqual([groupId, otherId]);
  });
});

describe('GetStatus', () => {
  it('returns only incomplete for a running group', async () => {
    const { group, job, tick } = await openGroup();
    await group.resumeGroup();
    await tick(100);
    expect(await group.getStatus()).toEqual({ status: status.incomplete, jobIndex: 0 });
    expect(await job.getStatus()).toEqual({
      status: jobStatus.incomplete,
      win32Result: 0,
      transportResult: 0,
      retries: 0,
    });
  });

  it('returns complete and suspended for a transferred group', async () => {
    const { group, job, tick } = await openGroup();
    await group.resumeGroup();
    await tick(2000);
    expect((await group.getStatus()).status).toBe(status.complete | status.suspended);
    expect((await job.getStatus()).status).toBe(jobStatus.complete);
  });

  it('returns the error flag and the error of the transport for a group in error', async () => {
    const { group, job, tick } = await openGroup({ status: 404 });
    await group.resumeGroup();
    await tick(2000);
    expect((await group.getStatus()).status).toBe(status.incomplete | status.suspended | status.error);
    expect(await job.getStatus()).toEqual({
      status: jobStatus.incomplete | jobStatus.error,
      win32Result: 0,
      transportResult: 404,
      retries: 0,
    });
  });

  it('has the Win32 error of a job that failed on this machine', async () => {
    const { group, job, emulation, tick } = await openGroup();
    emulation.files.setReadOnly('C:\\');
    await group.resumeGroup();
    await tick(2000);
    expect(await job.getStatus()).toMatchObject({ win32Result: 5, transportResult: 0 });
  });

  it('returns the foreground flag for a foreground group', async () => {
    const { group } = await openGroup();
    await (await group.queryNewJobInterface()).setPriority(0);
    expect((await group.getStatus()).status & status.foreground).not.toBe(0);
  });
});

describe('CreateJob', () => {
  it('fails with QM_E_INVALID_STATE while the group runs', async () => {
    const { queueManager } = await openMachine();
    const group = await queueManager.createGroup(groupId);
    const modern = await group.queryNewJobInterface();
    await modern.addFileSet([{ remoteName: url('a'), localName: 'C:\\a' }]);
    await group.resumeGroup();
    expect(await caught(group.createJob(jobId))).toMatchObject({
      code: 'QM_E_INVALID_STATE',
      operation: 'IBackgroundCopyGroup.CreateJob',
    });
  });

  it('fails with E_NOTIMPL for a second job', async () => {
    const { group } = await openGroup();
    expect(await caught(group.createJob(otherId))).toMatchObject({ code: 'E_NOTIMPL' });
  });

  it('returns a job with the requested id', async () => {
    expect((await openGroup()).job.id).toBe(jobId);
  });
});

describe('AddFiles', () => {
  it.each([
    ['an empty URL', { remoteName: '', localName: 'C:\\a' }],
    ['a protocol that is not HTTP', { remoteName: 'file:///C:/a', localName: 'C:\\b' }],
    ['a URL of more than 2200 characters', { remoteName: url('x'.repeat(2200)), localName: 'C:\\a' }],
    ['a relative local name', { remoteName: url('a'), localName: 'a' }],
    ['a wildcard', { remoteName: url('a'), localName: 'C:\\*' }],
  ])('rejects %s with E_INVALIDARG', async (_, file) => {
    const { job } = await openGroup();
    expect(await caught(job.addFiles([file]))).toMatchObject({
      code: 'E_INVALIDARG',
      operation: 'IBackgroundCopyJob1.AddFiles',
    });
  });

  it('rejects a path without write access with E_ACCESSDENIED', async () => {
    const { job, emulation } = await openGroup();
    emulation.files.setReadOnly('C:\\');
    expect(await caught(job.addFiles([{ remoteName: url('b'), localName: 'C:\\b' }]))).toMatchObject({
      code: 'E_ACCESSDENIED',
    });
  });
});

describe('GetFile', () => {
  it('returns the names of the file at an index', async () => {
    const { job } = await openGroup();
    expect(await job.getFileCount()).toBe(1);
    expect(await job.getFile(0)).toEqual({ remoteName: url('a'), localName: localNameOf(url('a')) });
  });

  it('fails with QM_E_ITEM_NOT_FOUND past the end', async () => {
    const { job } = await openGroup();
    expect(await caught(job.getFile(1))).toMatchObject({
      code: 'QM_E_ITEM_NOT_FOUND',
      operation: 'IBackgroundCopyJob1.GetFile',
    });
  });
});

describe('ResumeGroup', () => {
  it('returns the result of the modern job without files: BG_E_EMPTY', async () => {
    const { queueManager } = await openMachine();
    const group = await queueManager.createGroup(groupId);
    expect(await caught(group.resumeGroup())).toMatchObject({
      code: 'BG_E_EMPTY',
      operation: 'IBackgroundCopyGroup.ResumeGroup',
    });
  });

  it('fails with QM_E_INVALID_STATE when the group is transferred', async () => {
    const { group, tick } = await openGroup();
    await group.resumeGroup();
    await tick(2000);
    expect(await caught(group.resumeGroup())).toMatchObject({ code: 'QM_E_INVALID_STATE' });
  });
});

describe('SuspendGroup', () => {
  it('stops a running group', async () => {
    const { group, tick } = await openGroup();
    await group.resumeGroup();
    await tick(300);
    await group.suspendGroup();
    await tick(5000);
    expect(await group.getProgress(progress.sizeDone)).toBe(300);
  });

  it('does not change a suspended group', async () => {
    const { group, tick } = await openGroup();
    await group.resumeGroup();
    await tick(2000);
    await group.suspendGroup();
    expect((await group.getStatus()).status).toBe(status.complete | status.suspended);
  });
});

describe('CancelGroup', () => {
  it('ends the group and the job behind it', async () => {
    const { group, queueManager, manager } = await openGroup();
    await group.cancelGroup();
    expect(await queueManager.enumGroups(0)).toEqual([]);
    expect(await manager.enumJobs(0)).toEqual([]);
    expect(await caught(group.getStatus())).toMatchObject({ code: 'QM_E_INVALID_STATE' });
  });

  it('keeps completely downloaded files', async () => {
    const { group, job, emulation, tick } = await openGroup();
    emulation.network.serve(url('b'), { size: 1000, bytesPerSecond: 1, latency: 0 });
    await job.addFiles([{ remoteName: url('b'), localName: localNameOf(url('b')) }]);
    await group.resumeGroup();
    await tick(2000);
    await group.cancelGroup();
    expect(emulation.files.has(localNameOf(url('a')))).toBe(true);
    expect(emulation.files.has(localNameOf(url('b')))).toBe(false);
  });

  it('makes the id available for another group', async () => {
    const { group, queueManager } = await openGroup();
    await group.cancelGroup();
    await expect(queueManager.createGroup(groupId)).resolves.toBeDefined();
  });
});

describe('the modern job of a group', () => {
  it('is one of the jobs of the modern manager', async () => {
    const { group, manager } = await openGroup();
    const modern = await group.queryNewJobInterface();
    expect((await manager.enumJobs(0)).map(({ id }) => id)).toEqual([modern.id]);
  });

  it('completes the group', async () => {
    const { group, emulation, tick } = await openGroup();
    const modern = await group.queryNewJobInterface();
    await group.resumeGroup();
    await tick(2000);
    expect(await modern.getState()).toBe(state.transferred);
    expect(emulation.files.has(localNameOf(url('a')))).toBe(false);
    await modern.complete();
    expect(emulation.files.has(localNameOf(url('a')))).toBe(true);
    expect(await group.getProgress(progress.percentDone)).toBe(100);
    expect((await group.getStatus()).status).toBe(status.complete | status.suspended);
  });

  it('cancels the group when it is cancelled', async () => {
    const { group, queueManager } = await openGroup();
    await (await group.queryNewJobInterface()).cancel();
    expect(await caught(queueManager.getGroup(groupId))).toMatchObject({ code: 'QM_E_ITEM_NOT_FOUND' });
    expect(await caught(group.getProgress(progress.percentDone))).toMatchObject({ code: 'QM_E_INVALID_STATE' });
  });
});
