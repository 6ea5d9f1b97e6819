import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { head, type RawHandler, startOf } from './support/raw-server.js';
import { state } from './support/states.js';
import {
  begin,
  content,
  cut,
  cutOnce,
  length,
  lenient,
  other,
  part,
  sendAndCut,
  size,
  time,
} from './support/transfers.js';

describe('a server with peculiarities', () => {
  it('closes the kept connection without a response: the request is sent once on a new one', async () => {
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

  it('sends a body for HEAD: the body is not treated as the response to GET', async () => {
    const late = 'HTTP/1.1 200 OK\r\nContent-Length: 300000\r\nETag: "v1"\r\n\r\n';
    await using transfer = await begin((request, socket) => {
      if (request.method === 'GET') return part(request, socket, content, 'ETag: "v1"');
      socket.write(head('200 OK', length, 'ETag: "v1"'));
      setImmediate(() => socket.write(Buffer.concat([Buffer.from(late), other])));
    });
    expect((await transfer.settle()).state).toBe(state.transferred);
    expect(content.equals(await transfer.file())).toBe(true);
  });

  it('has no byte beyond the transferred ones (416): the file is complete', async () => {
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

  it('has no more bytes according to HEAD: no further request is made', async () => {
    let gets = 0;
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') return void socket.end(head('200 OK', length, 'ETag: "v1"'));
      gets += 1;
      // All bytes without the end of the last chunk.
      const chunk = Buffer.concat([Buffer.from(`${size.toString(16)}\r\n`), content, Buffer.from('\r\n')]);
      sendAndCut(socket, head('200 OK', 'Transfer-Encoding: chunked', 'ETag: "v1"'), chunk);
    });
    await transfer.settle();
    expect((await transfer.settle()).state).toBe(state.transferred);
    expect(gets).toBe(1);
    expect(content.equals(await transfer.file())).toBe(true);
  });

  it.each([[], ['Content-Range: items 1-2/3'], [`Content-Range: bytes 5-1/${size}`]])(
    'sends 206 with %j: an error if the policy is strict, a restart at 0 if it is lenient',
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

  it('is a farm with an entity tag per machine: resumes by size and time stamp', async () => {
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

  it('sends two different lengths: not successful', async () => {
    await using transfer = await begin((request, socket) => {
      const answer = head('200 OK', length, 'Content-Length: 200000');
      if (request.method === 'HEAD') socket.end(answer);
      else sendAndCut(socket, answer, content);
    });
    expect(await transfer.settle()).toMatchObject({ state: state.transientError, error: { hresult: 0x80072f78 } });
  });

  it('sends at most 64 kB at once: the next part is requested at once', async () => {
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') return void socket.end(head('200 OK', length, 'ETag: "v1"'));
      if (request.range === null)
        return sendAndCut(socket, head('200 OK', length, 'ETag: "v1"'), content.subarray(0, cut));
      sendPart(socket, startOf(request), size);
    });
    expect((await transfer.settle()).state).toBe(state.transientError);
    expect((await transfer.settle()).state).toBe(state.transferred);
    expect(transfer.server.ranges()).toEqual([null, ...[0, 1, 2, 3].map((piece) => `bytes=${cut + piece * 65_536}-`)]);
    expect(content.equals(await transfer.file())).toBe(true);
  });

  it.each([
    ['cuts the whole file, and', true],
    ['without being asked for a range', false],
  ])('%s sends parts of a file of unknown size: the rest is requested up to its end', async (_, cuts) => {
    await using transfer = await begin((request, socket) => {
      const start = startOf(request);
      if (request.method === 'HEAD') socket.end(head('405 Method Not Allowed', 'Content-Length: 0'));
      else if (cuts && request.range === null)
        sendAndCut(socket, head('200 OK', 'Transfer-Encoding: chunked', 'ETag: "v1"'), firstChunk);
      else if (start === size) socket.end(head('416 Range Not Satisfiable', `Content-Range: bytes */${size}`));
      else sendPart(socket, start, '*');
    }, lenient);
    if (cuts) await transfer.settle();
    expect(await transfer.settle()).toMatchObject({
      state: state.transferred,
      progress: { bytesTotal: BigInt(size), bytesTransferred: BigInt(size) },
    });
    expect(content.equals(await transfer.file())).toBe(true);
  });

  it('sends a part of a file of unknown size without a version: not successful', async () => {
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') return void socket.end(head('405 Method Not Allowed', 'Content-Length: 0'));
      const fields = ['Content-Length: 1000', 'Content-Range: bytes 0-999/*'];
      sendAndCut(socket, head('206 Partial Content', ...fields), content.subarray(0, 1000));
    }, lenient);
    expect(await transfer.settle()).toMatchObject({ state: state.transientError, error: { hresult: 0x80072efe } });
  });

  it('sends parts of a file of unknown size, and refuses each range without its size: ends after five requests', async () => {
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') socket.end(head('405 Method Not Allowed', 'Content-Length: 0'));
      else if (request.range === null) sendPart(socket, 0, '*');
      else socket.end(head('416 Range Not Satisfiable', 'Content-Length: 0'));
    }, lenient);
    expect(await transfer.settle()).toMatchObject({ state: state.transientError, error: { hresult: 0x80072f78 } });
  });

  it.each([1, 1000])(
    'sends every range from another offset than requested (%i bytes later): never a mixed file',
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

/** The beginning of a body of chunks. */
const firstChunk = Buffer.concat([
  Buffer.from(`${cut.toString(16)}\r\n`),
  content.subarray(0, cut),
  Buffer.from('\r\n'),
]);

/** Sends at most 64 kB of the file from a position on. */
function sendPart(socket: Socket, start: number, whole: number | '*'): void {
  const piece = content.subarray(start, start + 65_536);
  const range = `Content-Range: bytes ${start}-${start + piece.length - 1}/${whole}`;
  socket.write(head('206 Partial Content', `Content-Length: ${piece.length}`, range, 'ETag: "v1"'));
  socket.write(piece);
}

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

  it("'lenient' accepts chunks although HEAD has the length 0", async () => {
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') return void socket.end(head('200 OK', 'Content-Length: 0'));
      const chunk = Buffer.concat([Buffer.from(`${size.toString(16)}\r\n`), content, Buffer.from('\r\n0\r\n\r\n')]);
      sendAndCut(socket, head('200 OK', 'Transfer-Encoding: chunked'), chunk);
    }, lenient);
    expect((await transfer.settle()).state).toBe(state.transferred);
    expect(content.equals(await transfer.file())).toBe(true);
  });

  it("'lenient' uses the size of GET although HEAD has the length 0", async () => {
    await using transfer = await begin(serve(['Content-Length: 0']), lenient);
    await transfer.settle();
    expect(content.equals(await transfer.file())).toBe(true);
  });
});
