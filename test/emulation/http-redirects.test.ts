import { describe, expect, it } from 'vitest';
import { caught } from '../support/caught.js';
import { Downloads } from './support/downloads.js';
import { head, RawServer } from './support/raw-server.js';
import { state } from './support/states.js';
import { begin, content, length, part } from './support/transfers.js';

describe('redirects and URLs', () => {
  const authorization = `Basic ${Buffer.from('us:pa ss').toString('base64')}`;

  it('credentials are kept on the same origin', async () => {
    let origin = '';
    await using transfer = await begin(
      (request, socket) => {
        if (request.headers.get('authorization') !== authorization)
          return void socket.end(head('401 Unauthorized', 'Content-Length: 0'));
        if (request.path === '/a')
          return void socket.end(head('302 Found', `Location: ${origin}/b`, 'Content-Length: 0'));
        if (request.method === 'HEAD') socket.end(head('200 OK', length));
        else part(request, socket, content);
      },
      {},
      (at) => {
        origin = at;
        return `${at.replace('//', '//us:pa%20ss@')}/a`;
      },
    );
    expect((await transfer.settle()).state).toBe(state.transferred);
  });

  it('credentials are never sent to another origin', async () => {
    await using elsewhere = await RawServer.start((request, socket) => {
      if (request.method === 'HEAD') socket.end(head('200 OK', length));
      else part(request, socket, content);
    });
    await using transfer = await begin(
      (_, socket) => void socket.end(head('302 Found', `Location: ${elsewhere.origin}/b`, 'Content-Length: 0')),
      {},
      (at) => `${at.replace('//', '//us:pa%20ss@')}/a`,
    );
    expect((await transfer.settle()).state).toBe(state.transferred);
    expect(elsewhere.requests.map(({ headers }) => headers.get('authorization'))).toEqual([undefined, undefined]);
  });

  it('each request starts at the URL of the job', async () => {
    await using transfer = await begin((request, socket) => {
      if (request.path === '/a') socket.end(head('302 Found', `Location: /${request.method}`, 'Content-Length: 0'));
      else if (request.method === 'HEAD') socket.end(head('200 OK', length));
      else part(request, socket, content);
    });
    await transfer.settle();
    expect(transfer.server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'HEAD /a',
      'HEAD /HEAD',
      'GET /a',
      'GET /GET',
    ]);
  });

  it('a user name that is not percent-encoded is passed verbatim', async () => {
    await using transfer = await begin(
      (request, socket) => {
        if (request.method === 'HEAD') socket.end(head('200 OK', length));
        else part(request, socket, content);
      },
      {},
      (at) => `${at.replace('//', '//us%zzer:x@')}/a`,
    );
    expect((await transfer.settle()).state).toBe(state.transferred);
    const sent = transfer.server.requests[0]?.headers.get('authorization') ?? '';
    expect(Buffer.from(sent.slice('Basic '.length), 'base64').toString()).toBe('us%zzer:x');
  });

  it.each(["/it's/a", '/a?', '/a/../b/./c', '/a//b', "/%7ea?x=%27'", '/?'])('%s is passed verbatim', async (path) => {
    await using transfer = await begin(
      (request, socket) => {
        if (request.method === 'HEAD') socket.end(head('200 OK', length));
        else part(request, socket, content);
      },
      {},
      (at) => at + path,
    );
    expect((await transfer.settle()).state).toBe(state.transferred);
    expect(transfer.server.requests.map((request) => request.path)).toEqual([path, path]);
  });

  it.each([
    ['/b/../c?', '/b/../c?'],
    ['/\u00e4', '/%E4'],
    [Buffer.from('/ä').toString('latin1'), '/%C3%A4'],
  ])('the Location %j is read as bytes and leads to %s', async (location, path) => {
    await using transfer = await begin((request, socket) => {
      if (request.path === '/a')
        socket.end(Buffer.from(head('302 Found', `Location: ${location}`, 'Content-Length: 0'), 'latin1'));
      else if (request.method === 'HEAD') socket.end(head('200 OK', length));
      else part(request, socket, content);
    });
    await transfer.settle();
    expect(transfer.server.requests.at(-1)?.path).toBe(path);
  });

  it.each(['file:///etc/passwd', 'ftp://127.0.0.1/a'])('a redirect to %s is refused', async (location) => {
    await using transfer = await begin(
      (_, socket) => void socket.end(head('302 Found', `Location: ${location}`, 'Content-Length: 0')),
    );
    expect(await transfer.settle()).toMatchObject({ state: state.error, error: { hresult: 0x80072f7c } });
  });

  it('the body of a redirect is not read indefinitely', async () => {
    await using transfer = await begin((request, socket) => {
      if (request.path !== '/a') {
        if (request.method === 'HEAD') socket.end(head('200 OK', length));
        else part(request, socket, content);
        return;
      }
      socket.write(head('302 Found', 'Location: /b', 'Transfer-Encoding: chunked'));
      const more = () => {
        if (!socket.destroyed) socket.write(`10000\r\n${'x'.repeat(0x10000)}\r\n`, () => setImmediate(more));
      };
      if (request.method === 'GET') more();
    });
    expect((await transfer.settle()).state).toBe(state.transferred);
  });

  it.each([
    ['a URL segment over 260 characters', (at: string) => `${at}/x/${'a'.repeat(261)}/y`],
    ['a URL without a host', () => 'http:///a'],
    ['a URL with three slashes and a user', () => 'http://@/a'],
  ])('%s is rejected with E_INVALIDARG', async (_, url) => {
    await using downloads = await Downloads.open();
    expect(await caught(downloads.createJob(url(downloads.server.serve('/', {})), 'a'))).toMatchObject({
      code: 'E_INVALIDARG',
    });
  });
});
