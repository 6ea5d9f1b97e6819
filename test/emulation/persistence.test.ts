import { mkdir, readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createEmulation } from '../../lib/emulation.js';
import { type BitsJob, connect } from '../../lib/index.js';
import { Downloads, patternOf, until } from './support/downloads.js';
import { type Child, start } from './support/process.js';
import { head, RawServer } from './support/raw-server.js';
import { StateFolder } from './support/state-folder.js';
import { state } from './support/states.js';

const content = patternOf(300_000);
const groupId = '{11111111-1111-1111-1111-111111111111}';
const groupJobId = '{22222222-2222-2222-2222-222222222222}';

/** Begins a download in another process. */
function begin(...words: string[]): Child {
  return start('./child.mjs', ...words);
}

/** Does something with the jobs that this process finds in a state directory. */
async function withJobs<T>(stateDirectory: string, work: (jobs: readonly BitsJob[]) => Promise<T> | T): Promise<T> {
  await using emulation = createEmulation({ clock: 'real', transport: 'http', stateDirectory });
  await using connection = await connect({ backend: emulation });
  return await work(await connection.bits.jobs());
}

/** Continues and completes the job of an ended process, in this one. Resolves to the job as it was found. */
function finish(stateDirectory: string): Promise<{ id: string; bytes: bigint; priority: unknown }> {
  return withJobs(stateDirectory, async ([job, ...others]) => {
    if (job === undefined || others.length > 0) throw new Error('there must be one job');
    const { bytesTransferred } = await job.snapshot();
    const priority = await job.getPriority();
    await job.resume();
    for await (const { state: reached, error } of job.watch({ interval: 20 }))
      if (reached === 'transientError') throw error;
    expect(await job.complete()).toEqual({ outcome: 'S_OK' });
    return { id: job.id, bytes: bytesTransferred, priority };
  });
}

async function openKept(): Promise<Downloads & { kept: string }> {
  const downloads = await Downloads.open();
  const kept = downloads.pathOf('state');
  await mkdir(kept);
  return Object.assign(downloads, { kept });
}

describe('a job with a state directory', () => {
  it.each(['suspend', 'leave'])('continues in another process when its own ended (%s)', async (ending) => {
    await using downloads = await openKept();
    const url = downloads.server.serve('/a', { content, holdAt: 100_000 });
    const path = downloads.pathOf('a');
    const first = begin(downloads.kept, url, path, ending);
    const begun = await first.next();
    expect(await first.next()).toBe('end');
    expect(await first.exit()).toBe(0);

    const { bytes, ...found } = await finish(downloads.kept);
    expect(found).toEqual({ ...Object(begun), priority: 'foreground' });
    expect(content.equals(await readFile(path))).toBe(true);
    expect(downloads.server.gets().at(-1)?.range).toBe(`bytes=${bytes}-`);
    // The first owner has ended without disposing of its emulation.
    expect(await readdir(downloads.kept)).toEqual([]);
  });

  it('continues in another process when its own was killed, but not before', async () => {
    await using downloads = await openKept();
    const url = downloads.server.serve('/a', { content, holdAt: 100_000 });
    const path = downloads.pathOf('a');
    const first = begin(downloads.kept, url, path, 'stay');
    const begun = await first.next();
    expect(await withJobs(downloads.kept, (jobs) => jobs.length)).toBe(0);

    await first.kill();
    expect(await finish(downloads.kept)).toMatchObject({ ...Object(begun) });
    expect(content.equals(await readFile(path))).toBe(true);
  });

  it('is removed when it has ended', async () => {
    await using downloads = await openKept();
    await using emulation = createEmulation({ clock: 'real', transport: 'http', stateDirectory: downloads.kept });
    const manager = await emulation.openBackend().bits.openManager();
    const job = await manager.createJob('x', 0);
    await job.cancel();
    await emulation.close();
    expect(await readdir(downloads.kept)).toEqual([]);
  });

  it('keeps its properties, its error and its group', async () => {
    await using downloads = await openKept();
    const options = { clock: 'real', transport: 'http', stateDirectory: downloads.kept } as const;
    await using first = createEmulation(options);
    const queueManager = await first.openBackend().bits.openQueueManager();
    const group = await queueManager.createGroup(groupId);
    const groupJob = await group.createJob(groupJobId);
    const file = { remoteName: downloads.server.serve('/a', { status: 404 }), localName: downloads.pathOf('a') };
    await groupJob.addFiles([file]);
    await group.setProp(11, 'name');
    const job = await group.queryNewJobInterface();
    await job.setDescription('description');
    await job.setNotifyFlags(1);
    await job.setMinimumRetryDelay(60);
    await job.setNoProgressTimeout(120);
    await job.resume();
    await until(job, (now) => now === state.error);
    const error = await job.getError();
    await first.close();

    await using second = createEmulation(options);
    const again = await (await second.openBackend().bits.openQueueManager()).getGroup(groupId);
    const kept = await again.queryNewJobInterface();
    expect(kept.id).toBe(job.id);
    expect(await again.getProp(11)).toBe('name');
    expect(await kept.getDisplayName()).toBe('name');
    expect(await kept.getDescription()).toBe('description');
    expect(await kept.getNotifyFlags()).toBe(1);
    expect(await kept.getMinimumRetryDelay()).toBe(60);
    expect(await kept.getNoProgressTimeout()).toBe(120);
    expect(await kept.getError()).toEqual(error);
    expect(await kept.enumFiles()).toMatchObject([file]);
    await expect(again.createJob('{33333333-3333-3333-3333-333333333333}')).rejects.toMatchObject({
      code: 'E_NOTIMPL',
    });
  });

  it('that is transferred can be completed by another emulation', async () => {
    await using downloads = await openKept();
    const options = { clock: 'real', transport: 'http', stateDirectory: downloads.kept } as const;
    await using first = createEmulation(options);
    const job = await (await first.openBackend().bits.openManager()).createJob('x', 0);
    const remoteName = downloads.server.serve('/a', { content });
    await job.addFileSet([{ remoteName, localName: downloads.pathOf('a') }]);
    await job.resume();
    await until(job, (now) => now === state.transferred);
    await first.close();

    await using second = createEmulation(options);
    const kept = await (await second.openBackend().bits.openManager()).getJob(job.id);
    expect(await kept.getState()).toBe(state.transferred);
    await kept.complete();
    expect(content.equals(await readFile(downloads.pathOf('a')))).toBe(true);
  });
});

describe('a saved job whose redirection was reported', () => {
  const securityFlags = 0x100;
  const failed = (reached: number) => reached === state.transientError;

  /** A server that redirects to a location, and a job of a folder that has reported it and has failed. */
  async function redirected(folder: StateFolder, locationOf: (origin: string) => string) {
    const target = await RawServer.start((_, socket) => {
      socket.write(head('503 Service Unavailable', 'Content-Length: 0'));
    });
    const server = await RawServer.start((_, socket) => {
      socket.write(head('302 Found', `Location: ${locationOf(target.origin)}`, 'Content-Length: 0'));
    });
    const { emulation, manager } = await folder.open();
    const file = { remoteName: `${server.origin}/a`, localName: folder.pathOf('a') };
    const { id } = await manager.createJob('test', 0, { securityFlags }, [file]);
    const job = await manager.getJob(id);
    await job.resume();
    await until(job, failed);
    await emulation.close();
    return {
      target,
      server,
      id,
      async [Symbol.asyncDispose]() {
        await server[Symbol.asyncDispose]();
        await target[Symbol.asyncDispose]();
      },
    };
  }

  it('sends no credentials to its origin', async () => {
    await using folder = await StateFolder.create();
    await using all = await redirected(folder, (origin) => `${origin}/b`);
    const { manager } = await folder.open();
    const job = await manager.getJob(all.id);
    await job.configure({ customHeaders: 'Authorization: Bearer secret\r\n' });
    all.target.requests.length = 0;
    await job.resume();
    await until(job, failed);
    expect((await job.enumFiles())[0]?.remoteName).toBe(`${all.target.origin}/b`);
    expect(all.target.requests.map(({ headers }) => headers.get('authorization'))).toEqual([undefined]);
  });

  it.each([
    ['has characters that a remote name cannot have', '/b|c'],
    ['has a long query', `/b?${'x'.repeat(3000)}`],
    ['has a long path', `/${'x'.repeat(100_000)}`],
  ])('is found again when its URL %s', async (_, path) => {
    await using folder = await StateFolder.create();
    await using all = await redirected(folder, (origin) => origin + path);
    expect(await folder.find()).toEqual([all.id]);
    expect(folder.errors).toEqual([]);
  });
});

describe('a process whose connection is closed during a download', () => {
  it('exits', async () => {
    await using downloads = await openKept();
    const url = downloads.server.serve('/a', { content, holdAt: 100_000 });
    const child = begin('-', url, downloads.pathOf('a'), 'leave');
    await child.next();
    expect(await child.next()).toBe('end');
    expect(await child.exit()).toBe(0);
  });
});
