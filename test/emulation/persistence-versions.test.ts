import { type FileHandle, open, readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { JobVerbs, ManagerVerbs } from '../../lib/bits/verbs.js';
import { until } from './support/downloads.js';
import { head, type RawHandler, RawServer } from './support/raw-server.js';
import { StateFolder } from './support/state-folder.js';
import { state } from './support/states.js';

const size = 200_000;
const stopped = (reached: number) =>
  [state.transferred, state.error, state.transientError, state.suspended].some((each) => each === reached);

/** A server whose file has a version, and whose next body is cut. */
interface Served {
  version: number;
  cut: boolean;
}

function serve(served: Served): RawHandler {
  return ({ method, range }, socket) => {
    const content = Buffer.alloc(size, served.version);
    const [, first = '0', last = String(size - 1)] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
    const start = Number(first);
    const end = last === '' ? size : Number(last) + 1;
    const fields = [`ETag: "${served.version}"`, `Content-Length: ${end - start}`];
    if (range === null) socket.write(head('200 OK', ...fields));
    else socket.write(head('206 Partial Content', ...fields, `Content-Range: bytes ${start}-${end - 1}/${size}`));
    if (method === 'HEAD') return;
    if (served.cut) socket.end(content.subarray(start, start + 50_000));
    else socket.write(content.subarray(start, end));
  };
}

/** Creates a job whose file begins again when the server has another version. */
type CreateJob = (manager: ManagerVerbs, remoteName: string, localName: string) => Promise<JobVerbs>;

const kinds: readonly (readonly [string, CreateJob])[] = [
  ['whole', (manager, remoteName, localName) => manager.createJob('test', 0, {}, [{ remoteName, localName }])],
  [
    'ranges',
    async (manager, remoteName, localName) => {
      const job = await manager.createJob('test', 0);
      await job.addFileWithRanges({ remoteName, localName }, [{ offset: 10n, length: 100_000n }]);
      return job;
    },
  ],
  [
    'on demand',
    async (manager, remoteName, localName) => {
      const job = await manager.createJob('test', 0, { onDemandMode: true }, [{ remoteName, localName }]);
      const [file] = await job.openFiles();
      await file?.requestFileRanges([{ offset: 10n, length: 100_000n }]);
      return job;
    },
  ],
  [
    'with a method of its own',
    (manager, remoteName, localName) =>
      manager.createJob('test', 0, { httpMethod: 'POST' }, [{ remoteName, localName }]),
  ],
  [
    'with dynamic content',
    (manager, remoteName, localName) =>
      manager.createJob('test', 0, { priority: 0, dynamicContent: true }, [{ remoteName, localName }]),
  ],
];

/** The versions that the state file of a job has whenever one of its files is emptied. */
async function watchVersions(folder: StateFolder, idOf: () => string): Promise<unknown[]> {
  const versions: unknown[] = [];
  const handle = await open(folder.pathOf('probe'), 'w');
  const prototype: FileHandle = Object.getPrototypeOf(handle);
  await handle.close();
  const { truncate } = prototype;
  vi.spyOn(prototype, 'truncate').mockImplementation(async function (this: FileHandle, length) {
    versions.push((await folder.read(idOf())).content.job.files[0]?.version);
    await truncate.call(this, length);
  });
  return versions;
}

describe('a saved file that begins again with another version', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each(kinds)('has no version in its record when it is emptied (%s)', async (_, createJob) => {
    const served: Served = { version: 1, cut: true };
    await using server = await RawServer.start(serve(served));
    await using folder = await StateFolder.create();
    const { manager } = await folder.open();
    const job = await createJob(manager, `${server.origin}/a`, folder.pathOf('a'));
    await job.resume();
    await until(job, stopped);
    expect((await folder.read(job.id)).content.job.files[0]?.version).toContain('\\"1\\"');
    const versions = await watchVersions(folder, () => job.id);
    Object.assign(served, { version: 2, cut: false });
    await job.resume();
    await until(job, stopped);
    expect([...new Set(versions)]).toEqual([null]);
  });

  it.each(kinds)(
    'has no byte of the old version if its process was killed before it was emptied (%s)',
    async (_, createJob) => {
      const served: Served = { version: 1, cut: true };
      await using server = await RawServer.start(serve(served));
      await using folder = await StateFolder.create();
      const first = await folder.open();
      const { id } = await createJob(first.manager, `${server.origin}/a`, folder.pathOf('a'));
      const begun = await first.manager.getJob(id);
      await begun.resume();
      await until(begun, stopped);
      await first.emulation.close();
      const access = { filled: [], requested: [['10', '100000']], position: '0', onDemand: true };
      await folder.edit(id, ({ files: [file] }) => {
        if (file !== undefined)
          Object.assign(file, { version: null, ...(file.access === null ? {} : { access, transferred: '0' }) });
      });
      Object.assign(served, { version: 2, cut: false });
      const { manager } = await folder.open();
      const job = await manager.getJob(id);
      await job.resume();
      await until(job, stopped);
      const [file] = await job.openFiles();
      const bytes = await readFile((await file?.getTemporaryName()) ?? '');
      expect(bytes).toContain(2);
      expect(bytes).not.toContain(1);
    },
  );
});
