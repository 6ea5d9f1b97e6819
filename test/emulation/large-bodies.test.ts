import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Downloads, patternOf, until } from './support/downloads.js';
import { head, type RawHandler, RawServer, startOf } from './support/raw-server.js';
import { state } from './support/states.js';

const size = 3_000_001;
const content = patternOf(size);
const time = 'Last-Modified: Sat, 01 Jan 2022 00:00:00 GMT';

/** Responds to HEAD, and to GET with a body of the test from the requested offset. */
function serving(sendBody: (socket: Socket, start: number, turn: number) => void): RawHandler {
  let gets = 0;
  return (request, socket) => {
    if (request.method === 'HEAD') {
      socket.end(head('200 OK', `Content-Length: ${size}`, 'Accept-Ranges: bytes', time));
      return;
    }
    gets += 1;
    const start = startOf(request);
    const range = start > 0 ? [`Content-Range: bytes ${start}-${size - 1}/${size}`] : [];
    const status = start > 0 ? '206 Partial Content' : '200 OK';
    socket.write(head(status, `Content-Length: ${size - start}`, time, ...range));
    sendBody(socket, start, gets);
  };
}

async function begin(handler: RawHandler) {
  const server = await RawServer.start(handler);
  const downloads = await Downloads.open();
  return {
    server,
    downloads,
    job: await downloads.createJob(`${server.origin}/a`, 'a'),
    async [Symbol.asyncDispose]() {
      await downloads[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

async function writeParts(socket: Socket, bytes: Buffer, partSize: number): Promise<void> {
  for (let at = 0; at < bytes.length; at += partSize) {
    await new Promise<void>((resolve) => {
      socket.write(bytes.subarray(at, at + partSize), () => resolve());
    });
  }
}

const atEnd = (now: number) => now === state.transferred || now === state.error || now === state.transientError;

describe('a body of several megabytes', () => {
  it.each([
    ['large parts', size],
    ['parts that divide no buffer', 77_777],
    ['parts of one kilobyte', 1024],
  ])('arrives completely in %s', async (_, partSize) => {
    await using transfer = await begin(serving((socket) => void writeParts(socket, content, partSize)));
    await transfer.job.resume();
    await until(transfer.job, atEnd);
    expect(await transfer.job.complete()).toBe(0);
    expect(content.equals(await readFile(transfer.downloads.pathOf('a')))).toBe(true);
  });

  it('ends at Content-Length when the server sends more', async () => {
    const more = Buffer.concat([content, Buffer.alloc(2_000_000, 7)]);
    await using transfer = await begin(serving((socket) => void socket.write(more)));
    await transfer.job.resume();
    await until(transfer.job, atEnd);
    expect(await transfer.job.complete()).toBe(0);
    expect(content.equals(await readFile(transfer.downloads.pathOf('a')))).toBe(true);
  });

  it.each([
    ['is closed', (socket: Socket) => void socket.end()],
    ['is reset', (socket: Socket) => void socket.resetAndDestroy()],
  ])('is continued at its offset when the connection %s', async (_, end) => {
    const sent = 2_000_001;
    let cut = () => {};
    await using transfer = await begin(
      serving((socket, start, turn) => {
        socket.write(content.subarray(start, turn === 1 ? sent : size));
        if (turn === 1) cut = () => end(socket);
      }),
    );
    const { job, server, downloads } = transfer;
    await job.resume();
    await until(job, (_now, bytes) => bytes === BigInt(sent));
    cut();
    await until(job, atEnd);
    expect(await job.snapshot()).toMatchObject({
      state: state.transientError,
      progress: { bytesTransferred: BigInt(sent) },
    });
    await job.resume();
    await until(job, atEnd);
    expect(await job.complete()).toBe(0);
    expect(server.ranges()).toEqual([null, `bytes=${sent}-`]);
    expect(content.equals(await readFile(downloads.pathOf('a')))).toBe(true);
  });

  it('stops when the job is suspended and is continued', async () => {
    const sent = 2_000_001;
    await using transfer = await begin(
      serving((socket, start, turn) => void socket.write(content.subarray(start, turn === 1 ? sent : size))),
    );
    const { job, server, downloads } = transfer;
    await job.resume();
    await until(job, (_now, bytes) => bytes === BigInt(sent));
    await job.suspend();
    await job.resume();
    await until(job, atEnd);
    expect(await job.complete()).toBe(0);
    expect(server.ranges()).toEqual([null, `bytes=${sent}-`]);
    expect(content.equals(await readFile(downloads.pathOf('a')))).toBe(true);
  });
});

it('the connection of a small body is reused for the next file', async () => {
  const small = Buffer.alloc(10_000, 3);
  await using server = await RawServer.start(({ method }, socket) => {
    const start = head('200 OK', `Content-Length: ${small.length}`, time);
    if (method === 'HEAD') socket.end(start);
    else socket.write(Buffer.concat([Buffer.from(start, 'latin1'), small]));
  });
  await using downloads = await Downloads.open();
  const job = await downloads.manager.createJob('test', 0);
  await job.addFileSet(
    ['a', 'b'].map((name) => ({ remoteName: `${server.origin}/${name}`, localName: downloads.pathOf(name) })),
  );
  await job.resume();
  await until(job, atEnd);
  const gets = server.requests.filter(({ method }) => method === 'GET');
  expect(gets.map(({ turn }) => turn)).toEqual([0, 1]);
  expect(new Set(gets.map(({ connection }) => connection)).size).toBe(1);
});
