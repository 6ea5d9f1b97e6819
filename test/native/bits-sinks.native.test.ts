import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobVerbs } from '../../lib/bits/verbs.js';
import type { NativeConnection } from '../../lib/native.js';
import { collectUntil } from '../support/collect-until.js';
import { createGuid } from '../support/create-guid.js';
import { type InProcessGroup, openInProcessJob, openNativeConnection } from './in-process-group.js';
import { canServeManager, jobs } from './in-process-jobs.js';

/** `BG_JOB_STATE_ACKNOWLEDGED`, the first of the final states. */
const acknowledged = 7;

describe('the sink of a job', () => {
  let group: InProcessGroup;
  let connection: NativeConnection;
  let job: JobVerbs;
  let close: () => Promise<void>;

  beforeEach(async () => {
    jobs.clear();
    ({ group, connection, job, close } = await openInProcessJob());
  });

  afterEach(() => close());

  it('is null when none is registered', async () => {
    await expect(job.getNotifyInterface()).resolves.toBeNull();
  });

  it('is the connection’s own after it has registered one', async () => {
    await job.setNotifyInterface(() => {});
    const sink = await job.getNotifyInterface();
    expect(sink?.own).toBe(true);
    await sink?.release();
    await sink?.release();
  });

  it('can be released after the connection has closed', async () => {
    await job.setNotifyInterface(() => {});
    const sink = await job.getNotifyInterface();
    await connection.close();
    await sink?.release();
    await expect.poll(() => group.countReferences()).toBe(1);
  });

  it('cannot be restored once it has been released', async () => {
    await job.setNotifyInterface(() => {});
    const sink = await job.getNotifyInterface();
    await sink?.release();
    await expect(sink?.restore()).rejects.toMatchObject({ code: 'RPC_E_DISCONNECTED' });
  });

  it('stays registered when the object that registered it has been collected', async () => {
    let collected = false;
    const registry = new FinalizationRegistry(() => {
      collected = true;
    });
    await (async () => {
      const other = await (await group.attach(connection)).queryNewJobInterface();
      await other.setNotifyInterface(() => {});
      registry.register(other, 'other');
    })();
    await collectUntil(() => collected);
    // References that the collection released in the lane are released before this call.
    await job.getState();
    expect(jobs.count('IBackgroundCopyJob.SetNotifyInterface')).toBe(1);
  });
});

describe.runIf(canServeManager)('the sink of a job of the service', () => {
  const name = `winprogress sinks ${process.pid}`;
  let first: NativeConnection;
  let second: NativeConnection;
  let server: Server;

  beforeEach(() => {
    first = openNativeConnection();
    second = openNativeConnection();
    server = createServer((_, response) => response.end('content')).listen(0, '127.0.0.1');
  });

  afterEach(async () => {
    const manager = await first.bits.openManager();
    for (const listed of await manager.snapshotJobs(0)) {
      if ('state' in listed && listed.displayName === name && listed.state < acknowledged)
        await (await manager.getJob(listed.id)).cancel();
    }
    await first.close();
    await second.close();
    server.close();
  });

  it('of another connection is foreign, and is called again once it is restored', async () => {
    const transferred = new Promise<void>((resolve) => {
      openJob(first, name).then(async (job) => {
        await job.setNotifyInterface(() => resolve());
        const other = await (await second.bits.openManager()).getJob(job.id);
        const foreign = await other.getNotifyInterface();
        expect(foreign?.own).toBe(false);
        await other.setNotifyInterface(() => {});
        expect((await other.getNotifyInterface())?.own).toBe(true);
        await foreign?.restore();
        await foreign?.release();
        expect((await job.getNotifyInterface())?.own).toBe(true);
        await second.close();
        expect((await job.getNotifyInterface())?.own).toBe(true);
        await addFile(job);
        await job.resume();
      });
    });
    await transferred;
  });

  it('stays when a connection closes whose sink it has replaced', async () => {
    const job = await openJob(first, name);
    await job.setNotifyInterface(() => {});
    const other = await (await second.bits.openManager()).getJob(job.id);
    await other.setNotifyInterface(() => {});
    await first.close();
    expect((await other.getNotifyInterface())?.own).toBe(true);
    first = openNativeConnection();
  });

  it('is revoked when its connection closes', async () => {
    const job = await openJob(first, name);
    await job.setNotifyInterface(() => {});
    const other = await (await second.bits.openManager()).getJob(job.id);
    await first.close();
    await expect(other.getNotifyInterface()).resolves.toBeNull();
    first = openNativeConnection();
  });

  async function addFile(job: JobVerbs): Promise<void> {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new TypeError('the server has no port');
    const localName = join(tmpdir(), `winprogress-sinks-${process.pid}.bin`);
    await job.addFileSet([{ remoteName: `http://127.0.0.1:${address.port}/a`, localName }]);
  }
});

describe.runIf(canServeManager)('text with unpaired surrogates', () => {
  it('is unchanged by BITS in names of jobs and files', async () => {
    const connection = openNativeConnection();
    const manager = await connection.bits.openManager();
    const name = `high \ud83d, low \ude00 ${process.pid}`;
    const job = await manager.createJob(name, 0);
    const file = { remoteName: 'http://localhost/\ude00', localName: 'C:\\\ud83d' };
    await job.addFileSet([file]);
    const listed = (await manager.snapshotJobs(0)).find(({ id }) => id === job.id);
    const files = await job.enumFiles();
    await job.cancel();
    await connection.close();
    expect(listed).toMatchObject({ displayName: name });
    expect(files).toMatchObject([file]);
  });

  it('is unchanged by the queue manager in files of a group', async () => {
    const connection = openNativeConnection();
    const queueManager = await connection.bits.openQueueManager();
    const group = await queueManager.createGroup(createGuid());
    const job = await group.createJob(createGuid());
    const file = { remoteName: 'http://localhost/a', localName: 'C:\\\ud83d' };
    await job.addFiles([file]);
    const found = await job.getFile(0);
    await group.cancelGroup();
    await connection.close();
    expect(found).toEqual(file);
  });
});

async function openJob(connection: NativeConnection, name: string): Promise<JobVerbs> {
  return await (await connection.bits.openManager()).createJob(name, 0);
}
