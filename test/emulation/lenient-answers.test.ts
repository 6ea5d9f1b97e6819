import { describe, expect, it } from 'vitest';
import { ChunkFraming } from '../../lib/bits/http/chunk-framing.js';
import { head, type RawHandler, RawServer, startOf } from './support/raw-server.js';
import { state } from './support/states.js';
import { begin, content, length, lenient, size } from './support/transfers.js';

interface Answer {
  readonly start: string;
  readonly body: Buffer;
}

function plain(start: string, after = ''): Answer {
  return { start, body: Buffer.concat([content, Buffer.from(after)]) };
}

/** The content as one chunk with these line endings. */
function chunked(start: string, line: string, end = `0${line}${line}`): Answer {
  return {
    start,
    body: Buffer.concat([Buffer.from(`${size.toString(16)}${line}`), content, Buffer.from(line + end)]),
  };
}

const chunks = head('200 OK', 'Transfer-Encoding: chunked');
const manyFields = Array.from({ length: 20 }, (_, index) => `X-${index}: ${'x'.repeat(10_000)}`);

const answers: readonly (readonly [string, Answer])[] = [
  [
    'Content-Length and Transfer-Encoding together',
    chunked(head('200 OK', length, 'Transfer-Encoding: chunked'), '\r\n'),
  ],
  ['20 kB of headers', plain(head('200 OK', length, `X-Filler: ${'x'.repeat(20_000)}`))],
  ['200 kB of headers', plain(head('200 OK', length, ...manyFields))],
  ['bare LF line ends', plain(`HTTP/1.1 200 OK\nContent-Length: ${size}\nETag: "v1"\n\n`)],
  ['the same Content-Length twice', plain(head('200 OK', length, length))],
  ['the same Content-Length twice in one header', plain(head('200 OK', `${length}, ${size}`))],
  ['a space before a colon', plain(head('200 OK', length, 'X-Old : yes'))],
  ['a line that is not a header', plain(head('200 OK', 'Powered by something', length))],
  ['a header with a control character', plain(head('200 OK', length, 'X-Odd: a\u0001b'))],
  ['a status without a reason', plain(head('200', length))],
  ['an interim answer before its head', plain(head('103 Early Hints') + head('200 OK', `${length}, ${size}`))],
  ['chunks with bare LF line ends', chunked(chunks, '\n')],
  ['bare LF line ends in head and chunks', chunked('HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n', '\n')],
  ['a last chunk that ends with bare LF', chunked(chunks, '\r\n', '0\n\n')],
  ['more bytes than its Content-Length', plain(head('200 OK', length), 'A'.repeat(5000))],
  ['a line feed after its body', plain(head('200 OK', length, 'Connection: close'), '\n<!-- end -->')],
  ['text after its body in HTTP/1.0', plain(`HTTP/1.0 200 OK\r\n${length}\r\n\r\n`, '<html>')],
  ['text after its last chunk', chunked(chunks, '\r\n', '0\r\n\r\n<html>')],
  ['a size of a chunk with a blank and an extension', chunked(chunks, '\r\n', '0 ;a="b"\r\n\r\n')],
];

/** Responds to HEAD with headers only. The connection stays open, so the client must find the end of the response in it. */
function serve({ start, body }: Answer): RawHandler {
  const bytes = Buffer.from(start, 'latin1');
  return (request, socket) => {
    socket.write(request.method === 'HEAD' ? bytes : Buffer.concat([bytes, body]));
  };
}

async function viaProxy(proxy: string, run: () => Promise<void>): Promise<void> {
  const { http_proxy: before } = process.env;
  process.env.http_proxy = proxy;
  try {
    await run();
  } finally {
    if (before === undefined) delete process.env.http_proxy;
    else process.env.http_proxy = before;
  }
}

describe('a response with more bytes than its Content-Length', () => {
  it('ends its connection, which is not used for the next request', async () => {
    await using transfer = await begin((request, socket) => {
      const start = startOf(request);
      const piece = content.subarray(start, start + 200_000);
      if (request.method === 'HEAD') return void socket.end(head('200 OK', length, 'ETag: "1"'));
      const range = `Content-Range: bytes ${start}-${start + piece.length - 1}/${size}`;
      const fields = [`Content-Length: ${piece.length}`, range, 'ETag: "1"'];
      socket.write(Buffer.concat([Buffer.from(head('206 Partial Content', ...fields)), piece, Buffer.from('<html>')]));
    });
    expect((await transfer.settle()).state).toBe(state.transferred);
    const gets = transfer.server.requests.filter(({ method }) => method === 'GET');
    expect(gets.map(({ range, turn }) => [range, turn])).toEqual([
      [null, 0],
      ['bytes=200000-', 0],
    ]);
    expect(content.equals(await transfer.file())).toBe(true);
  });
});

describe('a response with', () => {
  it.each(answers)('%s is accepted, as other clients do', async (_, answer) => {
    await using transfer = await begin(serve(answer), lenient);
    expect((await transfer.settle()).state).toBe(state.transferred);
    expect(content.equals(await transfer.file())).toBe(true);
  });

  it.each(answers)('%s is accepted through a proxy', async (_, answer) => {
    await using proxy = await RawServer.start(serve(answer));
    await viaProxy(proxy.origin, async () => {
      await using transfer = await begin(
        () => {},
        lenient,
        () => 'http://files.example/a',
      );
      expect((await transfer.settle()).state).toBe(state.transferred);
      expect(content.equals(await transfer.file())).toBe(true);
      expect(new Set(proxy.requests.map(({ path }) => path))).toEqual(new Set(['http://files.example/a']));
    });
  });

  it('chunks that the parser cannot read, of a server whose HEAD has a length, is accepted at the next attempt', async () => {
    const answer = chunked(chunks, '\r\n', '0\n\n');
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') socket.end(head('200 OK', length));
      else socket.end(Buffer.concat([Buffer.from(answer.start), answer.body]));
    }, lenient);
    expect((await transfer.settle()).state).toBe(state.transientError);
    expect((await transfer.settle()).state).toBe(state.transferred);
    expect(content.equals(await transfer.file())).toBe(true);
  });

  it('truncated chunks is not treated as the complete file', async () => {
    const { start, body } = chunked(chunks, '\n');
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') socket.end(start);
      else socket.end(Buffer.concat([Buffer.from(start), body.subarray(0, -5)]));
    }, lenient);
    expect((await transfer.settle()).state).toBe(state.transientError);
  });

  it('a chunk size that is not a number is not treated as a file', async () => {
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') socket.end(chunks);
      else socket.end(`${chunks}xyz\r\nabc\r\n0\r\n\r\n`);
    }, lenient);
    expect(await transfer.settle()).toMatchObject({ state: state.transientError, error: { hresult: 0x80072f78 } });
  });
});

describe('ChunkFraming', () => {
  const given = Buffer.from('5\nhello\n 6 ; a=b\r\n\n0\n\n.\r\r\n000\nX-Trailer: 1\n\nrest');
  const repaired = '5\r\nhello\r\n6\r\n\n0\n\n.\r\r\n0\r\n\r\nrest';

  it.each(Array.from({ length: given.length }, (_, index) => index + 1))(
    'writes the chunks of HTTP from pieces of %d bytes',
    (step) => {
      const framing = new ChunkFraming();
      const pieces: string[] = [];
      for (let position = 0; position < given.length; position += step) {
        pieces.push(framing.repair(given.subarray(position, position + step)).toString('latin1'));
      }
      expect(pieces.join('')).toBe(repaired);
    },
  );

  it.each([
    ['a size that is not a number', 'g\r\nabc'],
    ['a missing size', '\r\nabc'],
    ['a size of more than 52 bits', 'fffffffffffffff\r\nabc'],
    ['bytes after a chunk', '1\r\nab\r\n0\r\n\r\n'],
    ['a line without end', '1'.repeat(20_000)],
  ])('passes on unchanged a body with %s', (_, bytes) => {
    expect(new ChunkFraming().repair(Buffer.from(bytes)).toString()).toBe(bytes);
  });
});
