import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { addressName, type Certificate, createCertificate } from '../emulation/support/certificate.js';
import { head, type RawHandler, RawServer } from '../emulation/support/raw-server.js';
import { content, length, part, size } from '../emulation/support/transfers.js';
import { parseRecord, Workplace } from './support/command.js';

// Each run needs a new process: Node.js reads NODE_EXTRA_CA_CERTS when it starts.
vi.setConfig({ testTimeout: 60_000 });

const other = { type: 2, value: 'files.example' } as const;
const certificate = await createCertificate([{ type: 2, value: 'localhost' }, addressName('127.0.0.1'), other]);
const certificateOfOther = await createCertificate([other]);

const file: RawHandler = (request, socket) => {
  if (request.method === 'HEAD') socket.end(head('200 OK', length, 'ETag: "v1"'));
  else part(request, socket, content, 'ETag: "v1"');
};

/** Downloads in a process that trusts the certificate. */
async function download(
  place: Workplace,
  url: string,
  environment: NodeJS.ProcessEnv = {},
  trusted: Certificate = certificate,
) {
  const authority = place.path('authority.pem');
  await writeFile(authority, trusted.cert);
  const path = place.path('file.bin');
  const trusting = { NODE_EXTRA_CA_CERTS: authority, ...environment };
  const { code, lines } = await place.startWith(trusting, 'get', url, path, '--json').ended;
  return { code, record: parseRecord(lines.at(-1) ?? ''), read: () => readFile(path) };
}

describe('a download over TLS', () => {
  it.each(['127.0.0.1', 'localhost'])('succeeds with a trusted certificate for %s', async (host) => {
    await using place = await Workplace.create();
    await using server = await RawServer.start(file, certificate);
    const { code, record, read } = await download(place, `https://${host}:${server.port}/a`);
    expect({ code, record }).toMatchObject({ code: 0, record: { type: 'done', bytes: String(size) } });
    expect(content.equals(await read())).toBe(true);
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['HEAD /a', 'GET /a']);
  });

  it('succeeds when the response header needs lenient parsing', async () => {
    await using place = await Workplace.create();
    const start = `HTTP/1.1 200 OK\nContent-Length: ${size}\nContent-Length: ${size}\n\n`;
    await using server = await RawServer.start((request, socket) => {
      socket.end(request.method === 'HEAD' ? start : Buffer.concat([Buffer.from(start), content]));
    }, certificate);
    const { code, read } = await download(place, `${server.origin}/a`);
    expect(code).toBe(0);
    expect(content.equals(await read())).toBe(true);
  });

  it('succeeds through the tunnel of a proxy', async () => {
    await using place = await Workplace.create();
    await using server = await RawServer.start(file, certificate);
    await using proxy = await RawServer.start((_, socket) => {
      socket.removeAllListeners('data');
      const tunnel = connect(server.port, '127.0.0.1', () => {
        socket.write(head('200 Connection established'));
        socket.pipe(tunnel).pipe(socket);
      });
      tunnel.on('error', () => socket.destroy());
      socket.on('close', () => tunnel.destroy());
    });
    const { code, read } = await download(place, 'https://files.example/a', { HTTPS_PROXY: proxy.origin });
    expect(code).toBe(0);
    expect(content.equals(await read())).toBe(true);
    expect(new Set(proxy.requests.map(({ method, path }) => `${method} ${path}`))).toEqual(
      new Set(['CONNECT files.example:443']),
    );
  });

  it('fails with ERROR_WINHTTP_SECURE_FAILURE when the certificate is not trusted', async () => {
    await using place = await Workplace.create();
    await using server = await RawServer.start(file, certificate);
    const { code, record } = await download(place, `${server.origin}/a`, { NODE_EXTRA_CA_CERTS: '' });
    expect({ code, record }).toMatchObject({ code: 1, record: { code: 'ERROR_WINHTTP_SECURE_FAILURE' } });
    expect(server.requests).toEqual([]);
  });

  it('fails with ERROR_WINHTTP_SECURE_FAILURE when the certificate is for another name', async () => {
    await using place = await Workplace.create();
    await using server = await RawServer.start(file, certificateOfOther);
    const { code, record } = await download(place, `${server.origin}/a`, {}, certificateOfOther);
    expect({ code, record }).toMatchObject({ code: 1, record: { code: 'ERROR_WINHTTP_SECURE_FAILURE' } });
  });

  it('never follows a redirection to HTTP', async () => {
    await using place = await Workplace.create();
    await using plain = await RawServer.start(file);
    await using server = await RawServer.start((_, socket) => {
      socket.end(head('302 Found', `Location: ${plain.origin}/a`, 'Content-Length: 0'));
    }, certificate);
    const { code, record } = await download(place, `${server.origin}/a`);
    expect({ code, record }).toMatchObject({ code: 1, record: { code: 'ERROR_WINHTTP_REDIRECT_FAILED' } });
    expect(plain.requests).toEqual([]);
  });

  it('follows a redirection from HTTP without sending the credentials of the URL', async () => {
    await using place = await Workplace.create();
    await using server = await RawServer.start(file, certificate);
    await using plain = await RawServer.start((_, socket) => {
      socket.end(head('302 Found', `Location: ${server.origin}/a`, 'Content-Length: 0'));
    });
    const { code } = await download(place, `${plain.origin.replace('//', '//user:secret@')}/a`);
    expect(code).toBe(0);
    expect(plain.requests[0]?.headers.get('authorization')).toBeDefined();
    expect(server.requests.map(({ headers }) => headers.get('authorization'))).toEqual([undefined, undefined]);
  });
});
