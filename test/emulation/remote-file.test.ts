import { describe, expect, it } from 'vitest';
import {
  type Answer,
  type Decision,
  decide,
  decideEnd,
  formatRemoteFile,
  parseRemoteFile,
  type RemoteFile,
  type Request,
  readValidators,
} from '../../lib/bits/http/remote-file.js';
import { hresultName } from '../../lib/com/hresult.js';

const place = 'http://files.example/a';
const old = 'Sat, 01 Jan 2022 00:00:00 GMT';
const later = 'Sun, 02 Jan 2022 00:00:00 GMT';

function fileOf(parts: Partial<RemoteFile> = {}): RemoteFile {
  return { place, size: 1000n, entityTag: null, modified: null, encoding: null, ...parts };
}

function answerOf(
  method: 'HEAD' | 'GET',
  status: number,
  parts: Partial<RemoteFile>,
  rest: Partial<Answer> = {},
): Answer {
  return { method, status, file: fileOf(parts), range: null, hasLength: true, refusesRanges: false, ...rest };
}

function requestOf(known: Partial<RemoteFile> | null, rest: Partial<Request> = {}): Request {
  return {
    known: known === null ? null : fileOf(known),
    transferred: 400n,
    start: 400n,
    conditional: true,
    head: true,
    policy: 'strict',
    ...rest,
  };
}

/** A decision in a few words. */
function wordsOf(decision: Decision | null): string {
  switch (decision?.kind) {
    case undefined:
      return 'whole';
    case 'ask':
      return `ask from ${decision.start}${decision.condition === null ? '' : ` if ${decision.condition}`}`;
    case 'take':
      return `take from ${decision.start} to ${decision.end ?? 'the end'}`;
    case 'done':
      return 'done';
    case 'fail':
      return `${decision.failure.recoverable ? 'transient' : 'fatal'} ${hresultName(decision.failure.hresult)}`;
  }
}

const v1 = { entityTag: '"v1"' };
const v2 = { entityTag: '"v2"' };
const dated = { modified: old };
const rest = { start: 400n, end: 1000n, size: 1000n };

describe('the response to HEAD', () => {
  it.each<[string, Partial<RemoteFile> | null, Partial<RemoteFile>, string]>([
    ['nothing is known', null, v1, 'ask from 0'],
    ['the same strong entity tag', v1, v1, 'ask from 400 if "v1"'],
    ['another strong entity tag', v1, v2, 'ask from 0'],
    ['no validator on either side', {}, {}, 'ask from 0'],
    ['a missing validator', v1, {}, 'ask from 0'],
    ['the same time stamp', dated, dated, `ask from 400 if ${old}`],
    ['another time stamp', dated, { modified: later }, 'ask from 0'],
    ['another time stamp under the same entity tag', { ...v1, ...dated }, { ...v1, modified: later }, 'ask from 0'],
    ['another size under the same entity tag', v1, { ...v1, size: 1500n }, 'ask from 0'],
    ['another size under the same time stamp', dated, { ...dated, size: 1500n }, 'ask from 0'],
    ['a smaller size', v1, { ...v1, size: 300n }, 'ask from 0'],
    ['a machine of a farm', { ...v1, ...dated }, { ...v2, ...dated }, 'ask from 400'],
    [
      'a machine of a farm without a size',
      { ...v1, ...dated, size: null },
      { ...v2, ...dated, size: null },
      'ask from 0',
    ],
    ['the same entity tag at another place', v1, { ...v1, place: 'http://mirror.example/b' }, 'ask from 0'],
    [
      'the same time stamp at another place',
      dated,
      { ...dated, place: 'http://mirror.example/b' },
      `ask from 400 if ${old}`,
    ],
    ['another content coding', v1, { ...v1, encoding: 'br', size: null }, 'ask from 0'],
    ['no content coding for coded bytes', { ...v1, encoding: 'gzip', size: null }, v1, 'ask from 0'],
    [
      'the same content coding',
      { ...v1, encoding: 'gzip', size: null },
      { ...v1, encoding: 'gzip', size: null },
      'ask from 400 if "v1"',
    ],
    ['all bytes are transferred', { ...v1, size: 400n }, { ...v1, size: 400n }, 'done'],
    ['all bytes of another version are transferred', { ...v1, size: 400n }, { ...v2, size: 400n }, 'ask from 0'],
    ['the size was unknown', { ...v1, size: null }, v1, 'ask from 400 if "v1"'],
  ])('selects the next step: %s', (_, known, file, expected) => {
    const request = requestOf(known, { head: null, conditional: false });
    expect(wordsOf(decide(request, answerOf('HEAD', 200, file)))).toBe(expected);
  });

  it.each<[string, 'strict' | 'lenient', number, Partial<Answer>, string]>([
    ['strict', 'strict', 200, { hasLength: false }, 'fatal BG_E_MISSING_FILE_SIZE'],
    ['lenient', 'lenient', 200, { hasLength: false }, 'ask from 400 if "v1"'],
    ['strict', 'strict', 200, { refusesRanges: true }, 'fatal BG_E_INSUFFICIENT_RANGE_SUPPORT'],
    ['lenient', 'lenient', 200, { refusesRanges: true }, 'ask from 0'],
    ['strict', 'strict', 405, {}, 'ask from 400 if "v1"'],
    ['lenient', 'lenient', 501, {}, 'ask from 400 if "v1"'],
    ['strict', 'strict', 403, {}, 'fatal BG_E_HTTP_ERROR_403'],
    ['lenient', 'lenient', 403, {}, 'ask from 400 if "v1"'],
    ['lenient', 'lenient', 404, {}, 'fatal BG_E_HTTP_ERROR_404'],
    ['lenient', 'lenient', 503, {}, 'transient BG_E_HTTP_ERROR_503'],
    ['lenient', 'lenient', 429, {}, 'fatal BG_E_HTTP_ERROR_429'],
  ])('with %s: %s, status %i, %j', (_, policy, status, parts, expected) => {
    expect(wordsOf(decide(requestOf(v1, { policy, head: null }), answerOf('HEAD', status, v1, parts)))).toBe(expected);
  });
});

describe('the response to GET with the complete file', () => {
  it.each<[string, Partial<Request>, Partial<RemoteFile> | null, Partial<RemoteFile>, string]>([
    ['the first answer', { start: 0n }, v1, v1, 'take from 0 to 1000'],
    ['no length: the one of HEAD counts', { start: 0n }, v1, { ...v1, size: null }, 'take from 0 to 1000'],
    [
      'no length, without HEAD',
      { start: 0n, head: false, policy: 'lenient' },
      null,
      { size: null },
      'take from 0 to the end',
    ],
    ['another version', {}, v1, v2, 'take from 0 to 1000'],
    ['another version of another size', { start: 0n }, v1, { ...v2, size: 200n }, 'take from 0 to 200'],
    [
      'another size, same version',
      { start: 0n },
      v1,
      { ...v1, size: 200n },
      'transient ERROR_WINHTTP_INVALID_SERVER_RESPONSE',
    ],
    ['another size, same version, at a resume', {}, v1, { ...v1, size: 200n }, 'ask from 0'],
    [
      'another size without validators',
      { start: 0n },
      {},
      { size: 200n },
      'transient ERROR_WINHTTP_INVALID_SERVER_RESPONSE',
    ],
    ['size 0 in HEAD', { start: 0n }, { size: 0n }, {}, 'transient ERROR_WINHTTP_INVALID_SERVER_RESPONSE'],
    ['size 0 in HEAD, lenient', { start: 0n, policy: 'lenient' }, { size: 0n }, {}, 'take from 0 to 1000'],
    [
      'no length, size 0 in HEAD, lenient',
      { start: 0n, policy: 'lenient' },
      { size: 0n },
      { size: null },
      'take from 0 to the end',
    ],
    ['no length, size 0 in HEAD', { start: 0n }, { size: 0n }, { size: null }, 'take from 0 to 0'],
    ['ranges are ignored', {}, v1, v1, 'fatal BG_E_INSUFFICIENT_RANGE_SUPPORT'],
    ['ranges are ignored, lenient', { policy: 'lenient' }, v1, v1, 'take from 0 to 1000'],
    ['a machine of a farm', {}, { ...v1, ...dated }, { ...v2, ...dated }, 'ask from 400'],
    ['no HEAD', { head: false, start: 0n }, null, v1, 'fatal BG_E_INSUFFICIENT_HTTP_SUPPORT'],
    [
      'no HEAD, and another size since then',
      { head: false, policy: 'lenient' },
      v1,
      { ...v1, size: 200n },
      'take from 0 to 200',
    ],
    [
      'another content coding than HEAD',
      { start: 0n },
      v1,
      { ...v1, size: null, encoding: 'br' },
      'take from 0 to the end',
    ],
    [
      'no content coding, at a resume of coded bytes',
      {},
      { ...v1, size: null, encoding: 'br' },
      v1,
      'take from 0 to 1000',
    ],
  ])('selects the next step: %s', (_, parts, known, file, expected) => {
    expect(wordsOf(decide(requestOf(known, parts), answerOf('GET', 200, file)))).toBe(expected);
  });

  it.each<[string, bigint, Answer['range'], string]>([
    ['a part', 400n, rest, 'ask from 0'],
    ['a part that was not requested', 0n, rest, 'transient ERROR_WINHTTP_INVALID_SERVER_RESPONSE'],
    ['unreadable', 400n, 'unusable', 'ask from 0'],
    ['everything', 0n, { start: 0n, end: 1000n, size: 1000n }, 'take from 0 to 1000'],
  ])('whose Content-Range is %s', (_, start, range, expected) => {
    expect(wordsOf(decide(requestOf(v1, { start }), answerOf('GET', 200, v1, { range })))).toBe(expected);
  });
});

describe('the response to GET with a part', () => {
  it.each<[string, Partial<Request>, Partial<RemoteFile> | null, Partial<RemoteFile>, Answer['range'], string]>([
    ['of the version that is here', {}, v1, v1, rest, 'take from 400 to 1000'],
    ['shorter than requested', {}, v1, v1, { ...rest, end: 500n }, 'take from 400 to 500'],
    ['of another version', {}, v1, v2, rest, 'ask from 0'],
    ['of another size', {}, v1, { ...v1, size: 1500n }, { ...rest, size: 1500n }, 'ask from 0'],
    ['of another time stamp', {}, dated, { modified: later }, rest, 'ask from 0'],
    ['of a farm', { conditional: false }, { ...v1, ...dated }, { ...v2, ...dated }, rest, 'take from 400 to 1000'],
    ['of an unknown size', {}, v1, { ...v1, size: null }, { ...rest, size: null }, 'take from 400 to 1000'],
    ['without validators, to a condition', {}, v1, {}, rest, 'take from 400 to 1000'],
    ['without validators, to no condition', { conditional: false }, dated, {}, rest, 'ask from 0'],
    ['from another position', {}, v1, v1, { ...rest, start: 401n }, 'fatal BG_E_INSUFFICIENT_RANGE_SUPPORT'],
    ['from another position, lenient', { policy: 'lenient' }, v1, v1, { ...rest, start: 401n }, 'ask from 0'],
    ['without a position', {}, v1, v1, null, 'fatal BG_E_INSUFFICIENT_RANGE_SUPPORT'],
    ['without a position, lenient', { policy: 'lenient' }, v1, v1, 'unusable', 'ask from 0'],
    [
      'without a position, to the whole',
      { start: 0n, policy: 'lenient' },
      v1,
      v1,
      null,
      'fatal BG_E_INSUFFICIENT_RANGE_SUPPORT',
    ],
    ['of coded bytes', {}, { ...v1, encoding: 'br' }, { ...v1, encoding: 'br' }, rest, 'take from 400 to 1000'],
    ['of another content coding', {}, v1, { ...v1, encoding: 'br' }, rest, 'ask from 0'],
    ['without the content coding of the bytes', {}, { ...v1, encoding: 'br' }, v1, rest, 'ask from 0'],
    ['of an unknown version', {}, null, v1, rest, 'ask from 0'],
    ['from 0', { start: 0n }, v1, v1, { start: 0n, end: 100n, size: 1000n }, 'take from 0 to 100'],
  ])('selects the next step: %s', (_, parts, known, file, range, expected) => {
    expect(wordsOf(decide(requestOf(known, parts), answerOf('GET', 206, file, { range })))).toBe(expected);
  });
});

describe('the response 416', () => {
  const none = { size: null };

  it.each<[string, Partial<Request>, Partial<RemoteFile> | null, bigint | null, Partial<RemoteFile>, string]>([
    ['all bytes are transferred', { start: 1000n }, v1, 1000n, none, 'done'],
    ['all bytes are transferred, without Content-Range', { start: 1000n }, v1, null, none, 'done'],
    ['all bytes are transferred, another size', { start: 1000n }, v1, 900n, none, 'ask from 0'],
    ['all bytes are transferred, another version', { start: 1000n }, v1, 1000n, { ...none, ...v2 }, 'ask from 0'],
    [
      'all bytes are transferred, an error page is coded',
      { start: 1000n },
      v1,
      1000n,
      { ...none, encoding: 'br' },
      'done',
    ],
    ['bytes are missing', {}, v1, 300n, none, 'ask from 0'],
    ['the size was unknown', { start: 1000n }, { ...v1, size: null }, 1000n, none, 'done'],
    ['the size was unknown, and is larger', { start: 1000n }, { ...v1, size: null }, 1500n, none, 'ask from 0'],
    ['the size is unknown', { start: 1000n }, { ...v1, size: null }, null, none, 'ask from 0'],
    ['no range was requested', { start: 0n }, v1, null, none, 'fatal BG_E_HTTP_ERROR_416'],
  ])('selects the next step: %s', (_, parts, known, size, file, expected) => {
    const range = size === null ? null : { start: 0n, end: null, size };
    expect(wordsOf(decide(requestOf(known, parts), answerOf('GET', 416, file, { range })))).toBe(expected);
  });
});

describe('the end of a body', () => {
  it.each<[string, Partial<RemoteFile>, bigint, bigint | null, string]>([
    ['at the size of the file', v1, 1000n, 1000n, 'whole'],
    ['before the announced end', v1, 700n, 1000n, 'transient ERROR_WINHTTP_CONNECTION_ERROR'],
    ['at the end of a short range', v1, 700n, 700n, 'ask from 700 if "v1"'],
    ['at the end of a short range without validators', {}, 700n, 700n, 'transient ERROR_WINHTTP_CONNECTION_ERROR'],
    ['for a file of unknown size', { size: null }, 700n, null, 'whole'],
    ['at the end of a range of a file of unknown size', { ...v1, size: null }, 700n, 700n, 'ask from 700 if "v1"'],
    [
      'at the end of a range of a file of unknown size without validators',
      { size: null },
      700n,
      700n,
      'transient ERROR_WINHTTP_CONNECTION_ERROR',
    ],
    ['beyond the size of the file', v1, 1100n, null, 'transient ERROR_WINHTTP_INVALID_SERVER_RESPONSE'],
  ])('is decided %s', (_, file, transferred, end, expected) => {
    expect(wordsOf(decideEnd(fileOf(file), transferred, end))).toBe(expected);
  });
});

describe('a validator of a response', () => {
  it.each([
    ['has a control character', '"a\u0001b"'],
    ['has a DEL character', '"a\u007fb"'],
    ['is too long', `"${'a'.repeat(5000)}"`],
  ])('is ignored, because it cannot be sent back, if it %s', (_, text) => {
    expect(readValidators({ etag: text, 'last-modified': text })).toMatchObject({ entityTag: null, modified: null });
  });
});

describe('the stored state of a remote file', () => {
  it('is null for a version that is too long to be saved', () => {
    expect(formatRemoteFile(fileOf({ place: `http://files.example/${'a'.repeat(70_000)}` }))).toBeNull();
  });

  it.each([fileOf(), fileOf({ ...v1, ...dated, size: null, encoding: 'gzip' }), fileOf({ size: 2n ** 63n })])(
    'can be read again',
    (file) => {
      expect(parseRemoteFile(formatRemoteFile(file))).toEqual(file);
    },
  );

  it.each([
    null,
    '',
    '[]',
    'null',
    '"v1"',
    '["v1",null]',
    '{}',
    '{"place":1}',
    '{"place":"x","size":"-1","entityTag":null,"modified":null,"encoding":null}',
  ])('is null for %j', (text) => {
    expect(parseRemoteFile(text)).toBeNull();
  });
});
