import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CredentialsRecord } from '../../lib/bits/verbs.js';
import { hresults } from '../../lib/com/hresult.js';
import { head, type RawHandler, type RawRequest } from './support/raw-server.js';
import { run, serve, start } from './support/served-content.js';
import { state } from './support/states.js';

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
