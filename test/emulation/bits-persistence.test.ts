import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { JobSettingsRecord, ManagerVerbs } from '../../lib/bits/verbs.js';
import { BitsUploadServer } from '../support/bits-upload-server.js';
import { patternOf, until } from './support/downloads.js';
import { StateFolder } from './support/state-folder.js';
import { state } from './support/states.js';

const url = 'http://127.0.0.1:1/a';

/** Opens the folder again, in another emulation. */
async function reopen(folder: StateFolder, first: { close(): Promise<void> }): Promise<ManagerVerbs> {
  await first.close();
  return (await folder.open()).manager;
}

const settings: JobSettingsRecord = {
  highPerformance: true,
  proxy: { usage: 2, list: 'proxy.example:8080', bypass: '<local>' },
  notifyCommand: { program: '/bin/true', parameters: '/bin/true 1' },
  fileAclFlags: 5,
  peerCachingFlags: 4,
  maximumDownloadTime: 30,
  costFlags: 0x8000_0067,
  notificationClsid: '{4991D34B-80A1-4291-83B6-3328366B9097}',
  dynamicContent: true,
  maximumDownloadSize: 5_000_000_000n,
  useStoredCredentials: 2,
  minimumNotificationInterval: 0,
  clientCertificate: { storeLocation: 0, storeName: 'MY', hash: new Uint8Array(20).fill(7), subjectName: null },
  customHeaders: 'X-One: 1\r\nX-Two: 2\r\n',
  securityFlags: 0x90a,
  helperTokenFlags: 3,
};

describe('a job with a state directory', () => {
  it('keeps its settings, its times and its owner', async () => {
    await using folder = await StateFolder.create();
    const { emulation, manager } = await folder.open();
    const job = await manager.createJob('test', 0, settings);
    const before = await job.details();
    const again = await (await reopen(folder, emulation)).getJob(job.id);
    expect(await again.details()).toEqual(before);
    expect(folder.errors).toEqual([]);
  });

  it('keeps the ranges, the access and the name of each file', async () => {
    await using folder = await StateFolder.create();
    const { emulation, manager } = await folder.open();
    const ranges = [
      { offset: 5n, length: 10n },
      { offset: 100n, length: 2n ** 64n - 1n },
    ];
    const names = ['a', 'b'].map((name) => ({ remoteName: url, localName: folder.pathOf(name) }));
    const [first, second] = names;
    if (first === undefined || second === undefined) return expect.unreachable();
    const job = await manager.createJob('test', 0, {}, [{ ...first, ranges }, second]);
    const [, file] = await job.openFiles();
    await file?.requestFileRanges(ranges);
    await file?.setRemoteName('http://127.0.0.1:1/other');
    const again = await (await reopen(folder, emulation)).getJob(job.id);
    const [ranged, whole] = await again.openFiles();
    expect(await ranged?.getFileRanges()).toEqual(ranges);
    expect(await whole?.read()).toMatchObject({ remoteName: 'http://127.0.0.1:1/other' });
    expect((await folder.read(job.id)).content).toMatchObject({
      job: { files: [{ access: null }, { access: { requested: [['5', '10'], expect.anything()] } }] },
    });
  });

  it('still refuses after a restart what cannot be set after Resume', async () => {
    await using folder = await StateFolder.create();
    const { emulation, manager } = await folder.open();
    const job = await manager.createJob('test', 0, {}, [{ remoteName: url, localName: folder.pathOf('a') }]);
    await job.resume();
    await job.suspend();
    const again = await (await reopen(folder, emulation)).getJob(job.id);
    await expect(again.configure({ dynamicContent: true })).rejects.toMatchObject({
      code: 'BG_E_READ_ONLY_PROPERTY_AFTER_RESUME',
    });
  });

  it('has no secret in its state file', async () => {
    await using folder = await StateFolder.create();
    const { emulation, manager } = await folder.open();
    const job = await manager.createJob('test', 0, {
      credentials: [{ target: 1, scheme: 1, userName: 'someone', password: 'hunter2' }],
      customHeaders: 'X-Open: 1\r\nAuthorization: Bearer hunter2\r\ncookie: hunter2\r\n',
    });
    const hidden = await manager.createJob('test', 0, {
      customHeaders: 'X-Token: hunter2\r\n',
      customHeadersWriteOnly: true,
    });
    for (const { id } of [job, hidden]) {
      const text = await readFile((await folder.read(id)).path, 'utf8');
      expect(text).not.toMatch(/hunter2|someone/);
    }
    const after = await reopen(folder, emulation);
    expect(await (await after.getJob(job.id)).detail('customHeaders')).toBe('X-Open: 1\r\n');
    const restored = await after.getJob(hidden.id);
    expect(await restored.detail('customHeaders')).toBeNull();
    await restored.configure({ customHeaders: 'X-New: 1\r\n' });
    expect(await restored.detail('customHeaders')).toBeNull();
  });

  it('is read from a file of an earlier version, which has none of this', async () => {
    await using folder = await StateFolder.create();
    const { emulation, manager } = await folder.open();
    const job = await manager.createJob('test', 0, {}, [{ remoteName: url, localName: folder.pathOf('a') }]);
    await emulation.close();
    const { path, content } = await folder.read(job.id);
    const {
      settings: _,
      owner,
      created,
      transferCompletion,
      reply,
      ...old
    }: Record<string, unknown> = Object(content.job);
    const files = Array.isArray(old.files) ? old.files : [];
    for (const file of files)
      for (const name of ['ranges', 'access', 'validated', 'responseHeaders', 'uploadSession', 'replyUrl', 'direct'])
        delete file[name];
    await writeFile(path, JSON.stringify({ ...content, job: old }));
    const { manager: after } = await folder.open();
    const again = await after.getJob(job.id);
    expect(folder.errors).toEqual([]);
    expect(await again.details()).toMatchObject({ owner, httpMethod: 'GET', maximumDownloadTime: 7_776_000 });
    expect([typeof created, transferCompletion, reply]).toEqual(['number', null, undefined]);
  });
});

describe('an upload with a state directory', () => {
  it('goes on in its session after a restart', async () => {
    await using folder = await StateFolder.create();
    let failing = true;
    await using server = await BitsUploadServer.start({
      intervene: ({ headers }) =>
        failing && headers['content-range']?.startsWith('bytes 524288-') ? { kind: 'answer', status: 503 } : undefined,
    });
    const content = patternOf(1_000_000);
    await writeFile(folder.pathOf('out'), content);
    const { emulation, manager } = await folder.open();
    const job = await manager.createJob('up', 1, {}, [
      { remoteName: `${server.origin}/in`, localName: folder.pathOf('out') },
    ]);
    await job.resume();
    await until(job, (reached) => reached === state.transientError);
    failing = false;
    const again = await (await reopen(folder, emulation)).getJob(job.id);
    await again.resume();
    await until(again, (reached) => reached === state.transferred);
    expect(server.received.get('/in')?.equals(content)).toBe(true);
    expect(server.types().filter((type) => type === 'Create-Session')).toHaveLength(1);
  });

  it('cancels its session, although it has not run since the restart', async () => {
    await using folder = await StateFolder.create();
    await using server = await BitsUploadServer.start({
      intervene: ({ headers }) =>
        headers['bits-packet-type'] === 'Fragment' ? { kind: 'answer', status: 503 } : undefined,
    });
    await writeFile(folder.pathOf('out'), patternOf(1000));
    const { emulation, manager } = await folder.open();
    const job = await manager.createJob('up', 1, {}, [
      { remoteName: `${server.origin}/in`, localName: folder.pathOf('out') },
    ]);
    await job.resume();
    await until(job, (reached) => reached === state.transientError);
    await job.suspend();
    await (await (await reopen(folder, emulation)).getJob(job.id)).cancel();
    expect([server.types().at(-1), server.openSessions]).toEqual(['Cancel-Session', 0]);
  });
});
