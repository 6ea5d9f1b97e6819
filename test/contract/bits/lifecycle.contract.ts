import { expect } from 'vitest';
import type { BitsGroup, BitsGroupJob, BitsJob, Connection } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { Contract } from '../kit/describe.js';
import type { World } from '../kit/host.js';

const disconnected = { code: 'RPC_E_DISCONNECTED', hresult: 0x80010108 };
const id = '{6B29FC40-CA47-1067-B31D-00DD010662DA}';
const entry = { url: 'http://127.0.0.1/file', path: '/file.bin' };

const ofConnection: readonly [string, (connection: Connection) => Promise<unknown>][] = [
  ['probe', (connection) => connection.probe()],
  ['bits.createJob', ({ bits }) => bits.createJob({ name: 'late' })],
  ['bits.getJob', ({ bits }) => bits.getJob(id)],
  ['bits.jobs', ({ bits }) => bits.jobs()],
  ['bits.snapshot', ({ bits }) => bits.snapshot()],
  ['bits.getErrorDescription', ({ bits }) => bits.getErrorDescription(0x80200001)],
  ['bits.createGroup', ({ bits }) => bits.createGroup({ id })],
  ['bits.getGroup', ({ bits }) => bits.getGroup(id)],
  ['bits.groups', ({ bits }) => bits.groups()],
  ['bits.download', ({ bits }) => bits.download(entry.url, entry.path)],
];

const ofJob: readonly [string, (job: BitsJob) => Promise<unknown>][] = [
  ['addFile', (job) => job.addFile(entry.url, entry.path)],
  ['addFiles', (job) => job.addFiles([entry])],
  ['files', (job) => job.files()],
  ['resume', (job) => job.resume()],
  ['suspend', (job) => job.suspend()],
  ['cancel', (job) => job.cancel()],
  ['complete', (job) => job.complete()],
  ['getState', (job) => job.getState()],
  ['getType', (job) => job.getType()],
  ['getError', (job) => job.getError()],
  ['snapshot', (job) => job.snapshot()],
  ['watch().next', (job) => job.watch().next()],
  ['listen', (job) => job.listen({})],
  ['getDisplayName', (job) => job.getDisplayName()],
  ['setDisplayName', (job) => job.setDisplayName('late')],
  ['getDescription', (job) => job.getDescription()],
  ['setDescription', (job) => job.setDescription('late')],
  ['getPriority', (job) => job.getPriority()],
  ['setPriority', (job) => job.setPriority('high')],
  ['getMinimumRetryDelay', (job) => job.getMinimumRetryDelay()],
  ['setMinimumRetryDelay', (job) => job.setMinimumRetryDelay(60)],
  ['getNoProgressTimeout', (job) => job.getNoProgressTimeout()],
  ['setNoProgressTimeout', (job) => job.setNoProgressTimeout(60)],
  ['configure', (job) => job.configure({ priority: 'low' })],
  ['details', (job) => job.details()],
  ['getTimes', (job) => job.getTimes()],
  ['getOwner', (job) => job.getOwner()],
  ['takeOwnership', (job) => job.takeOwnership()],
  ['getErrorCount', (job) => job.getErrorCount()],
  ['getProxy', (job) => job.getProxy()],
  ['setProxy', (job) => job.setProxy('none')],
  ['setCredentials', (job) => job.setCredentials(credentials)],
  ['removeCredentials', (job) => job.removeCredentials('server', 'basic')],
  ['getHttpSettings', (job) => job.getHttpSettings()],
  ['setHttpSettings', (job) => job.setHttpSettings({ method: 'POST' })],
  ['getTransferPolicy', (job) => job.getTransferPolicy()],
  ['setTransferPolicy', (job) => job.setTransferPolicy('always')],
  ['getNotifyCommand', (job) => job.getNotifyCommand()],
  ['setNotifyCommand', (job) => job.setNotifyCommand(null)],
  ['getNotifyFlags', (job) => job.getNotifyFlags()],
  ['setNotifyFlags', (job) => job.setNotifyFlags(['error'])],
  ['getReplyProgress', (job) => job.getReplyProgress()],
  ['getReplyData', (job) => job.getReplyData()],
  ['getReplyPath', (job) => job.getReplyPath()],
  ['setReplyPath', (job) => job.setReplyPath(entry.path)],
  ['replaceUrlPrefix', (job) => job.replaceUrlPrefix('http://a/', 'http://b/')],
  ['getHelperToken', (job) => job.getHelperToken()],
  ['setHelperToken', (job) => job.setHelperToken()],
  ['clearHelperToken', (job) => job.clearHelperToken()],
  ['openFiles', (job) => job.openFiles()],
  ['renewUrls', (job) => job.renewUrls(() => null)],
  ['addFiles with ranges', (job) => job.addFiles([{ ...entry, ranges: [{ offset: 0n, length: 1n }] }])],
];

const credentials = { target: 'server', scheme: 'basic', user: 'user', password: 'password' } as const;

const ofGroup: readonly [string, (group: BitsGroup) => Promise<unknown>][] = [
  ['getProgress', (group) => group.getProgress('percentDone')],
  ['getStatus', (group) => group.getStatus()],
  ['getSize', (group) => group.getSize()],
  ['getGroupId', (group) => group.getGroupId()],
  ['createJob', (group) => group.createJob()],
  ['queryJob', (group) => group.queryJob()],
  ['suspend', (group) => group.suspend()],
  ['resume', (group) => group.resume()],
  ['cancel', (group) => group.cancel()],
  ['snapshot', (group) => group.snapshot()],
  ['watch().next', (group) => group.watch().next()],
];

const ofGroupJob: readonly [string, (job: BitsGroupJob) => Promise<unknown>][] = [
  ['addFile', (job) => job.addFile(entry.url, entry.path)],
  ['addFiles', (job) => job.addFiles([entry])],
  ['getProgress', (job) => job.getProgress('sizeDone')],
  ['getStatus', (job) => job.getStatus()],
  ['getFile', (job) => job.getFile(0)],
  ['getFileCount', (job) => job.getFileCount()],
  ['getJobId', (job) => job.getJobId()],
  ['cancel', (job) => job.cancel()],
  ['switchToForeground', (job) => job.switchToForeground()],
];

async function closedGroup(world: World): Promise<{ group: BitsGroup; job: BitsGroupJob }> {
  const connection = await world.connect();
  const group = await connection.bits.createGroup({ id: world.groupId() });
  const job = await group.createJob();
  await connection.close();
  return { group, job };
}

/** Every operation on an open, a closing and a closed connection. */
export function lifecycleContract({ group, test, each }: Contract): void {
  group('a connection', () => {
    test('can be closed repeatedly', async (world) => {
      const connection = await world.connect();
      const first = connection.close();
      expect(connection.close()).toBe(first);
      await first;
      await connection.close();
    });

    test('is closed by `await using`', async (world) => {
      let left: Connection;
      {
        await using connection = await world.connect();
        left = connection;
      }
      expect(await caught(left.bits.jobs())).toMatchObject(disconnected);
    });

    test('can be closed before any call', async (world) => {
      await (await world.connect()).close();
    });

    test('leaves other connections open when it closes', async (world) => {
      const [closing, staying] = [await world.connect(), await world.connect()];
      const { id: jobId } = await staying.bits.createJob({ name: world.jobName() });
      await closing.bits.jobs();
      await closing.close();
      expect((await staying.bits.getJob(jobId)).id).toBe(jobId);
    });

    test('settles every pending call when it closes', async (world) => {
      const connection = await world.connect();
      const job = await connection.bits.createJob({ name: world.jobName() });
      const calls = Array.from({ length: 100 }, () => job.snapshot());
      const settled = Promise.allSettled(calls);
      await connection.close();
      const rejected = (await settled).filter((result) => result.status === 'rejected');
      for (const { reason } of rejected) expect(reason).toMatchObject(disconnected);
    });

    test('calls no listener after it has closed', async (world) => {
      const connection = await world.connect();
      const { url } = await world.serve({ size: 1000 });
      const files = [{ url, path: world.localPath('file.bin') }];
      const job = await connection.bits.createJob({ name: world.jobName(), files });
      let calls = 0;
      const count = () => {
        calls += 1;
      };
      await job.listen({ onTransferred: count, onError: count, onModification: count });
      await connection.close();
      const before = calls;
      const same = await world.connection.bits.getJob(job.id);
      await same.resume();
      for await (const _ of same.watch({ interval: 20 }));
      expect(calls).toBe(before);
    });
  });

  group('on a closed connection', () => {
    test('backend keeps its value', async (world) => {
      const connection = await world.connect();
      const { backend } = connection;
      await connection.close();
      expect(connection.backend).toBe(backend);
    });

    each(ofConnection, '%s rejects with RPC_E_DISCONNECTED', async (world, _, use) => {
      const connection = await world.connect();
      await connection.close();
      expect(await caught(use(connection))).toMatchObject(disconnected);
    });

    test('every call of a job rejects with RPC_E_DISCONNECTED', async (world) => {
      const connection = await world.connect();
      const job = await connection.bits.createJob({ name: world.jobName() });
      await connection.close();
      for (const [name, use] of ofJob) expect(await caught(use(job)), name).toMatchObject(disconnected);
    });

    each(ofGroup, '%s of a group rejects with RPC_E_DISCONNECTED', async (world, _, use) => {
      const { group: closed } = await closedGroup(world);
      expect(await caught(use(closed))).toMatchObject(disconnected);
    });

    each(ofGroupJob, '%s of the job of a group rejects with RPC_E_DISCONNECTED', async (world, _, use) => {
      const { job } = await closedGroup(world);
      expect(await caught(use(job))).toMatchObject(disconnected);
    });

    test('subscription.close() resolves', async (world) => {
      const connection = await world.connect();
      const job = await connection.bits.createJob({ name: world.jobName() });
      const subscription = await job.listen({});
      await connection.close();
      await subscription.close();
    });
  });

  group('the error of a closed connection', () => {
    test('names the operation that was called', async (world) => {
      const connection = await world.connect();
      const job = await connection.bits.createJob({ name: world.jobName() });
      await connection.close();
      expect(await caught(job.suspend())).toMatchObject({ ...disconnected, operation: 'IBackgroundCopyJob.Suspend' });
    });
  });
}
