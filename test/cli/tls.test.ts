import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addressName, type Certificate, createCertificate } from '../emulation/support/certificate.js';
import { head, type RawHandler, RawServer } from '../emulation/support/raw-server.js';
import { content, length, part, size } from '../emulation/support/transfers.js';
import { type Ended, parseRecord, Workplace } from './support/command.js';

// A run that trusts a certificate needs a new process: Node.js reads NODE_EXTRA_CA_CERTS when it starts.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const other = { type: 2, value: 'files.example' } as const;
const certificate = await createCertificate([{ type: 2, value: 'localhost' }, addressName('127.0.0.1'), other]);
const certificateOfOther = await createCertificate([other]);

const file: RawHandler = (request, socket) => {
  if (request.method === 'HEAD') socket.end(head('200 OK', length, 'ETag: "v1"'));
  else part(request, socket, content, 'ETag: "v1"');
};

/** Redirects to a file of another server. */
function redirectTo(origin: string): RawHandler {
  return (_, socket) => {
    socket.end(head('302 Found', `Location: ${origin}/a`, 'Content-Length: 0'));
  };
}

/** Environment variables of a process that trusts a certificate. */
async function trusting(place: Workplace, { cert }: Certificate): Promise<NodeJS.ProcessEnv> {
  const authority = place.path('authority.pem');
  await writeFile(authority, cert);
  return { NODE_EXTRA_CA_CERTS: authority };
}

function resultOf({ code, lines }: Ended) {
  return { code, record: parseRecord(lines.at(-1) ?? '') };
}

describe('a download over TLS with a trusted certificate', () => {
  const opened: AsyncDisposable[] = [];
  let place: Workplace;
  let byAddress: RawServer;
  let byName: RawServer;
  let proxy: RawServer;
  let secure: RawServer;
  let plain: RawServer;
  let ended: Ended;

  async function serve(handler: RawHandler, secured?: Certificate): Promise<RawServer> {
    const server = await RawServer.start(handler, secured);
    opened.push(server);
    return server;
  }

  // One process downloads all files.
  beforeAll(async () => {
    place = await Workplace.create();
    opened.push(place);
    byAddress = await serve(file, certificate);
    byName = await serve(file, certificate);
    const start = `HTTP/1.1 200 OK\nContent-Length: ${size}\nContent-Length: ${size}\n\n`;
    const lenient = await serve((request, socket) => {
      socket.end(request.method === 'HEAD' ? start : Buffer.concat([Buffer.from(start), content]));
    }, certificate);
    const hidden = await serve(file, certificate);
    proxy = await serve((_, socket) => {
      socket.removeAllListeners('data');
      const tunnel = connect(hidden.port, '127.0.0.1', () => {
        socket.write(head('200 Connection established'));
        socket.pipe(tunnel).pipe(socket);
      });
      tunnel.on('error', () => socket.destroy());
      socket.on('close', () => tunnel.destroy());
    });
    secure = await serve(file, certificate);
    plain = await serve(redirectTo(secure.origin));
    const environment = { HTTPS_PROXY: proxy.origin, NO_PROXY: '127.0.0.1,localhost' };
    const urls = {
      address: `${byAddress.origin}/a`,
      name: `https://localhost:${byName.port}/a`,
      lenient: `${lenient.origin}/a`,
      proxy: 'https://files.example/a',
      redirection: `${plain.origin.replace('//', '//user:secret@')}/a`,
    };
    const files = Object.entries(urls).flatMap(([name, url]) => [url, place.path(name)]);
    const trust = await trusting(place, certificate);
    ended = await place.startWith({ ...trust, ...environment }, 'get', ...files, '--json').ended;
  });

  afterAll(async () => {
    for (const each of opened) await each[Symbol.asyncDispose]();
  });

  it('succeeds', () => {
    expect(resultOf(ended)).toMatchObject({ code: 0, record: { type: 'done', bytes: String(5 * size) } });
  });

  it.each([
    ['for an address', 'address', () => byAddress],
    ['for a name', 'name', () => byName],
  ])('succeeds with a certificate %s', async (_, name, server) => {
    expect(content.equals(await readFile(place.path(name)))).toBe(true);
    expect(server().requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['HEAD /a', 'GET /a']);
  });

  it('succeeds when the response header needs lenient parsing', async () => {
    expect(content.equals(await readFile(place.path('lenient')))).toBe(true);
  });

  it('succeeds through the tunnel of a proxy', async () => {
    expect(content.equals(await readFile(place.path('proxy')))).toBe(true);
    expect(new Set(proxy.requests.map(({ method, path }) => `${method} ${path}`))).toEqual(
      new Set(['CONNECT files.example:443']),
    );
  });

  it('follows a redirection from HTTP without sending the credentials of the URL', async () => {
    expect(content.equals(await readFile(place.path('redirection')))).toBe(true);
    expect(plain.requests[0]?.headers.get('authorization')).toBeDefined();
    expect(secure.requests.map(({ headers }) => headers.get('authorization'))).toEqual([undefined, undefined]);
  });
});

describe('a download over TLS', () => {
  it('fails with ERROR_WINHTTP_SECURE_FAILURE when the certificate is not trusted', async () => {
    await using place = await Workplace.create();
    await using server = await RawServer.start(file, certificate);
    const ended = await place.run('get', `${server.origin}/a`, place.path('file.bin'), '--json');
    expect(resultOf(ended)).toMatchObject({ code: 1, record: { code: 'ERROR_WINHTTP_SECURE_FAILURE' } });
    expect(server.requests).toEqual([]);
  });

  it('fails with ERROR_WINHTTP_SECURE_FAILURE when the certificate is for another name', async () => {
    await using place = await Workplace.create();
    await using server = await RawServer.start(file, certificateOfOther);
    const trust = await trusting(place, certificateOfOther);
    const { ended } = place.startWith(trust, 'get', `${server.origin}/a`, place.path('file.bin'), '--json');
    expect(resultOf(await ended)).toMatchObject({ code: 1, record: { code: 'ERROR_WINHTTP_SECURE_FAILURE' } });
  });

  it('never follows a redirection to HTTP', async () => {
    await using place = await Workplace.create();
    await using plain = await RawServer.start(file);
    await using server = await RawServer.start(redirectTo(plain.origin), certificate);
    const trust = await trusting(place, certificate);
    const { ended } = place.startWith(trust, 'get', `${server.origin}/a`, place.path('file.bin'), '--json');
    expect(resultOf(await ended)).toMatchObject({ code: 1, record: { code: 'ERROR_WINHTTP_REDIRECT_FAILED' } });
    expect(plain.requests).toEqual([]);
  });
});
