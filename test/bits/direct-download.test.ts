import { execFileSync } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { httpDirectTransport } from '../../lib/bits/http/deferred-direct-transport.js';
import {
  type DirectDownload,
  type DirectDownloadOptions,
  type DirectDownloadRequest,
  downloadToTemporaryFile,
} from '../../lib/bits/http/direct-download.js';
import { hresults } from '../../lib/com/hresult.js';
import { addressName, type Certificate, createCertificate } from '../emulation/support/certificate.js';
import { head, type RawHandler, RawServer } from '../emulation/support/raw-server.js';
import { content, serve } from '../emulation/support/served-content.js';
import { caught } from '../support/caught.js';

/** A server and a folder, and a clock whose delays pass at once. */
class World implements AsyncDisposable {
  readonly server: RawServer;
  readonly folder: string;
  readonly delays: number[] = [];

  private constructor(server: RawServer, folder: string) {
    this.server = server;
    this.folder = folder;
  }

  static async open(handler: RawHandler, certificate?: Certificate): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'winprogress-direct-'));
    return new World(await RawServer.start(handler, certificate), folder);
  }

  get path(): string {
    return join(this.folder, 'a');
  }

  async download(
    request: Partial<DirectDownloadRequest> = {},
    options: Partial<DirectDownloadOptions> = {},
  ): Promise<DirectDownload> {
    const clock = {
      now: () => 0,
      schedule: (callback: () => void, milliseconds: number) => {
        this.delays.push(milliseconds);
        const timer = setImmediate(callback);
        return () => clearImmediate(timer);
      },
    };
    const wanted = { url: `${this.server.origin}/a`, path: this.path, ...request };
    return await downloadToTemporaryFile(httpDirectTransport, wanted, { clock, ...options });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    await rm(this.folder, { recursive: true });
  }
}

async function bytesOf(download: DirectDownload): Promise<Buffer> {
  const blocks: Uint8Array[] = [];
  for await (const block of download.read()) blocks.push(block);
  return Buffer.concat(blocks);
}

/** Serves the content, but cuts each body after so many bytes. */
function cutAfter(bytes: number): RawHandler {
  return ({ method, range }, socket) => {
    const start = Number(/^bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
    const fields = ['ETag: "1"', 'Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT'];
    const length = `Content-Length: ${content.length - start}`;
    const part = `Content-Range: bytes ${start}-${content.length - 1}/${content.length}`;
    socket.write(
      range === null ? head('200 OK', ...fields, length) : head('206 Partial Content', ...fields, part, length),
    );
    if (method === 'HEAD') return;
    const end = Math.min(start + bytes, content.length);
    if (end === content.length) socket.write(content.subarray(start));
    else socket.end(content.subarray(start, end));
  };
}

describe('a download without BITS', () => {
  it('has its bytes in a temporary file beside the path, until it is placed', async () => {
    await using world = await World.open(serve);
    const download = await world.download();
    expect(await readdir(world.folder)).toEqual([expect.stringMatching(/^\.?BIT[0-9A-F]{32}\.tmp$/)]);
    expect(download).toMatchObject({ bytes: BigInt(content.length), url: `${world.server.origin}/a` });
    expect((await bytesOf(download)).equals(content)).toBe(true);
    await download.place();
    expect(await readdir(world.folder)).toEqual(['a']);
    expect((await bytesOf(download)).equals(content)).toBe(true);
  });

  it('takes the place of an existing file', async () => {
    await using world = await World.open(serve);
    await writeFile(world.path, 'old');
    await (await world.download()).place();
    expect((await readFile(world.path)).equals(content)).toBe(true);
  });

  it('leaves no file when it is discarded', async () => {
    await using world = await World.open(serve);
    await (await world.download()).discard();
    expect(await readdir(world.folder)).toEqual([]);
  });

  it('continues after a cut connection with the missing bytes, after a delay', async () => {
    await using world = await World.open(cutAfter(40_000));
    expect((await bytesOf(await world.download())).equals(content)).toBe(true);
    expect(world.server.ranges()).toEqual([null, 'bytes=40000-', 'bytes=80000-']);
    expect(world.delays).toEqual([1000, 1000]);
  });

  it('starts again at a server without ranges', async () => {
    let gets = 0;
    await using world = await World.open(({ method }, socket) => {
      socket.write(head('200 OK', `Content-Length: ${content.length}`));
      if (method === 'HEAD') return;
      gets += 1;
      if (gets === 1) socket.end(content.subarray(0, 1000));
      else socket.write(content);
    });
    expect((await bytesOf(await world.download())).equals(content)).toBe(true);
    expect(world.server.ranges()).toEqual([null, null]);
  });

  it('accepts a server without HEAD, length and ranges', async () => {
    await using world = await World.open(({ method }, socket) => {
      if (method === 'HEAD') socket.end(head('405 Method Not Allowed', 'Content-Length: 0'));
      else socket.end(Buffer.concat([Buffer.from(head('200 OK', 'Connection: close')), content]));
    });
    expect((await bytesOf(await world.download())).equals(content)).toBe(true);
  });

  it('downloads ranges one after the other', async () => {
    await using world = await World.open(serve);
    const ranges = [
      { offset: 90_000n, length: 2n ** 64n - 1n },
      { offset: 10n, length: 20n },
    ];
    const expected = Buffer.concat([content.subarray(90_000), content.subarray(10, 30)]);
    expect((await bytesOf(await world.download({ ranges }))).equals(expected)).toBe(true);
  });

  it('sends the headers and credentials of the settings', async () => {
    const authorized = `Basic ${Buffer.from('user:secret').toString('base64')}`;
    await using world = await World.open((request, socket) => {
      if (request.headers.get('authorization') === authorized) serve(request, socket);
      else socket.write(head('401 Unauthorized', 'WWW-Authenticate: Basic realm="a"', 'Content-Length: 0'));
    });
    const credentials = [{ target: 1, scheme: 1, userName: 'user', password: 'secret' }];
    const download = await world.download({ settings: { credentials, customHeaders: 'X-One: 1\r\n' } });
    expect((await bytesOf(download)).equals(content)).toBe(true);
    for (const { headers } of world.server.requests) expect(headers.get('x-one')).toBe('1');
  });

  it('does not send credentials to the origin of a redirection that is reported', async () => {
    await using target = await RawServer.start(serve);
    await using world = await World.open((_, socket) => {
      socket.write(head('302 Found', `Location: ${target.origin}/b`, 'Content-Length: 0'));
    });
    const settings = { securityFlags: 0x100, customHeaders: 'Authorization: Bearer secret\r\n' };
    expect((await world.download({ settings })).url).toBe(`${target.origin}/b`);
    expect(target.requests.map(({ headers }) => headers.get('authorization'))).toEqual([undefined, undefined]);
  });

  it('sends its requests to the proxy of the settings', async () => {
    await using world = await World.open(serve);
    const proxy = { usage: 2, list: world.server.origin, bypass: null };
    const download = await world.download({ url: 'http://files.example/a', settings: { proxy } });
    expect((await bytesOf(download)).equals(content)).toBe(true);
    expect(world.server.requests[0]?.path).toBe('http://files.example/a');
  });

  it('reports the written bytes and the total', async () => {
    await using world = await World.open(serve);
    const reports: (readonly [bigint, bigint | null])[] = [];
    await world.download({}, { onProgress: (bytes, total) => reports.push([bytes, total]) });
    const size = BigInt(content.length);
    expect(reports[0]).toEqual([0n, size]);
    expect(reports.at(-1)).toEqual([size, size]);
  });
});

describe('the error of a download without BITS', () => {
  it('is that of BITS for an HTTP status, with file and status, and is not tried again', async () => {
    await using world = await World.open((_, socket) => {
      socket.write(head('404 Not Found', 'Content-Length: 0'));
    });
    const error = await caught(world.download());
    expect(error).toMatchObject({
      code: 'BG_E_HTTP_ERROR_404',
      hresult: 0x80190194,
      httpStatus: 404,
      context: 'remoteFile',
      file: { url: `${world.server.origin}/a`, path: world.path },
    });
    expect(world.server.requests).toHaveLength(1);
    expect(await readdir(world.folder)).toEqual([]);
  });

  it('is that of the last of five attempts without a byte, after delays that double', async () => {
    await using world = await World.open((_, socket) => {
      socket.write(head('503 Service Unavailable', 'Content-Length: 0'));
    });
    expect(await caught(world.download())).toMatchObject({ code: 'BG_E_HTTP_ERROR_503' });
    expect(world.server.requests).toHaveLength(5);
    expect(world.delays).toEqual([1000, 2000, 4000, 8000]);
  });

  it('is one of the connection when the server cannot be reached', async () => {
    await using world = await World.open(serve);
    await world.server[Symbol.asyncDispose]().catch(() => {});
    const error = await caught(world.download());
    expect(error).toMatchObject({ hresult: hresults.ERROR_WINHTTP_CANNOT_CONNECT, context: 'generalTransport' });
  });

  it('is one of security for a server whose authority is not known', async () => {
    const certificate = await createCertificate([addressName('127.0.0.1')]);
    await using world = await World.open(serve, certificate);
    expect(await caught(world.download())).toMatchObject({ hresult: hresults.ERROR_WINHTTP_SECURE_FAILURE });
    const ignoreAuthority = 0x8;
    const download = await world.download({ settings: { securityFlags: ignoreAuthority } });
    expect(download.bytes).toBe(BigInt(content.length));
  });

  it('is one of the local file when its folder does not exist', async () => {
    await using world = await World.open(serve);
    const error = await caught(world.download({ path: join(world.folder, 'missing', 'a') }));
    expect(error).toMatchObject({ hresult: hresults.ERROR_PATH_NOT_FOUND, context: 'localFile' });
    expect(world.delays).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('is ERROR_BAD_FILE_TYPE when the path is a pipe', async () => {
    await using world = await World.open(serve);
    execFileSync('mkfifo', [world.path]);
    const error = await caught(world.download());
    expect(error).toMatchObject({ hresult: hresults.ERROR_BAD_FILE_TYPE, context: 'localFile' });
    expect(world.server.requests).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')(
    'is ERROR_BAD_FILE_TYPE for a pipe that is there when it is placed',
    async () => {
      await using world = await World.open(serve);
      const download = await world.download();
      execFileSync('mkfifo', [world.path]);
      expect(await caught(download.place())).toMatchObject({ hresult: hresults.ERROR_BAD_FILE_TYPE });
      expect((await lstat(world.path)).isFIFO()).toBe(true);
    },
  );

  it('is E_ACCESSDENIED when the path is a folder', async () => {
    await using world = await World.open(serve);
    await mkdir(world.path);
    expect(await caught(world.download())).toMatchObject({ code: 'E_ACCESSDENIED', context: 'localFile' });
    expect(await readdir(world.folder)).toEqual(['a']);
  });

  it('is BG_E_MAX_DOWNLOAD_SIZE_LIMIT_REACHED for a larger file than the settings allow', async () => {
    await using world = await World.open(serve);
    const error = await caught(world.download({ settings: { maximumDownloadSize: 99_999n } }));
    expect(error).toMatchObject({ code: 'BG_E_MAX_DOWNLOAD_SIZE_LIMIT_REACHED' });
    expect(await readdir(world.folder)).toEqual([]);
  });

  it('is what onProgress throws, and no file is left', async () => {
    await using world = await World.open(serve);
    const reason = new Error('too large');
    const onProgress = () => {
      throw reason;
    };
    expect(await caught(world.download({}, { onProgress }))).toBe(reason);
    expect(await readdir(world.folder)).toEqual([]);
  });

  it('is the reason of the signal, and no file is left', async () => {
    await using world = await World.open(({ method }, socket) => {
      socket.write(head('200 OK', `Content-Length: ${content.length}`));
      if (method !== 'HEAD') socket.write(content.subarray(0, 1000));
    });
    const abort = new AbortController();
    const reason = new Error('enough');
    const onProgress = (bytes: bigint) => {
      if (bytes > 0n) abort.abort(reason);
    };
    expect(await caught(world.download({}, { onProgress, signal: abort.signal }))).toBe(reason);
    expect(await readdir(world.folder)).toEqual([]);
  });

  it.each([
    ['clientCertificate', { clientCertificate: { storeLocation: 0, storeName: 'MY', hash: null, subjectName: 'a' } }],
    ['checkRevocation', { securityFlags: 0x1 }],
    ['credentials', { credentials: [{ target: 1, scheme: 3, userName: null, password: null }] }],
  ])('is E_NOTIMPL for %s, before a request is sent', async (name, settings) => {
    await using world = await World.open(serve);
    expect(await caught(world.download({ settings }))).toMatchObject({ code: 'E_NOTIMPL', context: name });
    expect(world.server.requests).toEqual([]);
  });
});
