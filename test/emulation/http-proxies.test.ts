import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { JobVerbs } from '../../lib/bits/verbs.js';
import { Downloads, until } from './support/downloads.js';
import { head, type RawHandler, RawServer } from './support/raw-server.js';
import { state } from './support/states.js';
import { content, length, part } from './support/transfers.js';

describe('proxies', () => {
  it('HTTP_PROXY receives the absolute URL, and NO_PROXY is connected directly', async () => {
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
  it('through a proxy uses a tunnel, whose refusal is the error of the file', async () => {
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

  it('with a server without TLS fails with ERROR_WINHTTP_SECURE_FAILURE', async () => {
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
