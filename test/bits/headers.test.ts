import { describe, expect, it } from 'vitest';
import { parseHeaders, requireHeaders } from '../../lib/bits/request-headers.js';
import { parseResponse } from '../../lib/bits/response-headers.js';

const secret = 'swordfish';

function refusal(headers: unknown): unknown {
  try {
    requireHeaders(headers, 'headers');
  } catch (error) {
    return error;
  }
  return expect.unreachable('the headers were accepted');
}

describe('request headers', () => {
  it.each<[string, unknown]>([
    ['an object', { Accept: 'text/plain', 'X-Id': '1' }],
    [
      'pairs',
      [
        ['Accept', 'text/plain'],
        ['X-Id', '1'],
      ],
    ],
    [
      'a map',
      new Map([
        ['Accept', 'text/plain'],
        ['X-Id', '1'],
      ]),
    ],
  ])('may be %s', (_, headers) => {
    expect(requireHeaders(headers, 'headers')).toBe('Accept: text/plain\r\nX-Id: 1\r\n');
  });

  it('may be Headers, which have lower-case names in their order', () => {
    expect(requireHeaders(new Headers({ 'X-Id': '1', Accept: 'text/plain' }), 'headers')).toBe(
      'accept: text/plain\r\nx-id: 1\r\n',
    );
  });

  it('are null when there is none', () => {
    expect([requireHeaders({}, 'headers'), requireHeaders([], 'headers')]).toEqual([null, null]);
  });

  it.each<[string, unknown, string]>([
    ['CR in a value', { Authorization: `${secret}\r` }, 'ERR_INVALID_CHAR'],
    ['LF in a value', { Authorization: `${secret}\nX: y` }, 'ERR_INVALID_CHAR'],
    ['NUL in a value', { Authorization: `${secret}\0` }, 'ERR_INVALID_CHAR'],
    ['a name with a colon', [[`Authorization: ${secret}`, '']], 'ERR_INVALID_CHAR'],
    ['a name with a line break', { [`X\r\n${secret}`]: '' }, 'ERR_INVALID_CHAR'],
    ['an empty name', { '': secret }, 'ERR_INVALID_CHAR'],
    ['a number as a value', { Authorization: 1 }, 'ERR_INVALID_ARG_TYPE'],
    ['a text', [secret], 'ERR_INVALID_ARG_TYPE'],
    ['null', null, 'ERR_INVALID_ARG_TYPE'],
  ])('are refused with a TypeError that quotes no value: %s', (_, headers, code) => {
    const error = refusal(headers);
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toContain(secret);
  });

  it('have at most 16 383 characters in all', () => {
    const line = 'X: \r\n';
    expect(requireHeaders({ X: 'y'.repeat(16_383 - line.length) }, 'headers')).toHaveLength(16_383);
    expect(refusal({ X: 'y'.repeat(16_384 - line.length) })).toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
  });

  it('are read back as pairs in their order', () => {
    expect(parseHeaders('Accept: text/plain\r\nX-Empty:\r\nX-Time: 10:30\r\n')).toEqual([
      ['Accept', 'text/plain'],
      ['X-Empty', ''],
      ['X-Time', '10:30'],
    ]);
  });
});

describe('response headers', () => {
  it('have the status and the headers of the block', () => {
    const text = 'HTTP/1.1 206 Partial Content\r\nContent-Length: 5\r\nETag: "abc"\r\n\r\n';
    const response = parseResponse(text);
    expect(response).toMatchObject({ status: 206, statusText: 'Partial Content', text });
    expect([...response.headers]).toEqual([
      ['content-length', '5'],
      ['etag', '"abc"'],
    ]);
  });

  it('are those of the last block after redirects', () => {
    const response = parseResponse(
      'HTTP/1.1 302 Found\r\nLocation: /next\r\n\r\nHTTP/1.1 200 OK\r\nServer: last\r\n\r\n',
    );
    expect([response.status, [...response.headers]]).toEqual([200, [['server', 'last']]]);
  });

  it('have no reason phrase where the server sends none', () => {
    expect(parseResponse('HTTP/2 200\r\nserver: x\r\n')).toMatchObject({ status: 200, statusText: '' });
  });

  it('have several values of one name', () => {
    const { headers } = parseResponse('HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n');
    expect(headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('have a value that is folded over two lines', () => {
    expect(parseResponse('HTTP/1.1 200 OK\r\nX-Long: one\r\n two\r\n').headers.get('x-long')).toBe('one two');
  });

  it.each([
    ['a name that is not a token', 'bad name: 1'],
    ['a value beyond Latin-1', 'X-Name: 日本'],
    ['no colon', 'garbage'],
  ])('leave out a line that HTTP does not allow, which is in the text: %s', (_, line) => {
    const text = `HTTP/1.1 200 OK\r\n${line}\r\nServer: x\r\n`;
    const response = parseResponse(text);
    expect([...response.headers]).toEqual([['server', 'x']]);
    expect(response.text).toBe(text);
  });

  it('are empty without a response', () => {
    const response = parseResponse('');
    expect([response.status, response.statusText, [...response.headers]]).toEqual([null, '', []]);
  });
});
