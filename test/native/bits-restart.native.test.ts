import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NativeConnection } from '../../lib/native.js';
import { createGuid } from '../support/create-guid.js';
import { openNativeConnection } from './in-process-group.js';
import { killQueueManager, stopBits } from './services.js';

/** Wine's services run in separate processes, and its BITS loses its jobs when it ends. */
const isWine = process.env.WINPROGRESS_TEST_SYNCMGR !== undefined;

describe.runIf(isWine)('after BITS has been stopped', () => {
  let connection: NativeConnection;

  beforeEach(() => {
    connection = openNativeConnection();
  });

  afterEach(async () => {
    await connection.close();
  });

  it('the manager starts the service again', async () => {
    const manager = await connection.bits.openManager();
    await manager.createJob('winprogress restart', 0);
    await stopBits();
    await expect(manager.enumJobs(0)).resolves.toEqual([]);
    const job = await manager.createJob('winprogress restart', 0);
    await expect(job.getState()).resolves.toBe(3);
    await job.cancel();
  });

  it('a job that the service has lost is reported as BG_E_NOT_FOUND, not as an error of RPC', async () => {
    const manager = await connection.bits.openManager();
    const job = await manager.createJob('winprogress restart', 0);
    await job.setNotifyInterface(() => {});
    await stopBits();
    for (let call = 0; call < 2; call += 1) {
      await expect(job.snapshot()).rejects.toMatchObject({
        code: 'BG_E_NOT_FOUND',
        operation: 'IBackgroundCopyManager.GetJob',
      });
    }
    await job.setNotifyInterface(null).catch(() => {});
  });

  it('a connection with a sink of a dead job closes', async () => {
    const manager = await connection.bits.openManager();
    const job = await manager.createJob('winprogress restart', 0);
    await job.setNotifyInterface(() => {});
    await stopBits();
    await connection.close();
  });
});

describe.runIf(isWine)('after the process of the queue manager has ended', () => {
  it('a group and its job are found again by their ids', async () => {
    const connection = openNativeConnection();
    const queueManager = await connection.bits.openQueueManager();
    const groupId = createGuid();
    const jobId = createGuid();
    const group = await queueManager.createGroup(groupId);
    const job = await group.createJob(jobId);
    await killQueueManager();
    await expect(group.getGroupId()).rejects.toMatchObject({
      code: 'QM_E_ITEM_NOT_FOUND',
      operation: 'IBackgroundCopyQMgr.GetGroup',
    });

    const again = await queueManager.createGroup(groupId);
    await again.createJob(jobId);
    await expect(group.getGroupId()).resolves.toBe(groupId);
    await expect(job.getFileCount()).resolves.toBe(0);
    await group.cancelGroup();
    await connection.close();
  });
});
