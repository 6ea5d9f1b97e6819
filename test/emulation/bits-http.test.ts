import { createHash, X509Certificate } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { generate } from 'selfsigned';
import { describe, expect, it } from 'vitest';
import type { CredentialsRecord, JobSettingsRecord, JobVerbs } from '../../lib/bits/verbs.js';
import { hresults } from '../../lib/com/hresult.js';
import { Downloads, patternOf, until } from './support/downloads.js';
import { type Certificate, head, type RawHandler, type RawRequest, RawServer } from './support/raw-server.js';
import { state } from './support/states.js';

const content = patternOf(100_000);
const settled = (reached: number) =>
  reached === state.transferred ||
  reached === state.error ||
  reached === state.transientError ||
  reached === state.suspended;

/** Serves the content, with ranges that have an end. */
const serve: RawHandler = (request, socket) => {
  const [, first = '0', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.range ?? '') ?? [];
  const start = Number(first);
  const end = last === '' ? content.length : Number(last) + 1;
  const fields = ['ETag: "1"', 'Accept-Ranges: bytes', 'Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT'];
  if (request.range === null) socket.write(head('200 OK', ...fields, `Content-Length: ${content.length}`));
  else {
    const range = `Content-Range: bytes ${start}-${end - 1}/${content.length}`;
    socket.write(head('206 Partial Content', ...fields, range, `Content-Length: ${end - start}`));
  }
  if (request.method !== 'HEAD') socket.write(content.subarray(start, end));
};

async function start(handler: RawHandler, certificate?: Certificate) {
  const downloads = await Downloads.open();
  const server = await RawServer.start(handler, certificate);
  return {
    downloads,
    server,
    async job(settings?: JobSettingsRecord, url = `${server.origin}/a`): Promise<JobVerbs> {
      return await downloads.manager.createJob('test', 0, settings, [
        { remoteName: url, localName: downloads.pathOf('a') },
      ]);
    },
    async [Symbol.asyncDispose]() {
      await downloads[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

async function run(job: JobVerbs) {
  await job.resume();
  await until(job, settled);
  return await job.snapshot();
}

describe('custom headers over HTTP', () => {
  it('are sent with every request', async () => {
    await using all = await start(serve);
    await run(await all.job({ customHeaders: 'X-One: 1\r\nX-Two: two words\r\nX-One: 2\r\n' }));
    expect(all.server.requests.map(({ method }) => method)).toEqual(['HEAD', 'GET']);
    for (const { headers } of all.server.requests) expect(headers.get('x-two')).toBe('two words');
  });

  it('that carry credentials are not sent to the origin that a redirection leads to', async () => {
    await using target = await start(serve);
    await using all = await start((_, socket) => {
      socket.write(head('302 Found', `Location: ${target.server.origin}/a`, 'Content-Length: 0'));
    });
    const job = await all.job({ customHeaders: 'Authorization: Bearer secret\r\nX-One: 1\r\n' });
    expect(await run(job)).toMatchObject({ state: state.transferred });
    expect(all.server.requests[0]?.headers.get('authorization')).toBe('Bearer secret');
    expect(target.server.requests[0]?.headers.get('authorization')).toBeUndefined();
    expect(target.server.requests[0]?.headers.get('x-one')).toBe('1');
  });
});

describe('an HTTP method over HTTP', () => {
  it('is sent without HEAD', async () => {
    await using all = await start(serve);
    expect(await run(await all.job({ httpMethod: 'POST' }))).toMatchObject({ state: state.transferred });
    expect(all.server.requests.map(({ method }) => method)).toEqual(['POST']);
  });
});

describe('response headers over HTTP', () => {
  it('are those of the last answer', async () => {
    await using all = await start(serve);
    const job = await all.job();
    await run(job);
    const [file] = await job.openFiles();
    expect(await file?.getResponseHeaders()).toMatch(/^HTTP\/1\.1 200 OK\r\nETag: "1"\r\n/);
  });
});

describe('ranges over HTTP', () => {
  it('are written one after the other', async () => {
    await using all = await start(serve);
    const job = await all.downloads.manager.createJob('test', 0);
    const name = { remoteName: `${all.server.origin}/a`, localName: all.downloads.pathOf('a') };
    await job.addFileWithRanges(name, [
      { offset: 90_000n, length: 2n ** 64n - 1n },
      { offset: 10n, length: 20n },
    ]);
    expect(await run(job)).toMatchObject({ state: state.transferred, progress: { bytesTotal: 10_020n } });
    await job.complete();
    const expected = Buffer.concat([content.subarray(90_000), content.subarray(10, 30)]);
    expect((await readFile(name.localName)).equals(expected)).toBe(true);
  });

  it('that are requested are filled at their places', async () => {
    await using all = await start(serve);
    const job = await all.job({ onDemandMode: true });
    const [file] = await job.openFiles();
    await file?.requestFileRanges([{ offset: 50_000n, length: 1000n }]);
    expect(await run(job)).toMatchObject({ state: state.suspended, progress: { bytesTransferred: 1000n } });
    const name = (await file?.getTemporaryName()) ?? '';
    expect((await readFile(name)).subarray(50_000, 51_000).equals(content.subarray(50_000, 51_000))).toBe(true);
    await file?.requestFileRanges([{ offset: 0n, length: 2n ** 64n - 1n }]);
    expect(await run(job)).toMatchObject({ state: state.transferred });
    await job.complete();
    expect((await readFile(all.downloads.pathOf('a'))).equals(content)).toBe(true);
  });

  it('of a server without ranges are BG_E_INSUFFICIENT_RANGE_SUPPORT', async () => {
    await using all = await start((request, socket) => serve({ ...request, range: null }, socket));
    const job = await all.downloads.manager.createJob('test', 0);
    const name = { remoteName: `${all.server.origin}/a`, localName: all.downloads.pathOf('a') };
    await job.addFileWithRanges(name, [{ offset: 10n, length: 20n }]);
    expect(await run(job)).toMatchObject({
      state: state.error,
      error: { hresult: hresults.BG_E_INSUFFICIENT_RANGE_SUPPORT },
    });
  });
});

describe('HIGH_PERFORMANCE over HTTP', () => {
  it('writes to the local file itself, in place of an older one', async () => {
    await using all = await start(serve);
    const name = all.downloads.pathOf('a');
    await writeFile(name, Buffer.alloc(200_000, 1));
    const job = await all.job({ highPerformance: true });
    expect(await run(job)).toMatchObject({ state: state.transferred });
    expect(await all.downloads.list()).toEqual(['a']);
    expect(await job.complete()).toBe(hresults.S_OK);
    expect((await readFile(name)).equals(content)).toBe(true);
  });

  it('goes on after Suspend, and keeps what has been written after Cancel', async () => {
    let released = false;
    await using all = await start((request, socket) => {
      if (released || request.method === 'HEAD') serve(request, socket);
      else
        socket.write(
          Buffer.concat([
            Buffer.from(head('200 OK', 'ETag: "1"', 'Content-Length: 100000')),
            content.subarray(0, 50_000),
          ]),
        );
    });
    const job = await all.job({ highPerformance: true });
    await job.resume();
    await until(job, (_, bytes) => bytes === 50_000n);
    await job.suspend();
    released = true;
    await job.resume();
    await until(job, settled);
    expect(all.server.ranges()).toEqual([null, 'bytes=50000-']);
    await job.cancel();
    expect((await readFile(all.downloads.pathOf('a'))).equals(content)).toBe(true);
  });
});

describe('SetValidationState over HTTP', () => {
  it('has the file downloaded again after FALSE', async () => {
    await using all = await start(serve);
    const job = await all.job();
    await run(job);
    const [file] = await job.openFiles();
    await file?.setValidationState(false);
    expect(await job.getState()).toBe(state.error);
    expect(await run(job)).toMatchObject({ state: state.transferred });
    expect(all.server.requests.filter(({ method }) => method === 'GET')).toHaveLength(2);
    await job.complete();
    expect((await readFile(all.downloads.pathOf('a'))).equals(content)).toBe(true);
  });
});

describe('a temporary file with random access that was deleted', () => {
  it('is filled from the start again', async () => {
    await using all = await start(serve);
    const job = await all.job({ onDemandMode: true });
    const [file] = await job.openFiles();
    await file?.requestFileRanges([{ offset: 50_000n, length: 1000n }]);
    await run(job);
    await rm((await file?.getTemporaryName()) ?? '');
    await file?.requestFileRanges([{ offset: 0n, length: 2n ** 64n - 1n }]);
    expect(await run(job)).toMatchObject({ state: state.transferred });
    await job.complete();
    expect((await readFile(all.downloads.pathOf('a'))).equals(content)).toBe(true);
  });
});

describe('the redirect policy over HTTP', () => {
  const redirect: RawHandler = (request, socket) => {
    if (request.path === '/b') serve(request, socket);
    else socket.write(head('301 Moved Permanently', 'Location: /b', 'Content-Length: 0'));
  };

  it.each([
    [0x100, { state: state.transferred }],
    [0x200, { state: state.error, error: { hresult: 0x8019012d } }],
  ])('%i reports the URL', async (securityFlags, expected) => {
    await using all = await start(redirect);
    const job = await all.job({ securityFlags });
    expect(await run(job)).toMatchObject(expected);
    expect((await job.enumFiles())[0]?.remoteName).toBe(`${all.server.origin}/b`);
  });
});

const basic: CredentialsRecord = { target: 1, scheme: 1, userName: 'ü', password: 'a:b' };
const digest: CredentialsRecord = { target: 1, scheme: 2, userName: 'u', password: 'secret' };

describe('credentials of a server', () => {
  const authorization = `Basic ${Buffer.from('ü:a:b').toString('base64')}`;
  const demandBasic: RawHandler = (request, socket) => {
    if (request.headers.get('authorization') === authorization) serve(request, socket);
    else socket.write(head('401 Unauthorized', 'WWW-Authenticate: Basic realm="x"', 'Content-Length: 0'));
  };

  it('answer Basic, once for all requests', async () => {
    await using all = await start(demandBasic);
    expect(await run(await all.job({ credentials: [basic] }))).toMatchObject({ state: state.transferred });
    expect(all.server.requests.map(({ method }) => method)).toEqual(['HEAD', 'HEAD', 'GET']);
  });

  it('are not sent to a server that does not ask', async () => {
    await using all = await start(serve);
    await run(await all.job({ credentials: [basic] }));
    for (const { headers } of all.server.requests) expect(headers.has('authorization')).toBe(false);
  });

  it.each<[string, CredentialsRecord[]]>([
    ['no credentials', []],
    ['wrong ones', [{ ...basic, password: 'other' }]],
    ['those of another scheme', [digest]],
  ])('end in BG_E_HTTP_ERROR_401 with %s', async (_, credentials) => {
    await using all = await start(demandBasic);
    expect(await run(await all.job({ credentials }))).toMatchObject({
      state: state.error,
      error: { hresult: 0x80190191, context: 5 },
    });
    expect(all.server.requests.length).toBeLessThanOrEqual(2);
  });

  it.each(['MD5', 'SHA-256'])('answer Digest with %s', async (algorithm) => {
    const nonce = 'n0nce';
    const isRight = ({ method, path, headers }: RawRequest) => {
      const given = Object.fromEntries(
        [...(headers.get('authorization') ?? '').matchAll(/(\w+)=(?:"([^"]*)"|([^,\s]+))/g)].map(
          ([, name = '', text, token]) => [name, text ?? token ?? ''],
        ),
      );
      const hash = (text: string) => createHash(algorithm.replace('-', '').toLowerCase()).update(text).digest('hex');
      const secret = hash('u:the realm:secret');
      const expected = hash(`${secret}:${nonce}:${given.nc}:${given.cnonce}:auth:${hash(`${method}:${path}`)}`);
      return given.response === expected && given.opaque === 'o' && given.uri === path;
    };
    const challenge = `Digest realm="the realm", nonce="${nonce}", qop="auth,auth-int", opaque="o", algorithm=${algorithm}`;
    await using all = await start((request, socket) => {
      if (isRight(request)) serve(request, socket);
      else
        socket.write(head('401 Unauthorized', `WWW-Authenticate: ${challenge}, Basic realm="x"`, 'Content-Length: 0'));
    });
    expect(await run(await all.job({ credentials: [basic, digest] }))).toMatchObject({ state: state.transferred });
    expect(all.server.requests.at(-1)?.headers.get('authorization')).toContain('nc=00000002');
  });
});

describe('the proxy of a job', () => {
  it('is asked for the whole URL, with the credentials that it demands', async () => {
    const authorization = `Basic ${Buffer.from('ü:a:b').toString('base64')}`;
    await using all = await start((request, socket) => {
      if (request.headers.get('proxy-authorization') === authorization) serve(request, socket);
      else
        socket.write(
          head('407 Proxy Authentication Required', 'Proxy-Authenticate: Basic realm="p"', 'Content-Length: 0'),
        );
    });
    const proxy = { usage: 2, list: `http=127.0.0.1:${all.server.port}`, bypass: '*.other.example' };
    const job = await all.job({ proxy, credentials: [{ ...basic, target: 2 }] }, 'http://files.example/a');
    expect(await run(job)).toMatchObject({ state: state.transferred });
    expect(all.server.requests.at(-1)).toMatchObject({ method: 'GET', path: 'http://files.example/a' });
  });

  it('without credentials is BG_E_HTTP_ERROR_407', async () => {
    await using all = await start((_, socket) => {
      socket.write(
        head('407 Proxy Authentication Required', 'Proxy-Authenticate: Basic realm="p"', 'Content-Length: 0'),
      );
    });
    const proxy = { usage: 2, list: `127.0.0.1:${all.server.port}`, bypass: null };
    expect(await run(await all.job({ proxy }, 'http://files.example/a'))).toMatchObject({
      state: state.error,
      error: { hresult: 0x80190197 },
    });
  });

  it.each(['127.0.0.1', '*0.0.1', 'other.example 127.*.x 127.0.0.1'])(
    'is not asked for a host of "%s"',
    async (bypass) => {
      await using all = await start(serve);
      const proxy = { usage: 2, list: '127.0.0.1:1', bypass };
      expect(await run(await all.job({ proxy }))).toMatchObject({ state: state.transferred });
    },
  );

  it('that cannot be read is BG_E_INVALID_PROXY_INFO', async () => {
    await using all = await start(serve);
    const proxy = { usage: 2, list: 'http://[', bypass: null };
    expect(await run(await all.job({ proxy }))).toMatchObject({
      state: state.error,
      error: { hresult: hresults.BG_E_INVALID_PROXY_INFO },
    });
  });
});

describe('servers over TLS', () => {
  const name = [{ name: 'commonName', value: 'files.example' }];
  const day = 24 * 60 * 60 * 1000;

  async function certificateOf(address: string, from = -day, to = day): Promise<Certificate> {
    return await generate(name, {
      notBeforeDate: new Date(Date.now() + from),
      notAfterDate: new Date(Date.now() + to),
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: address }] }],
    });
  }

  const ignoreName = 0x2;
  const ignoreDate = 0x4;
  const ignoreAuthority = 0x8;

  it.each([
    ['an unknown authority', '127.0.0.1', day, 0, false],
    ['an unknown authority that is ignored', '127.0.0.1', day, ignoreAuthority, true],
    ['another name', '127.0.0.2', day, ignoreAuthority, false],
    ['another name that is ignored', '127.0.0.2', day, ignoreAuthority | ignoreName, true],
    ['a name that is ignored, of an unknown authority', '127.0.0.2', day, ignoreName, false],
    ['an old certificate', '127.0.0.1', -day / 2, ignoreAuthority, false],
    ['an old certificate that is ignored', '127.0.0.1', -day / 2, ignoreAuthority | ignoreDate, true],
    ['an old certificate that is ignored, of an unknown authority', '127.0.0.1', -day / 2, ignoreDate, false],
  ])('%s', async (_, address, validTo, securityFlags, accepted) => {
    await using all = await start(serve, await certificateOf(address, -day, validTo));
    const found = await run(await all.job({ securityFlags }));
    if (accepted) expect(found).toMatchObject({ state: state.transferred });
    else {
      expect(found).toMatchObject({ state: state.error, error: { hresult: hresults.ERROR_WINHTTP_SECURE_FAILURE } });
      expect(all.server.requests).toEqual([]);
    }
  });

  it.each(['the certificate', 'the public key'])('are accepted by the pin of %s', async (kind) => {
    const certificate = await certificateOf('127.0.0.1');
    await using all = await start(serve, certificate);
    const x509 = new X509Certificate(certificate.cert);
    const sha256 = (bytes: Buffer) => new Uint8Array(createHash('sha256').update(bytes).digest());
    const certificatePins =
      kind === 'the certificate'
        ? { certificates: [sha256(x509.raw)], publicKeys: [] }
        : { certificates: [], publicKeys: [sha256(x509.publicKey.export({ type: 'spki', format: 'der' }))] };
    const job = await all.job({ securityFlags: ignoreAuthority, certificatePins });
    expect(await run(job)).toMatchObject({ state: state.transferred });
  });

  it('without a pin that fits are a transient error of the certificate callback', async () => {
    await using all = await start(serve, await certificateOf('127.0.0.1'));
    const certificatePins = { certificates: [new Uint8Array(32)], publicKeys: [] };
    const job = await all.job({ securityFlags: ignoreAuthority, certificatePins });
    expect(await run(job)).toMatchObject({
      state: state.transientError,
      error: { hresult: 0x800b0004, context: 8 },
    });
    expect(all.server.requests).toEqual([]);
  });
});
