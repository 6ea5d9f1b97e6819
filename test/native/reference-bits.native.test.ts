import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobVerbs, ManagerVerbs } from '../../lib/bits/verbs.js';
import type { NativeConnection } from '../../lib/native.js';
import { canServeBits, type ReferenceBits, startReferenceBits } from '../reference/bits-service/reference-bits.js';
import { openNativeConnection } from './in-process-group.js';
import { clientArguments } from './reference-bits-calls.js';

const unknownSize = 2n ** 64n - 1n;
const file = { remoteName: 'http://localhost/a', localName: 'C:\\a.bin' };

/** Interface and method of everything in the IDL. */
function declaredMethods(): string[] {
  const path = join(import.meta.dirname, '..', 'reference', 'bits-service', 'bits_wire.idl');
  const methods: string[] = [];
  let owner = '';
  for (const line of readFileSync(path, 'utf8').split(/\r?\n/)) {
    owner = /^interface (\w+) :/.exec(line)?.[1] ?? owner;
    const method = /^ {4}HRESULT (\w+)\(/.exec(line)?.[1];
    if (method !== undefined) methods.push(`${owner}.${method}`);
  }
  return methods;
}

describe.runIf(canServeBits)('the reference BITS service', () => {
  let service: ReferenceBits;
  let connection: NativeConnection;
  let manager: ManagerVerbs;

  beforeAll(async () => {
    service = await startReferenceBits();
  });

  afterAll(() => service.stop());

  beforeEach(async () => {
    connection = openNativeConnection();
    manager = await connection.bits.openManager();
    await service.reset();
  });

  afterEach(async () => {
    await connection.close();
    await service.clearScript();
    await service.clearJobs();
  });

  async function createJob(): Promise<JobVerbs> {
    const job = await manager.createJob('a name', 0);
    await job.addFileSet([file]);
    return job;
  }

  it('records each call with its arguments and its result', async () => {
    const job = await manager.createJob('nämé \ud83d\ude00 \ud83d', 0);
    await job.addFileSet([file, { remoteName: 'http://localhost/\u65e5', localName: 'C:\\\u65e5.bin' }]);
    await expect(service.calls()).resolves.toMatchObject([
      {
        method: 'IBackgroundCopyManager.CreateJob',
        subject: null,
        arguments: { DisplayName: 'nämé \ud83d\ude00 \ud83d', Type: 0 },
        result: 0,
      },
      {
        method: 'IBackgroundCopyJob.AddFileSet',
        subject: job.id,
        arguments: {
          cFileCount: 2,
          pFileSet: [
            { RemoteName: 'http://localhost/a', LocalName: 'C:\\a.bin' },
            { RemoteName: 'http://localhost/\u65e5', LocalName: 'C:\\\u65e5.bin' },
          ],
        },
        result: 0,
      },
    ]);
  });

  it('answers with the progress that the test sets', async () => {
    const job = await createJob();
    await job.resume();
    await expect(job.getState()).resolves.toBe(0);
    await service.setJob(job.id, { state: 2 });
    await service.progress(job.id, 0, 1n, 2n ** 40n);
    await expect(job.getState()).resolves.toBe(2);
    await expect(job.getProgress()).resolves.toMatchObject({ bytesTotal: 2n ** 40n, bytesTransferred: 1n });
    await service.finishJob(job.id);
    await expect(job.complete()).resolves.toBe(0);
    await expect(service.job(job.id)).resolves.toMatchObject({ state: 7, files: [{ completed: true }] });
  });

  it('returns the scripted HRESULT for one call', async () => {
    const job = await createJob();
    await service.fail('IBackgroundCopyJob.Resume', 0x80200002);
    await expect(job.resume()).rejects.toMatchObject({ code: 'BG_E_INVALID_STATE' });
    await job.resume();
    await expect(service.count('IBackgroundCopyJob.Resume')).resolves.toBe(2);
  });

  it('counts the round trips of a snapshot', async () => {
    const job = await createJob();
    await service.progress(job.id, 0, 0, 10);
    await service.reset();
    await job.snapshot();
    await expect(service.counts()).resolves.toEqual({
      'IBackgroundCopyJob.GetState': 1,
      'IBackgroundCopyJob.GetProgress': 1,
    });
    await expect(service.roundTrips()).resolves.toBe(2);
  });

  it('calls the sink of a job whose state the test changes', async () => {
    const job = await createJob();
    await job.setNotifyFlags(3);
    const notified = new Promise((resolve) => {
      job.setNotifyInterface(resolve).then(() => service.finishJob(job.id, 10), resolve);
    });
    await notified;
    await expect(service.notifications()).resolves.toMatchObject([
      { method: 'IBackgroundCopyCallback.JobTransferred', details: { job: job.id }, result: 0 },
    ]);
    await job.setNotifyInterface(null);
  });

  it('reports the error that the test has put a job into', async () => {
    const job = await createJob();
    await service.failJob(job.id, { context: 5, code: 0x80190194, file: 0, protocol: 'http' });
    await expect(job.getError()).resolves.toMatchObject({ context: 5, hresult: 0x80190194 });
    await expect(job.getErrorCount()).resolves.toBe(1);
  });

  it('has its jobs again after its process has ended, if they are kept', async () => {
    const job = await createJob();
    await service.kill('kept');
    await expect(job.getState()).resolves.toBe(3);
    await expect(service.job(job.id)).resolves.toMatchObject({ files: [file] });
    await expect(job.enumFiles()).resolves.toMatchObject([{ ...file, bytesTotal: unknownSize }]);
  });

  it('passes every argument and value of every method between processes', async () => {
    const program = join(dirname(process.env.WINPROGRESS_TEST_BITS ?? ''), 'bits-service-client.exe');
    const id = '{11111111-1111-1111-1111-111111111111}';
    const error = {
      context: 5,
      code: 0x80190194,
      file: 0,
      description: 'not f\u00f6und',
      contextDescription: 'remote file',
    };
    const failed = { remoteName: 'http://localhost/failed', localName: 'C:\\failed.bin' };
    await service.addJob({ id, owner: 'S-1-5-18', state: 4, error, files: [failed] });
    const { status, stdout } = spawnSync(program, { encoding: 'utf8' });
    expect(stdout.split(/\r?\n/).filter((line) => line.startsWith('FAILED'))).toEqual([]);
    expect(stdout).toMatch(/^[1-9]\d* passed, 0 failed/m);
    expect(status).toBe(0);
    const calls = (await service.calls()).map((call) => [call.method, call.arguments] as const);
    const isFixed = ([method, args]: (typeof calls)[number]) =>
      Object.keys(args).length > 0 &&
      (method !== 'IBackgroundCopyManager.GetJob' || args.jobID === '{00000000-0000-0000-0000-000000000000}');
    expect(calls.filter(isFixed)).toEqual(clientArguments);
    const called = new Set(calls.map(([method]) => method));
    expect(declaredMethods().filter((method) => !called.has(method) && !/Callback\d?\./.test(method))).toEqual([]);
  });

  it('passes every argument of its calls of callbacks between processes', async () => {
    const program = join(dirname(process.env.WINPROGRESS_TEST_BITS ?? ''), 'bits-service-client.exe');
    const client = promisify(execFile)(program, ['listen']);
    await service.called('IBackgroundCopyJob.Resume');
    const id = (await service.jobs()).find(({ displayName }) => displayName === 'sink')?.id ?? '';
    const ranges = [
      { initialOffset: 1n, length: 2n },
      { initialOffset: 2n ** 32n, length: 2n ** 64n - 1n },
    ];
    await service.notify(id, 'fileRangesTransferred', { ranges });
    const certificate = Uint8Array.of(0, 1, 255);
    await expect(service.validate(id, { certificate, store: Uint8Array.of(7) })).resolves.toBe(0x800b0109);
    await expect(service.job(id)).resolves.toMatchObject({ state: 5, error: { context: 8, code: 0x800b0109 } });
    await service.failJob(id, { context: 1, code: 0x80004005 });
    await service.finishJob(id, 10);
    const { stdout } = await client;
    const rules = stdout.split(/\r?\n/).map((line) => line.replace(/^ok +/, ''));
    expect(rules).toEqual(
      expect.arrayContaining([
        ...['JobModification', 'FileTransferred', 'FileRangesTransferred', 'ValidateServerCertificate'],
        ...['JobError', 'JobTransferred', 'the end is reported'],
      ]),
    );
    expect(stdout).toMatch(/ passed, 0 failed/);
  });

  it('keeps a call until it is released', async () => {
    const job = await createJob();
    await service.hang('IBackgroundCopyJob.GetState');
    const state = job.getState();
    await service.called('IBackgroundCopyJob.GetState');
    await expect(service.calls('IBackgroundCopyJob.GetState')).resolves.toMatchObject([{ result: null }]);
    await service.release('IBackgroundCopyJob.GetState');
    await expect(state).resolves.toBe(3);
  });

  it('ends a call that hangs when its process ends', async () => {
    const job = await createJob();
    await service.hang('IBackgroundCopyJob.Resume');
    const resumed = expect(job.resume()).rejects.toMatchObject({ code: 'BG_E_NOT_FOUND' });
    await service.called('IBackgroundCopyJob.Resume');
    await service.kill();
    await resumed;
  });

  it('returns the scripted success of a call that it carries out', async () => {
    const job = await createJob();
    await service.finishJob(job.id);
    await service.succeed('IBackgroundCopyJob.Complete', 0x0020001a);
    await expect(job.complete()).resolves.toBe(0x0020001a);
    await expect(service.job(job.id)).resolves.toMatchObject({ state: 7 });
  });

  it('has only the interfaces of its version, and not those that are left out', async () => {
    const program = join(dirname(process.env.WINPROGRESS_TEST_BITS ?? ''), 'bits-service-client.exe');
    const queries = async () =>
      (await service.calls('IUnknown.QueryInterface')).map((call) => [call.arguments.riid, call.result]);
    const job5 = '{E847030C-BBBA-4657-AF6D-484AA42BF1FE}';
    await service.configure({ version: '3.0' });
    expect(spawnSync(program).status).not.toBe(0);
    await expect(queries()).resolves.toEqual([[job5, 0x80004002]]);
    await service.reset();
    await service.configure({ version: '10.3', without: ['IBackgroundCopyJob5'] });
    expect(spawnSync(program).status).not.toBe(0);
    await expect(queries()).resolves.toEqual([[job5, 0x80004002]]);
    await service.configure({ without: [] });
  });

  it('refuses the notification flags of a later version', async () => {
    const job = await createJob();
    await service.configure({ version: '2.5' });
    await expect(job.setNotifyFlags(0x10)).rejects.toMatchObject({ code: 'E_NOTIMPL' });
    await service.configure({ version: '10.3' });
    await job.setNotifyFlags(0x30);
  });

  it('lists the jobs of others to an administrator only', async () => {
    await service.addJob({ displayName: 'another', owner: 'S-1-5-18' });
    await expect(manager.enumJobs(0)).resolves.toHaveLength(0);
    await expect(manager.enumJobs(1)).resolves.toHaveLength(1);
    await service.configure({ administrator: false });
    await expect(manager.enumJobs(1)).rejects.toMatchObject({ code: 'E_ACCESSDENIED' });
    await service.configure({ administrator: true });
  });

  it('reports the end of a job to a sink that is registered later, and only once', async () => {
    const job = await createJob();
    await service.finishJob(job.id, 10);
    await new Promise((resolve, reject) => {
      job.setNotifyInterface(resolve).catch(reject);
    });
    await expect(service.notifications()).resolves.toHaveLength(1);
    await service.repeatNotifications();
    await expect(service.notifications()).resolves.toHaveLength(1);
    await job.setNotifyInterface(null);
  });

  it('has no jobs after its process has ended, if they are lost', async () => {
    const job = await createJob();
    await service.kill('lost');
    await expect(job.getState()).rejects.toMatchObject({ code: 'BG_E_NOT_FOUND' });
  });
});
