import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { contentOf } from './content.js';

/** A file that the server has: its name, which is also its path, and its size in bytes. */
export interface ServedFile {
  readonly name: string;
  readonly size: number;
}

export interface FileServer {
  urlOf(file: ServedFile): string;
  close(): Promise<void>;
}

/** All files are as old as this; they never change. */
const lastModified = new Date(0).toUTCString();

/**
 * Serves generated files on the loopback interface the way that BITS wants it: HEAD, lengths, validators and ranges.
 * @param bytesPerSecond how fast each connection goes
 */
export async function startServer(files: readonly ServedFile[], bytesPerSecond: number): Promise<FileServer> {
  const byPath = new Map(files.map((file) => [`/${file.name}`, file]));
  const server = createServer((request, response) => {
    const file = byPath.get(request.url ?? '');
    if (file === undefined) response.writeHead(404).end();
    else answer(file, bytesPerSecond, request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    urlOf: ({ name }) => `http://127.0.0.1:${address.port}/${name}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer(
  { name, size }: ServedFile,
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
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const begun = Date.now();
  let sent = 0;
  for (const piece of pieces) {
    if (!response.write(piece)) await once(response, 'drain', { signal: gone.signal });
    sent += piece.length;
    const due = begun + (sent * 1000) / bytesPerSecond;
    if (due > Date.now()) await delay(due - Date.now(), undefined, { signal: gone.signal });
  }
}

interface Range {
  readonly start: number;
  /** The place after the last byte. */
  readonly end: number;
}

/** One range of bytes; undefined where the whole file is wanted, null where there is nothing at that place. */
function parseRange(header: string | undefined, size: number): Range | undefined | null {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? '');
  if (match === null) return undefined;
  const start = Number(match[1]);
  const end = match[2] === '' ? size : Math.min(Number(match[2]) + 1, size);
  return start < end ? { start, end } : null;
}
