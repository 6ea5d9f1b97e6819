import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { contentOf, type GeneratedFile } from './generated-files.js';

/** Bytes per second and connection: slow enough to see the bars move, fast enough for a demo. */
const defaultRate = 7_000_000;

/** A server that stops when it is disposed of. */
export interface FileServer extends AsyncDisposable {
  urlOf(file: GeneratedFile): string;
}

/** The date of all files. They never change. */
const lastModified = new Date(0).toUTCString();

/**
 * Serves generated files on the loopback interface with everything that BITS requires: HEAD, lengths, validators and ranges.
 * @param bytesPerSecond rate of each connection
 */
export async function startServer(files: readonly GeneratedFile[], bytesPerSecond = defaultRate): Promise<FileServer> {
  const byPath = new Map(files.map((file) => [`/${file.name}`, file]));
  const server = createServer((request, response) => {
    const file = byPath.get(request.url ?? '');
    if (file === undefined) response.writeHead(404).end();
    else respond(file, bytesPerSecond, request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    urlOf: ({ name }) => `http://127.0.0.1:${address.port}/${name}`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function respond(
  { name, size }: GeneratedFile,
  bytesPerSecond: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const range = parseRange(request.headers.range, size);
  if (range === null) {
    response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: size };
  response.writeHead(range === undefined ? 200 : 206, {
    'accept-ranges': 'bytes',
    'content-length': end - start,
    'content-type': 'application/octet-stream',
    'last-modified': lastModified,
    etag: `"${name}-${size}"`,
    ...(range === undefined ? {} : { 'content-range': `bytes ${start}-${end - 1}/${size}` }),
  });
  if (request.method !== 'HEAD') await send(contentOf(name, start, end), bytesPerSecond, response);
  response.end();
}

async function send(pieces: Iterable<Buffer>, bytesPerSecond: number, response: ServerResponse): Promise<void> {
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  const begin = Date.now();
  let sent = 0;
  for (const piece of pieces) {
    if (!response.write(piece)) await once(response, 'drain', { signal: closed.signal });
    sent += piece.length;
    const due = begin + (sent * 1000) / bytesPerSecond;
    if (due > Date.now()) await delay(due - Date.now(), undefined, { signal: closed.signal });
  }
}

interface Range {
  readonly start: number;
  /** Offset after the last byte. */
  readonly end: number;
}

/** Returns the requested range; undefined for the whole file, null for a range outside the file. */
function parseRange(header: string | undefined, size: number): Range | undefined | null {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? '');
  if (match === null) return undefined;
  const start = Number(match[1]);
  const end = match[2] === '' ? size : Math.min(Number(match[2]) + 1, size);
  return start < end ? { start, end } : null;
}
