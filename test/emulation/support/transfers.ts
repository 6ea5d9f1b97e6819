import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import type { EmulationOptions } from '../../../lib/emulation.js';
import { Downloads, patternOf, until } from './downloads.js';
import { head, type RawHandler, type RawRequest, RawServer, startOf } from './raw-server.js';
import { state } from './states.js';

export const size = 300_000;
export const cut = 100_000;
export const content = patternOf(size);
export const other = Buffer.alloc(size, 7);
export const time = 'Sat, 01 Jan 2022 00:00:00 GMT';
export const lenient: EmulationOptions = { policy: { http: 'lenient' } };

/** A server with a handler, an emulation that downloads from it, and one job. */
export async function begin(
  handler: RawHandler,
  options: EmulationOptions = {},
  url = (origin: string) => `${origin}/a`,
) {
  const server = await RawServer.start(handler);
  const downloads = await Downloads.open(options);
  const job = await downloads.createJob(url(server.origin), 'a');
  return {
    server,
    downloads,
    job,
    async settle() {
      await job.resume();
      await until(job, (now) => now === state.transferred || now === state.error || now === state.transientError);
      return await job.snapshot();
    },
    async file() {
      await job.complete();
      return await readFile(downloads.pathOf('a'));
    },
    async [Symbol.asyncDispose]() {
      await downloads[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** A server of one file whose first GET ends after `cut` bytes; `then` handles the later ones. */
export function cutOnce(fields: string[], then: { readonly head?: string[]; readonly get: RawHandler }): RawHandler {
  let gets = 0;
  return (request, socket) => {
    if (request.method === 'HEAD') {
      socket.end(head('200 OK', ...(gets > 0 ? (then.head ?? fields) : fields)));
      return;
    }
    gets += 1;
    if (gets > 1) then.get(request, socket);
    else sendAndCut(socket, head('200 OK', ...fields), content.subarray(0, cut));
  };
}

export function sendAndCut(socket: Socket, start: string, body: Buffer): void {
  socket.end(Buffer.concat([Buffer.from(start, 'latin1'), body]));
}

/** Responds with a range of a version and ignores the condition. */
export function part(request: RawRequest, socket: Socket, bytes: Buffer, ...fields: string[]): void {
  const start = startOf(request);
  const rest = bytes.subarray(start);
  const range = start === 0 ? [] : [`Content-Range: bytes ${start}-${bytes.length - 1}/${bytes.length}`];
  const status = start === 0 ? '200 OK' : '206 Partial Content';
  socket.end(Buffer.concat([Buffer.from(head(status, `Content-Length: ${rest.length}`, ...range, ...fields)), rest]));
}

export const length = `Content-Length: ${size}`;
