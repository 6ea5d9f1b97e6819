import { readFile, rm, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { hresults } from '../../lib/com/hresult.js';
import { until } from './support/downloads.js';
import { head, type RawHandler } from './support/raw-server.js';
import { content, run, serve, settled, start } from './support/served-content.js';
import { state } from './support/states.js';

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

  it('that carry credentials are not sent to the origin of a redirection that has become the remote name', async () => {
    await using target = await start(serve);
    await using all = await start((_, socket) => {
      socket.write(head('302 Found', `Location: ${target.server.origin}/a`, 'Content-Length: 0'));
    });
    const job = await all.job({
      securityFlags: 0x100,
      customHeaders: 'Authorization: Bearer secret\r\nCookie: a=1\r\n',
    });
    expect(await run(job)).toMatchObject({ state: state.transferred });
    expect(target.server.requests.map(({ method }) => method)).toEqual(['HEAD', 'GET']);
    for (const { headers } of target.server.requests) {
      expect([headers.get('authorization'), headers.get('cookie')]).toEqual([undefined, undefined]);
    }
  });

  it('that carry credentials are sent to the origin that SetRemoteName names', async () => {
    await using target = await start(serve);
    await using all = await start(serve);
    const job = await all.job({ customHeaders: 'Authorization: Bearer secret\r\n' });
    const [file] = await job.openFiles();
    await file?.setRemoteName(`${target.server.origin}/a`);
    await run(job);
    expect(target.server.requests[0]?.headers.get('authorization')).toBe('Bearer secret');
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

  it('in a content coding are refused', async () => {
    const coded: RawHandler = (request, socket) => {
      if (request.method === 'HEAD') return serve(request, socket);
      const fields = ['ETag: "1"', 'Content-Encoding: gzip', 'Content-Range: bytes 10-29/100000', 'Content-Length: 20'];
      socket.write(Buffer.concat([Buffer.from(head('206 Partial Content', ...fields)), Buffer.alloc(20)]));
    };
    await using all = await start(coded);
    const job = await all.downloads.manager.createJob('test', 0);
    const name = { remoteName: `${all.server.origin}/a`, localName: all.downloads.pathOf('a') };
    await job.addFileWithRanges(name, [{ offset: 10n, length: 20n }]);
    expect(await run(job)).toMatchObject({
      state: state.transientError,
      error: { hresult: hresults.ERROR_WINHTTP_INVALID_SERVER_RESPONSE },
    });
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

  it.each([
    ['percent-encodes what a remote name cannot have', '/b?x={1|2}', '/b?x=%7B1%7C2%7D'],
    ['does not report a URL that is longer than a remote name', `/b?x=${'y'.repeat(2500)}`, '/a'],
    ['does not report a URL that cannot be a remote name', '/b*', '/a'],
  ])('%s', async (_, location, name) => {
    await using all = await start((request, socket) => {
      if (request.path.startsWith('/b')) serve(request, socket);
      else socket.write(head('302 Found', `Location: ${location}`, 'Content-Length: 0'));
    });
    const job = await all.job({ securityFlags: 0x100 });
    expect(await run(job)).toMatchObject({ state: state.transferred });
    expect((await job.enumFiles())[0]?.remoteName).toBe(all.server.origin + name);
  });
});
