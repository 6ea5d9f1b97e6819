import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { JobVerbs } from '../../lib/bits/verbs.js';
import { hresults } from '../../lib/com/hresult.js';
import { connect } from '../../lib/index.js';
import { BitsUploadServer, type Intervention, type UploadServerOptions } from '../support/bits-upload-server.js';
import { Downloads, patternOf, until } from './support/downloads.js';
import { RawServer } from './support/raw-server.js';
import { serve } from './support/served-content.js';
import { state } from './support/states.js';

const upload = 1;
const uploadReply = 2;
const ended = (reached: number) => reached === state.transferred || reached === state.error;

/** Two fragments and a part of a third. */
const size = 1_200_000;

async function uploading(type: number, options?: UploadServerOptions, bytes = size) {
  const downloads = await Downloads.open();
  const server = await BitsUploadServer.start(options);
  const content = patternOf(bytes);
  await writeFile(downloads.pathOf('out'), content);
  const job = await downloads.manager.createJob('upload', type, { customHeaders: 'X-Test: 1\r\n' }, [
    { remoteName: `${server.origin}/in`, localName: downloads.pathOf('out') },
  ]);
  return {
    downloads,
    server,
    content,
    job,
    async [Symbol.asyncDispose]() {
      await downloads[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Headers of a response to Create-Session. */
const acknowledged = { 'BITS-Packet-Type': 'Ack', 'BITS-Protocol': '{7df0354d-249b-430f-820d-3d2a9bef4931}' };

async function run(job: JobVerbs): Promise<void> {
  await job.resume();
  await until(job, ended);
}

describe('an upload over HTTP', () => {
  it('sends a session, fragments and its end, as the BITS upload protocol has it', async () => {
    await using all = await uploading(upload);
    const { job, server, content } = all;
    await run(job);
    expect(await job.snapshot()).toMatchObject({
      state: state.transferred,
      progress: { bytesTotal: BigInt(size), bytesTransferred: BigInt(size), filesTransferred: 1 },
    });
    expect(server.types()).toEqual(['Create-Session', 'Fragment', 'Fragment', 'Fragment', 'Close-Session']);
    expect(server.received.get('/in')?.equals(content)).toBe(true);
    expect(server.packets[0]?.headers).toMatchObject({
      'bits-supported-protocols': '{7df0354d-249b-430f-820d-3d2a9bef4931}',
      'x-test': '1',
    });
    expect(server.packets[1]?.headers).toMatchObject({
      'content-name': 'out',
      'content-range': `bytes 0-524287/${size}`,
    });
    expect(server.packets[2]?.headers).not.toHaveProperty('content-name');
    expect(await job.complete()).toBe(hresults.S_OK);
  });

  it('sends an empty file', async () => {
    await using all = await uploading(upload, {}, 0);
    await run(all.job);
    expect(await all.job.getState()).toBe(state.transferred);
    expect(all.server.received.get('/in')).toHaveLength(0);
  });

  it('goes on in the same session after the connection was cut', async () => {
    await using all = await uploading(upload, {
      intervene: (_, count) => (count === 3 || count === 4 ? { kind: 'cut' } : undefined),
    });
    const { job, server, content } = all;
    await job.resume();
    await until(job, (reached) => reached === state.transientError);
    await run(job);
    expect(server.received.get('/in')?.equals(content)).toBe(true);
    expect(server.types().filter((type) => type === 'Create-Session')).toHaveLength(1);
    expect(server.types().filter((type) => type === 'Fragment').length).toBeGreaterThan(3);
  });

  it('begins a new session when the server has lost the old one', async () => {
    await using all = await uploading(upload, {
      intervene: (_, count) => (count === 3 ? { kind: 'removeSessions' } : undefined),
    });
    await run(all.job);
    expect(all.server.received.get('/in')?.equals(all.content)).toBe(true);
    expect(all.server.types().filter((type) => type === 'Create-Session')).toHaveLength(2);
  });

  it('does not send the file again when the responses to the end of its session are lost', async () => {
    let lost = 0;
    await using all = await uploading(upload, {
      intervene: ({ headers }) => {
        if (headers['bits-packet-type'] !== 'Close-Session' || lost === 2) return undefined;
        lost += 1;
        return { kind: 'loseAnswer' };
      },
    });
    const { job, server, content } = all;
    await job.resume();
    await until(job, (reached) => reached === state.transientError);
    await run(job);
    expect(await job.getState()).toBe(state.transferred);
    expect(server.received.get('/in')?.equals(content)).toBe(true);
    expect(server.types().filter((type) => type === 'Create-Session')).toHaveLength(1);
  });

  it('sends the file again when the server has lost it before the end of its session', async () => {
    await using all = await uploading(upload, {
      intervene: (_, count) => {
        if (count === 5) return { kind: 'answer', status: 503 };
        return count === 6 ? { kind: 'removeSessions' } : undefined;
      },
    });
    const { job, server, content } = all;
    await job.resume();
    await until(job, (reached) => reached === state.transientError);
    await run(job);
    expect(server.received.get('/in')?.equals(content)).toBe(true);
    expect(server.types().filter((type) => type === 'Create-Session')).toHaveLength(2);
  });

  it.each<[string, Intervention]>([
    ['sessions', { kind: 'removeSessions' }],
    ['bytes', { kind: 'answer', status: 416, headers: { 'BITS-Received-Content-Range': '0' } }],
  ])('ends in an invalid response when the server loses its %s again and again', async (_, intervention) => {
    let fragments = 0;
    await using all = await uploading(upload, {
      intervene: ({ headers }) => {
        if (headers['bits-packet-type'] !== 'Fragment') return undefined;
        fragments += 1;
        return fragments % 2 === 0 ? intervention : undefined;
      },
    });
    await run(all.job);
    expect(await all.job.snapshot()).toMatchObject({
      state: state.error,
      error: { hresult: hresults.BG_E_INVALID_SERVER_RESPONSE },
    });
    expect(fragments).toBeLessThan(20);
  });

  it('sends user name and password of the URL, and no secrets to another host that the server names for its packets', async () => {
    await using other = await BitsUploadServer.start();
    const named = { ...acknowledged, 'BITS-Session-Id': 'x', 'BITS-Host-Id': new URL(other.origin).host };
    await using server = await BitsUploadServer.start({
      intervene: ({ headers }) =>
        headers['bits-packet-type'] === 'Create-Session' ? { kind: 'answer', status: 201, headers: named } : undefined,
    });
    await using downloads = await Downloads.open();
    await writeFile(downloads.pathOf('out'), patternOf(10));
    const job = await downloads.manager.createJob(
      'upload',
      upload,
      { customHeaders: 'Cookie: secret\r\nX-Test: 1\r\n' },
      [{ remoteName: `${server.origin.replace('://', '://me:secret@')}/in`, localName: downloads.pathOf('out') }],
    );
    await run(job);
    const basic = `Basic ${Buffer.from('me:secret').toString('base64')}`;
    expect(server.packets[0]?.headers).toMatchObject({ authorization: basic, cookie: 'secret', 'x-test': '1' });
    const sent = other.packets.map(({ headers }) => [headers.authorization, headers.cookie, headers['x-test']]);
    expect(sent[0]).toEqual([undefined, undefined, '1']);
    expect(new Set(sent.map(String)).size).toBe(1);
  });

  it('sends a file whose name is not well-formed Unicode', async () => {
    await using downloads = await Downloads.open();
    await using server = await BitsUploadServer.start();
    const localName = downloads.pathOf('out\ud800');
    await writeFile(localName, patternOf(10));
    const job = await downloads.manager.createJob('upload', upload, {}, [
      { remoteName: `${server.origin}/in`, localName },
    ]);
    await run(job);
    expect(await job.getState()).toBe(state.transferred);
    expect(server.packets[1]?.headers['content-name']).toBe('out%EF%BF%BD');
  });

  it('cancels the session with the job', async () => {
    await using all = await uploading(upload, {
      intervene: (_, count) => (count === 3 ? { kind: 'answer', status: 503 } : undefined),
    });
    const { job, server } = all;
    await job.resume();
    await until(job, (reached) => reached === state.transientError);
    await job.cancel();
    expect(server.types().at(-1)).toBe('Cancel-Session');
    expect(server.openSessions).toBe(0);
  });

  it('uses the method of the job for each packet, also for the one that cancels its session', async () => {
    const session = { ...acknowledged, 'BITS-Session-Id': 'x' };
    await using all = await uploading(upload, {
      intervene: (_, count) =>
        count === 1 ? { kind: 'answer', status: 201, headers: session } : { kind: 'answer', status: 503 },
    });
    const { job, server } = all;
    await job.configure({ httpMethod: 'PATCH' });
    await run(job);
    await job.cancel();
    expect(server.packets.map(({ method, headers }) => [method, headers['bits-packet-type']])).toEqual([
      ['PATCH', 'Create-Session'],
      ['PATCH', 'Fragment'],
      ['PATCH', 'Cancel-Session'],
    ]);
  });

  it.each([
    [
      'an error of the server application',
      { status: 500, headers: { 'BITS-Error-Code': '0x80004005', 'BITS-Error-Context': '0x7' } },
      { state: state.transientError, error: { hresult: hresults.E_FAIL, context: 7 } },
    ],
    [
      'an error of the server',
      { status: 403, headers: { 'BITS-Error': '80070005', 'BITS-Error-Context': '5' } },
      { state: state.error, error: { hresult: hresults.E_ACCESSDENIED, context: 5 } },
    ],
    [
      'a server that does not know the method',
      { status: 501 },
      { state: state.error, error: { hresult: 0x801901f5, context: 5 } },
    ],
    [
      'a server that answers, but not by the protocol',
      { status: 200 },
      { state: state.error, error: { hresult: hresults.BG_E_INVALID_SERVER_RESPONSE } },
    ],
    [
      'a server with another protocol',
      { status: 201, headers: { 'BITS-Packet-Type': 'Ack', 'BITS-Session-Id': 'x', 'BITS-Protocol': '{1}' } },
      { state: state.error, error: { hresult: hresults.BG_E_CLIENT_SERVER_PROTOCOL_MISMATCH } },
    ],
    [
      'a session id that cannot be sent back',
      { status: 200, headers: { ...acknowledged, 'BITS-Session-Id': 'a\u0001b' } },
      { state: state.error, error: { hresult: hresults.BG_E_INVALID_SERVER_RESPONSE } },
    ],
    [
      'a session id that is too long to be sent back',
      { status: 200, headers: { ...acknowledged, 'BITS-Session-Id': 'a'.repeat(70_000) } },
      { state: state.error, error: { hresult: hresults.BG_E_INVALID_SERVER_RESPONSE } },
    ],
  ])('ends in %s', async (_, answer, expected) => {
    await using all = await uploading(upload, { intervene: () => ({ kind: 'answer', ...answer }) });
    await all.job.resume();
    await until(all.job, (reached) => ended(reached) || reached === state.transientError);
    expect(await all.job.snapshot()).toMatchObject(expected);
  });
});

describe('an upload with a reply over HTTP', () => {
  it('downloads the reply from the URL that the server returns', async () => {
    await using all = await uploading(uploadReply, { reply: Buffer.from('the reply') });
    const { job, downloads } = all;
    const name = downloads.pathOf('reply');
    await job.configure({ replyFileName: name });
    await run(job);
    expect(await job.getReplyProgress()).toEqual({ bytesTotal: 9n, bytesTransferred: 9n });
    expect(Buffer.from((await job.getReplyData()) ?? []).toString()).toBe('the reply');
    await job.complete();
    expect(await readFile(name, 'utf8')).toBe('the reply');
    expect((await downloads.list()).sort()).toEqual(['out', 'reply']);
  });

  it('has no reply of an earlier session, which the server has lost', async () => {
    await using all = await uploading(uploadReply, {
      intervene: (_, count) => {
        const received = { 'BITS-Packet-Type': 'Ack', 'BITS-Received-Content-Range': String(size) };
        if (count === 4) return { kind: 'answer', status: 200, headers: { ...received, 'BITS-Reply-URL': '/old' } };
        if (count === 5) return { kind: 'answer', status: 503 };
        return count === 6 ? { kind: 'removeSessions' } : undefined;
      },
    });
    const { job, server } = all;
    await job.resume();
    await until(job, (reached) => reached === state.transientError);
    await run(job);
    expect([await job.getState(), await job.getReplyData()]).toEqual([state.transferred, null]);
    expect(server.packets.map(({ path }) => path)).not.toContain('/old');
  });

  it('does not send credentials to another origin that the server names for the reply', async () => {
    await using target = await RawServer.start(serve);
    await using all = await uploading(uploadReply, { replyUrl: `${target.origin}/reply` });
    await all.job.configure({ customHeaders: 'Authorization: Bearer secret\r\nX-Test: 1\r\n' });
    await run(all.job);
    expect(all.server.packets[0]?.headers).toMatchObject({ authorization: 'Bearer secret' });
    expect(target.requests.map(({ headers }) => [headers.get('authorization'), headers.get('x-test')])).toEqual([
      [undefined, '1'],
      [undefined, '1'],
    ]);
  });

  it.each([
    ['of another scheme', 'mailto:x'],
    ['of a local file', 'file:///etc/passwd'],
    ['that is not valid', 'http://['],
    ['that is longer than a remote name', `/${'a'.repeat(3000)}`],
  ])('ends in an invalid response when the server names a URL %s for the reply', async (_, replyUrl) => {
    await using all = await uploading(uploadReply, { replyUrl });
    await run(all.job);
    expect(await all.job.snapshot()).toMatchObject({
      state: state.error,
      error: { hresult: hresults.BG_E_INVALID_SERVER_RESPONSE, context: 5 },
    });
  });
});

describe('bits.upload() that reads the reply', () => {
  it.each([
    ['a reply', Buffer.from('reply')],
    ['no reply', undefined],
  ])('leaves no file beside the uploaded one: %s', async (_, reply) => {
    await using downloads = await Downloads.open();
    await using server = await BitsUploadServer.start(reply === undefined ? {} : { reply });
    await writeFile(downloads.pathOf('out'), patternOf(1000));
    await using connection = await connect({ backend: downloads.emulation });
    const result = await connection.bits.upload(downloads.pathOf('out'), `${server.origin}/in`, { reply: true });
    expect(result.reply === null ? undefined : Buffer.from(result.reply)).toEqual(reply);
    expect(await downloads.list()).toEqual(['out']);
  });
});
