import type { JobSettingsRecord, JobVerbs } from '../../../lib/bits/verbs.js';
import type { Certificate } from './certificate.js';
import { Downloads, patternOf, until } from './downloads.js';
import { head, type RawHandler, RawServer } from './raw-server.js';
import { state } from './states.js';

/** The file that `serve` sends. */
export const content = patternOf(100_000);

/** Whether a job has ended or is suspended. */
export const settled = (reached: number) =>
  reached === state.transferred ||
  reached === state.error ||
  reached === state.transientError ||
  reached === state.suspended;

/** Serves the content, with ranges that have an end. */
export const serve: RawHandler = (request, socket) => {
  const [, first = '0', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.range ?? '') ?? [];
  const start = Number(first);
  const end = last === '' ? content.length : Number(last) + 1;
  const fields = ['ETag: "1"', 'Accept-Ranges: bytes', 'Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT'];
  if (request.range === null) socket.write(head('200 OK', ...fields, `Content-Length: ${content.length}`));
  else {
    const range = `Content-Range: bytes ${start}-${end - 1}/${content.length}`;
    socket.write(head('206 Partial Content', ...fields, range, `Content-Length: ${end - start}`));
  }
  if (request.method !== 'HEAD') socket.write(content.subarray(start, end));
};

/** A server with a handler, and an emulation whose jobs download a file from it. */
export async function start(handler: RawHandler, certificate?: Certificate) {
  const downloads = await Downloads.open();
  const server = await RawServer.start(handler, certificate);
  return {
    downloads,
    server,
    async job(settings?: JobSettingsRecord, url = `${server.origin}/a`): Promise<JobVerbs> {
      return await downloads.manager.createJob('test', 0, settings, [
        { remoteName: url, localName: downloads.pathOf('a') },
      ]);
    },
    async [Symbol.asyncDispose]() {
      await downloads[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Resumes a job, and reads it when it has ended or is suspended. */
export async function run(job: JobVerbs) {
  await job.resume();
  await until(job, settled);
  return await job.snapshot();
}
