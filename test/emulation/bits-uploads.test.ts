import { describe, expect, it } from 'vitest';
import type { JobSettingsRecord } from '../../lib/bits/verbs.js';
import { hresults } from '../../lib/com/hresult.js';
import type { Emulation, ReceiverOptions } from '../../lib/emulation.js';
import { caught } from '../support/caught.js';
import { openMachine, url } from './support/machine.js';
import { state, unknown } from './support/states.js';

const upload = 1;
const uploadReply = 2;
const content = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);
const target = { remoteName: url('in'), localName: 'C:\\out\\file' };

async function uploading(type: number, server?: ReceiverOptions, settings?: JobSettingsRecord) {
  const machine = await openMachine();
  machine.emulation.files.write(target.localName, content);
  machine.emulation.network.receive(url('in'), { bytesPerSecond: 1000, latency: 0, ...server });
  const job = await machine.manager.createJob('test', type, settings, [target]);
  await job.resume();
  return { ...machine, job };
}

describe('an upload', () => {
  it('sends the file, and is complete for the file at once', async () => {
    const { emulation, job, tick } = await uploading(upload);
    await tick(500);
    expect(await job.snapshot()).toMatchObject({
      state: state.transferring,
      progress: { bytesTotal: 1000n, bytesTransferred: 500n },
    });
    await tick(1000);
    expect(await job.getState()).toBe(state.transferred);
    expect(await job.enumFiles()).toMatchObject([{ completed: true, bytesTransferred: 1000n }]);
    expect(emulation.network.received(url('in'))).toEqual(content);
    expect(await job.complete()).toBe(hresults.S_OK);
    expect(await job.getState()).toBe(state.acknowledged);
    expect(emulation.files.read(target.localName)).toEqual(content);
  });

  it('cannot be completed before it is transferred', async () => {
    const { job, tick } = await uploading(upload);
    await tick(500);
    expect(await caught(job.complete())).toMatchObject({ code: 'BG_E_INVALID_STATE' });
  });

  it('takes one file alone', async () => {
    const { job } = await uploading(upload);
    expect(await caught(job.addFileSet([target]))).toMatchObject({ code: 'BG_E_TOO_MANY_FILES' });
  });

  it('goes on from what the server has received after an interruption', async () => {
    const { emulation, job, tick } = await uploading(
      upload,
      { faults: [{ at: 600, kind: 'cut' }] },
      { minimumRetryDelay: 5 },
    );
    await tick(700);
    expect(await job.snapshot()).toMatchObject({ state: state.transientError, progress: { bytesTransferred: 600n } });
    await tick(5400);
    expect(await job.getState()).toBe(state.transferred);
    expect(emulation.network.received(url('in'))).toEqual(content);
  });

  it('keeps the file when it is cancelled', async () => {
    const { emulation, job, tick } = await uploading(upload);
    await tick(500);
    await job.cancel();
    expect(emulation.files.read(target.localName)).toEqual(content);
    expect(emulation.network.received(url('in'))).toBeUndefined();
  });

  it.each<[string, ReceiverOptions, number, number]>([
    ['a server that refuses it', { status: 403 }, state.error, 0x80190193],
    ['a server that fails', { status: 503 }, state.transientError, 0x801901f7],
    [
      'a server that demands credentials',
      { credentials: { scheme: 'basic', user: 'u', password: 'p' } },
      state.error,
      0x80190191,
    ],
  ])('ends in the error of %s', async (_, server, reached, hresult) => {
    const { job, tick } = await uploading(upload, server);
    await tick(5000);
    expect(await job.snapshot()).toMatchObject({ state: reached, error: { hresult } });
  });

  it('ends in an error of the local file when that does not exist', async () => {
    const { emulation, job, tick } = await uploading(upload);
    await job.suspend();
    emulation.files.delete(target.localName);
    await job.resume();
    await tick(5000);
    expect(await job.snapshot()).toMatchObject({
      state: state.error,
      error: { hresult: hresults.ERROR_FILE_NOT_FOUND, context: 4 },
    });
  });

  it.each([
    ['another size', () => new Uint8Array(5)],
    ['the same size', ({ files }: Emulation) => new Uint8Array(Number(files.size(target.localName)))],
  ])('ends in BG_E_LOCAL_FILE_CHANGED when the file is written on the way: with %s', async (_, bytesFor) => {
    const { emulation, job, tick } = await uploading(upload);
    await tick(500);
    await job.suspend();
    emulation.files.write(target.localName, bytesFor(emulation));
    await job.resume();
    await tick(5000);
    expect(await job.getError()).toMatchObject({ hresult: hresults.BG_E_LOCAL_FILE_CHANGED });
  });

  it('has no reply', async () => {
    const { job } = await uploading(upload);
    for (const call of [job.getReplyProgress(), job.getReplyData()])
      expect(await caught(call)).toMatchObject({ code: 'E_NOTIMPL' });
  });
});

describe('an upload with a reply', () => {
  const reply = Uint8Array.from([1, 2, 3, 4]);

  it('downloads the reply, and puts it under its name with Complete', async () => {
    const { emulation, job, tick } = await uploading(uploadReply, { reply }, { replyFileName: 'C:\\reply' });
    expect(await job.getReplyProgress()).toEqual({ bytesTotal: unknown, bytesTransferred: 0n });
    await tick(5000);
    expect(await job.getState()).toBe(state.transferred);
    expect(await job.getReplyProgress()).toEqual({ bytesTotal: 4n, bytesTransferred: 4n });
    expect(await job.getReplyData()).toEqual(reply);
    expect(emulation.files.has('C:\\reply')).toBe(false);
    expect(await job.complete()).toBe(hresults.S_OK);
    expect(emulation.files.read('C:\\reply')).toEqual(reply);
    expect(await job.getReplyData()).toEqual(reply);
  });

  it('counts the upload alone in its progress', async () => {
    const { job, tick } = await uploading(uploadReply, { reply });
    await tick(5000);
    expect(await job.getProgress()).toEqual({
      bytesTotal: 1000n,
      bytesTransferred: 1000n,
      filesTotal: 1,
      filesTransferred: 1,
    });
  });

  it('makes up the name of the reply file beside the upload file', async () => {
    const { emulation, job, tick } = await uploading(uploadReply, { reply });
    await tick(5000);
    const name = await job.detail('replyFileName');
    expect(name).toMatch(/^C:\\out\\/);
    await job.complete();
    expect(emulation.files.read(name ?? '')).toEqual(reply);
  });

  it('has no data, and an empty file, when the server sends no reply', async () => {
    const { emulation, job, tick } = await uploading(uploadReply, {}, { replyFileName: 'C:\\reply' });
    await tick(5000);
    expect(await job.getState()).toBe(state.transferred);
    expect(await job.getReplyData()).toBeNull();
    await job.complete();
    expect(emulation.files.read('C:\\reply')).toEqual(new Uint8Array());
  });

  it('is BG_E_TOO_LARGE above 1 MB', async () => {
    const { job, tick } = await uploading(uploadReply, { reply: new Uint8Array(1024 * 1024 + 1) });
    await tick(10_000);
    expect(await job.getState()).toBe(state.transferred);
    expect(await caught(job.getReplyData())).toMatchObject({
      code: 'BG_E_TOO_LARGE',
      operation: 'IBackgroundCopyJob2.GetReplyData',
    });
  });

  it('has its data only when it is transferred', async () => {
    const { job } = await uploading(uploadReply, { reply });
    expect(await caught(job.getReplyData())).toMatchObject({ code: 'BG_E_INVALID_STATE' });
  });

  it('keeps its file name once the reply is known', async () => {
    const { job, tick } = await uploading(uploadReply, { reply });
    await tick(5000);
    expect(await caught(job.configure({ replyFileName: 'C:\\other' }))).toMatchObject({
      code: 'BG_E_INVALID_STATE',
      operation: 'IBackgroundCopyJob2.SetReplyFileName',
    });
  });
});
