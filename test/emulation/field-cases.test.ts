import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { JobVerbs } from '../../lib/bits/verbs.js';
import type { EmulationOptions } from '../../lib/emulation.js';
import { caught } from '../support/caught.js';
import { Downloads, patternOf, until } from './support/downloads.js';
import { head, type RawHandler, type RawRequest, RawServer, startOf } from './support/raw-server.js';
import { state } from './support/states.js';

const size = 300_000;
const cut = 100_000;
const content = patternOf(size);
const other = Buffer.alloc(size, 7);
const time = 'Sat, 01 Jan 2022 00:00:00 GMT';
const lenient: EmulationOptions = { policy: { http: 'lenient' } };

/** A server with a handler, an emulation that downloads from it, and one job. */
async function begin(handler: RawHandler, options: EmulationOptions = {}, url = (origin: string) => `${origin}/a`) {
  const server = await RawServer.start(handler);
  const downloads = await Downloads.open(options);
  const job = await downloads.createJob(url(server.origin), 'a');
  return {
    server,
    downloads,
    job,
    async settle() {
      await job.resume();
      await until(job, (now) => now === state.transferred || now === state.error || now === state.transientError);
      return await job.snapshot();
    },
    async file() {
      await job.complete();
      return await readFile(downloads.pathOf('a'));
    },
    async [Symbol.asyncDispose]() {
      await downloads[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** A server of one file whose first GET ends after `cut` bytes; `then` answers the later ones. */
function cutOnce(fields: string[], then: { readonly head?: string[]; readonly get: RawHandler }): RawHandler {
  let gets = 0;
  return (request, socket) => {
    if (request.method === 'HEAD') {
      socket.end(head('200 OK', ...(gets > 0 ? (then.head ?? fields) : fields)));
      return;
    }
    gets += 1;
    if (gets > 1) then.get(request, socket);
    else sendAndCut(socket, head('200 OK', ...fields), content.subarray(0, cut));
  };
}

function sendAndCut(socket: Socket, start: string, body: Buffer): void {
  socket.end(Buffer.concat([Buffer.from(start, 'latin1'), body]));
}

/** Answers a range of a version, whatever the condition is. */
function part(request: RawRequest, socket: Socket, bytes: Buffer, ...fields: string[]): void {
  const start = startOf(request);
  const rest = bytes.subarray(start);
  const range = start === 0 ? [] : [`Content-Range: bytes ${start}-${bytes.length - 1}/${bytes.length}`];
  const status = start === 0 ? '200 OK' : '206 Partial Content';
  socket.end(Buffer.concat([Buffer.from(head(status, `Content-Length: ${rest.length}`, ...range, ...fields)), rest]));
}

const length = `Content-Length: ${size}`;

describe('an answer that does not fit what is known', () => {
  it('ends before the size that HEAD gave: a transient error, and a request for the rest', async () => {
    let gets = 0;
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') return void socket.end(head('200 OK', length, 'ETag: "v1"'));
      gets += 1;
      if (gets > 1) return part(request, socket, content, 'ETag: "v1"');
      sendAndCut(socket, head('200 OK', 'ETag: "v1"', 'Connection: close'), content.subarray(0, cut));
    });
    expect(await transfer.settle()).toMatchObject({
      state: state.transientError,
      progress: { bytesTransferred: BigInt(cut), bytesTotal: BigInt(size) },
    });
    expect((await transfer.settle()).state).toBe(state.transferred);
    expect(transfer.server.ranges()).toEqual([null, `bytes=${cut}-`]);
    expect(content.equals(await transfer.file())).toBe(true);
  });

  it('has a weak entity tag alone: begins at 0', async () => {
    const fields = [length, 'ETag: W/"v1"'];
    await using transfer = await begin(
      cutOnce(fields, { get: (request, socket) => part(request, socket, other, 'ETag: W/"v1"') }),
    );
    await transfer.settle();
    await transfer.settle();
    expect(transfer.server.ranges()).toEqual([null, null]);
    expect(other.equals(await transfer.file())).toBe(true);
  });

  it.each(['ETag: "v1"', `Last-Modified: ${time}`])(
    'has another size under the same %s: begins at 0',
    async (validator) => {
      const larger = patternOf(350_000);
      await using transfer = await begin(
        cutOnce([length, validator], {
          head: [`Content-Length: ${larger.length}`, validator],
          get: (request, socket) => part(request, socket, larger, validator),
        }),
      );
      await transfer.settle();
      await transfer.settle();
      expect(transfer.server.ranges()).toEqual([null, null]);
      expect(larger.equals(await transfer.file())).toBe(true);
    },
  );

  it('is a part of another version although If-Range was sent: begins at 0', async () => {
    const get: RawHandler = (request, socket) => part(request, socket, other, 'ETag: "v2"');
    await using transfer = await begin(cutOnce([length, 'ETag: "v1"'], { get }));
    await transfer.settle();
    await transfer.settle();
    expect(transfer.server.ranges()).toEqual([null, `bytes=${cut}-`, null]);
    expect(other.equals(await transfer.file())).toBe(true);
  });

  it('is a part with the status 200: not success unless the whole file comes', async () => {
    const get: RawHandler = (_, socket) => {
      const range = `Content-Range: bytes ${cut}-${size - 1}/${size}`;
      const fields = [`Content-Length: ${size - cut}`, range, 'ETag: "v1"'];
      sendAndCut(socket, head('200 OK', ...fields), content.subarray(cut));
    };
    await using transfer = await begin(cutOnce([length, 'ETag: "v1"'], { get }), lenient);
    await transfer.settle();
    expect((await transfer.settle()).state).toBe(state.transientError);
    expect(transfer.server.ranges()).toEqual([null, `bytes=${cut}-`, null]);
  });

  it('has fewer bytes under the entity tag for which HEAD gave more: not success', async () => {
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') socket.end(head('200 OK', length, 'ETag: "v1"'));
      else part(request, socket, content.subarray(0, 200_000), 'ETag: "v1"');
    });
    expect((await transfer.settle()).state).toBe(state.transientError);
  });

  it('has a size that HEAD gave for another content coding: no comparison', async () => {
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') socket.end(head('200 OK', length, 'ETag: "v1"'));
      else part(request, socket, content.subarray(0, 200_000), 'ETag: "v1"', 'Content-Encoding: br');
    });
    expect((await transfer.settle()).state).toBe(state.transferred);
  });

  it('sends more bytes than it announced: not success', async () => {
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') socket.end(head('200 OK', length, 'ETag: "v1"'));
      else sendAndCut(socket, head('200 OK', 'ETag: "v1"', 'Connection: close'), Buffer.concat([content, content]));
    });
    expect(await transfer.settle()).toMatchObject({ state: state.transientError, error: { hresult: 0x80072f78 } });
  });
});

describe('a server with peculiarities', () => {
  it('closes the kept connection without an answer: the request goes once to a fresh one', async () => {
    let gets = 0;
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') return void socket.end(head('200 OK', length, 'ETag: "v1"'));
      gets += 1;
      if (request.turn > 0) return void socket.destroy();
      const start = startOf(request);
      const piece = content.subarray(start, start + 150_000);
      const range = `Content-Range: bytes ${start}-${start + piece.length - 1}/${size}`;
      socket.write(head('206 Partial Content', `Content-Length: ${piece.length}`, range, 'ETag: "v1"'));
      socket.write(piece);
    });
    expect((await transfer.settle()).state).toBe(state.transferred);
    expect(gets).toBe(3);
    expect(content.equals(await transfer.file())).toBe(true);
  });

  it('answers HEAD with a body: the body is not taken for the answer to GET', async () => {
    const late = 'HTTP/1.1 200 OK\r\nContent-Length: 300000\r\nETag: "v1"\r\n\r\n';
    await using transfer = await begin((request, socket) => {
      if (request.method === 'GET') return part(request, socket, content, 'ETag: "v1"');
      socket.write(head('200 OK', length, 'ETag: "v1"'));
      setImmediate(() => socket.write(Buffer.concat([Buffer.from(late), other])));
    });
    expect((await transfer.settle()).state).toBe(state.transferred);
    expect(content.equals(await transfer.file())).toBe(true);
  });

  it('has no byte beyond what is here (416): the file is whole', async () => {
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') socket.end(head('405 Method Not Allowed', 'Content-Length: 0'));
      else if (request.range === null) {
        const fields = [`Content-Range: bytes 0-${size - 1}/${size}`, 'Transfer-Encoding: chunked', 'ETag: "v1"'];
        const chunk = Buffer.concat([Buffer.from(`${size.toString(16)}\r\n`), content, Buffer.from('\r\n')]);
        sendAndCut(socket, head('200 OK', ...fields), chunk);
      } else socket.end(head('416 Range Not Satisfiable', `Content-Range: bytes */${size}`, 'Content-Length: 0'));
    }, lenient);
    await transfer.settle();
    expect((await transfer.settle()).state).toBe(state.transferred);
    expect(content.equals(await transfer.file())).toBe(true);
  });

  it('has all bytes here already by HEAD: nothing is asked for again', async () => {
    let gets = 0;
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') return void socket.end(head('200 OK', length, 'ETag: "v1"'));
      gets += 1;
      // All bytes, but the end of the last chunk is missing.
      const chunk = Buffer.concat([Buffer.from(`${size.toString(16)}\r\n`), content, Buffer.from('\r\n')]);
      sendAndCut(socket, head('200 OK', 'Transfer-Encoding: chunked', 'ETag: "v1"'), chunk);
    });
    await transfer.settle();
    expect((await transfer.settle()).state).toBe(state.transferred);
    expect(gets).toBe(1);
    expect(content.equals(await transfer.file())).toBe(true);
  });

  it.each([[], ['Content-Range: items 1-2/3'], [`Content-Range: bytes 5-1/${size}`]])(
    'sends 206 with %j: a named error where BITS is strict, from 0 where it is lenient',
    async (...range) => {
      const get: RawHandler = (request, socket) => {
        if (request.range === null) return part(request, socket, content, 'ETag: "v1"');
        const fields = [`Content-Length: ${size - cut}`, 'ETag: "v1"', ...range];
        sendAndCut(socket, head('206 Partial Content', ...fields), content.subarray(cut));
      };
      await using strict = await begin(cutOnce([length, 'ETag: "v1"'], { get }));
      await strict.settle();
      expect(await strict.settle()).toMatchObject({ state: state.error, error: { hresult: 0x80200013, context: 5 } });
      await using tolerant = await begin(cutOnce([length, 'ETag: "v1"'], { get }), lenient);
      await tolerant.settle();
      expect((await tolerant.settle()).state).toBe(state.transferred);
      expect(content.equals(await tolerant.file())).toBe(true);
    },
  );

  it('is a farm with an entity tag from each machine: resumes by size and time stamp', async () => {
    let machine = 0;
    const fields = () => {
      machine += 1;
      return [`Last-Modified: ${time}`, `ETag: "machine-${machine}"`];
    };
    let gets = 0;
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') return void socket.end(head('200 OK', length, ...fields()));
      gets += 1;
      if (gets === 1) return sendAndCut(socket, head('200 OK', length, ...fields()), content.subarray(0, cut));
      const condition = request.headers.get('if-range');
      if (condition === undefined || condition === time) part(request, socket, content, ...fields());
      else sendAndCut(socket, head('200 OK', length, ...fields()), content);
    });
    await transfer.settle();
    expect((await transfer.settle()).state).toBe(state.transferred);
    expect(transfer.server.ranges()).toEqual([null, `bytes=${cut}-`]);
    expect(content.equals(await transfer.file())).toBe(true);
  });

  const chunked = () => {
    const chunk = Buffer.concat([Buffer.from(`${size.toString(16)}\r\n`), content, Buffer.from('\r\n0\r\n\r\n')]);
    return Buffer.concat([Buffer.from(head('200 OK', length, 'Transfer-Encoding: chunked')), chunk]);
  };
  const plain = (text: string) => Buffer.concat([Buffer.from(text, 'latin1'), content]);

  it.each([
    ['Content-Length and Transfer-Encoding together', chunked()],
    ['20 kB of headers', plain(head('200 OK', length, `X-Filler: ${'x'.repeat(20_000)}`))],
    [
      '200 kB of headers',
      plain(head('200 OK', length, ...Array.from({ length: 20 }, (_, i) => `X-${i}: ${'x'.repeat(10_000)}`))),
    ],
    ['bare LF line ends', plain(`HTTP/1.1 200 OK\nContent-Length: ${size}\nETag: "v1"\n\n`)],
    ['the same Content-Length twice', plain(head('200 OK', length, length))],
    ['the same Content-Length twice in one header', plain(head('200 OK', `${length}, ${size}`))],
    ['a space before a colon', plain(head('200 OK', length, 'X-Old : yes'))],
    ['a line that is not a header', plain(head('200 OK', 'Powered by something', length))],
    ['a header with a control character', plain(head('200 OK', length, 'X-Odd: a\u0001b'))],
    ['a status without a reason', plain(head('200', length))],
  ])('sends %s: taken as other clients do', async (_, answer) => {
    await using transfer = await begin((request, socket) => {
      const end = answer.includes('\r\n\r\n') ? answer.indexOf('\r\n\r\n') + 4 : answer.indexOf('\n\n') + 2;
      socket.end(request.method === 'HEAD' ? answer.subarray(0, end) : answer);
    }, lenient);
    expect((await transfer.settle()).state).toBe(state.transferred);
    expect(content.equals(await transfer.file())).toBe(true);
  });

  it('sends two lengths that differ: not success', async () => {
    await using transfer = await begin((request, socket) => {
      const answer = head('200 OK', length, 'Content-Length: 200000');
      if (request.method === 'HEAD') socket.end(answer);
      else sendAndCut(socket, answer, content);
    });
    expect(await transfer.settle()).toMatchObject({ state: state.transientError, error: { hresult: 0x80072f78 } });
  });

  it('sends at most 64 kB at once: the next piece is asked for at once', async () => {
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') return void socket.end(head('200 OK', length, 'ETag: "v1"'));
      if (request.range === null)
        return sendAndCut(socket, head('200 OK', length, 'ETag: "v1"'), content.subarray(0, cut));
      const start = startOf(request);
      const piece = content.subarray(start, start + 65_536);
      const range = `Content-Range: bytes ${start}-${start + piece.length - 1}/${size}`;
      socket.write(head('206 Partial Content', `Content-Length: ${piece.length}`, range, 'ETag: "v1"'));
      socket.write(piece);
    });
    expect((await transfer.settle()).state).toBe(state.transientError);
    expect((await transfer.settle()).state).toBe(state.transferred);
    expect(transfer.server.ranges()).toEqual([null, ...[0, 1, 2, 3].map((piece) => `bytes=${cut + piece * 65_536}-`)]);
    expect(content.equals(await transfer.file())).toBe(true);
  });

  it.each([1, 1000])(
    'answers every range from another place than asked for (%i bytes later): never a mixed file',
    async (shift) => {
      const get: RawHandler = (request, socket) => {
        const start = startOf(request) + (request.range === null ? 0 : shift);
        const range = request.range === null ? [] : [`Content-Range: bytes ${start}-${size - 1}/${size}`];
        const status = request.range === null ? '200 OK' : '206 Partial Content';
        const fields = [`Content-Length: ${size - start}`, 'ETag: "v1"', ...range];
        sendAndCut(socket, head(status, ...fields), content.subarray(start));
      };
      await using transfer = await begin(cutOnce([length, 'ETag: "v1"'], { get }), lenient);
      await transfer.settle();
      expect((await transfer.settle()).state).toBe(state.transferred);
      expect(content.equals(await transfer.file())).toBe(true);
    },
  );
});

describe('policy.http', () => {
  const serve =
    (fields: string[], headStatus = '200 OK'): RawHandler =>
    (request, socket) => {
      if (request.method === 'HEAD') socket.end(head(headStatus, ...fields));
      else part(request, socket, content);
    };

  it.each([
    ['Content-Length', serve([]), 0x80200011],
    ['ranges', serve([length, 'Accept-Ranges: none']), 0x80200013],
    ['HEAD', serve(['Content-Length: 0'], '405 Method Not Allowed'), 0x80200012],
  ])("'strict' refuses a server without %s, 'lenient' does not", async (_, handler, hresult) => {
    await using strict = await begin(handler);
    expect(await strict.settle()).toMatchObject({ state: state.error, error: { hresult, context: 5 } });
    await using tolerant = await begin(handler, lenient);
    expect((await tolerant.settle()).state).toBe(state.transferred);
    expect(content.equals(await tolerant.file())).toBe(true);
  });

  it("'lenient' takes the size of GET where HEAD says 0", async () => {
    await using transfer = await begin(serve(['Content-Length: 0']), lenient);
    await transfer.settle();
    expect(content.equals(await transfer.file())).toBe(true);
  });
});

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

  it('the body of a redirect is not read without end', async () => {
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
  ])('%s is E_INVALIDARG', async (_, url) => {
    await using downloads = await Downloads.open();
    expect(await caught(downloads.createJob(url(downloads.server.serve('/', {})), 'a'))).toMatchObject({
      code: 'E_INVALIDARG',
    });
  });
});

describe('proxies', () => {
  it('HTTP_PROXY gets the absolute URL, NO_PROXY is asked directly', async () => {
    const handler: RawHandler = (request, socket) => {
      if (request.method === 'HEAD') socket.end(head('200 OK', length));
      else part(request, socket, content);
    };
    await using proxy = await RawServer.start(handler);
    await using downloads = await Downloads.open();
    const before = { ...process.env };
    process.env.http_proxy = proxy.origin;
    process.env.no_proxy = '127.0.0.1';
    try {
      const job: JobVerbs = await downloads.createJob('http://files.example/a?b', 'a');
      const direct = await downloads.createJob(downloads.server.serve('/d', { content }), 'd');
      for (const each of [job, direct]) {
        await each.resume();
        await until(each, (now) => now === state.transferred || now === state.error || now === state.transientError);
        expect(await each.getState()).toBe(state.transferred);
      }
    } finally {
      for (const name of ['http_proxy', 'no_proxy']) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    }
    expect(proxy.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'HEAD http://files.example/a?b',
      'GET http://files.example/a?b',
    ]);
    expect(downloads.server.requests).toHaveLength(2);
  });
});

describe('HTTPS', () => {
  it('through a proxy is a tunnel, whose refusal is the error of the file', async () => {
    await using proxy = await RawServer.start((_, socket) => {
      socket.end(head('407 Proxy Authentication Required', 'Content-Length: 0'));
    });
    await using downloads = await Downloads.open();
    const before = process.env.https_proxy;
    process.env.https_proxy = proxy.origin;
    try {
      const job = await downloads.createJob('https://files.example/a', 'a');
      await job.resume();
      await until(job, (now) => now === state.error || now === state.transientError);
      expect(await job.snapshot()).toMatchObject({ state: state.error, error: { hresult: 0x80190197 } });
    } finally {
      if (before === undefined) delete process.env.https_proxy;
      else process.env.https_proxy = before;
    }
    expect(proxy.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['CONNECT files.example:443']);
  });

  it('with a server that does not speak TLS is ERROR_WINHTTP_SECURE_FAILURE', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(head('400 Bad Request', 'Content-Length: 0')));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(`https://127.0.0.1:${port}/a`, 'a');
    await job.resume();
    await until(job, (now) => now === state.error || now === state.transientError);
    server.close();
    expect(await job.snapshot()).toMatchObject({ state: state.error, error: { hresult: 0x80072f8f, context: 6 } });
  });
});

describe('the local file', () => {
  it('has the time stamp of the remote file', async () => {
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') socket.end(head('200 OK', length, `Last-Modified: ${time}`));
      else part(request, socket, content, `Last-Modified: ${time}`);
    });
    await transfer.settle();
    await transfer.file();
    expect((await stat(transfer.downloads.pathOf('a'))).mtime.toUTCString()).toBe(time);
  });

  it('ignores a Last-Modified that is not a date', async () => {
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') socket.end(head('200 OK', length, 'Last-Modified: yesterday'));
      else part(request, socket, content, 'Last-Modified: yesterday');
    });
    expect((await transfer.settle()).state).toBe(state.transferred);
  });
});
