// A loopback HTTP server with files of any size, some of which are sent only on request.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const LARGEST = 8_000_000;
const SLOW_PIECE = 250_000;
const SLOW_MILLISECONDS = 60;

const pattern = Buffer.alloc(LARGEST);
for (let index = 0; index < LARGEST; index += 1) pattern[index] = (index * 7 + (index >> 8) + (index >> 16)) & 0xff;

/**
 * The content of a file of this size.
 *
 * @param {number} size bytes
 */
export function contentOf(size) {
  return pattern.subarray(0, size);
}

/**
 * `/bytes/SIZE` is sent at once, `/slow/SIZE` in small parts, `/gate/NAME/SIZE` stops halfway until `/open/NAME` is requested.
 * `?chunked` hides the length. Everything else is 404.
 */
export async function startFileServer() {
  const gates = new Map();
  const gate = (name) => {
    if (!gates.has(name)) gates.set(name, deferred());
    return gates.get(name);
  };
  const http = createServer((request, response) => {
    answer(new URL(request.url ?? '/', 'http://localhost'), response, gate).catch(() => response.destroy());
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    http,
    port: http.address().port,
    /** Ends every connection and opens no gate, since waiting clients have ended. */
    close() {
      http.close();
      http.closeAllConnections();
    },
  };
}

async function answer(url, response, gate) {
  const [, kind, ...rest] = url.pathname.split('/');
  if (kind === 'open') {
    gate(rest[0]).resolve();
    response.end('open');
    return;
  }
  const size = Number(rest.at(-1));
  if (!['bytes', 'slow', 'gate'].includes(kind) || !(size >= 0 && size <= LARGEST)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, url.searchParams.has('chunked') ? {} : { 'content-length': size });
  for await (const piece of pieces(kind, contentOf(size), () => gate(rest[0]).promise)) {
    if (!response.write(piece)) await once(response, 'drain');
  }
  response.end();
}

async function* pieces(kind, content, opened) {
  if (kind === 'gate') {
    const half = content.length / 2;
    yield content.subarray(0, half);
    await opened();
    yield content.subarray(half);
  } else if (kind === 'slow') {
    for (let start = 0; start < content.length; start += SLOW_PIECE) {
      yield content.subarray(start, start + SLOW_PIECE);
      await delay(SLOW_MILLISECONDS);
    }
  } else if (content.length > 0) {
    yield content;
  }
}

function deferred() {
  let resolve;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
