import { stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { patternOf } from './support/downloads.js';
import { head, type RawHandler } from './support/raw-server.js';
import { state } from './support/states.js';
import {
  begin,
  content,
  cut,
  cutOnce,
  length,
  lenient,
  other,
  part,
  sendAndCut,
  size,
  time,
} from './support/transfers.js';

describe('a response that contradicts earlier ones', () => {
  it('ends in a transient error when it ends before the size of HEAD, and the rest is requested', async () => {
    let gets = 0;
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') return void socket.end(head('200 OK', length, 'ETag: "v1"'));
      gets += 1;
      if (gets > 1) return part(request, socket, content, 'ETag: "v1"');
      sendAndCut(socket, head('200 OK', 'ETag: "v1"', 'Connection: close'), content.subarray(0, cut));
    });
    expect(await transfer.settle()).toMatchObject({
      state: state.transientError,
      progress: { bytesTransferred: BigInt(cut), bytesTotal: BigInt(size) },
    });
    expect((await transfer.settle()).state).toBe(state.transferred);
    expect(transfer.server.ranges()).toEqual([null, `bytes=${cut}-`]);
    expect(content.equals(await transfer.file())).toBe(true);
  });

  it('ends in a transient error that keeps the bytes when it breaks off with its head', async () => {
    const few = content.subarray(0, 1000);
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') socket.end(head('200 OK', length, 'ETag: "v1"'));
      else if (request.range === null) sendAndCut(socket, head('200 OK', length, 'ETag: "v1"'), few);
      else part(request, socket, content, 'ETag: "v1"');
    });
    expect(await transfer.settle()).toMatchObject({
      state: state.transientError,
      progress: { bytesTransferred: 1000n },
    });
    expect((await transfer.settle()).state).toBe(state.transferred);
    expect(transfer.server.ranges()).toEqual([null, 'bytes=1000-']);
  });

  it('restarts at 0 with a weak entity tag only', async () => {
    const fields = [length, 'ETag: W/"v1"'];
    await using transfer = await begin(
      cutOnce(fields, { get: (request, socket) => part(request, socket, other, 'ETag: W/"v1"') }),
    );
    await transfer.settle();
    await transfer.settle();
    expect(transfer.server.ranges()).toEqual([null, null]);
    expect(other.equals(await transfer.file())).toBe(true);
  });

  it.each(['ETag: "v1"', `Last-Modified: ${time}`])(
    'restarts at 0 with another size under the same %s',
    async (validator) => {
      const larger = patternOf(350_000);
      await using transfer = await begin(
        cutOnce([length, validator], {
          head: [`Content-Length: ${larger.length}`, validator],
          get: (request, socket) => part(request, socket, larger, validator),
        }),
      );
      await transfer.settle();
      await transfer.settle();
      expect(transfer.server.ranges()).toEqual([null, null]);
      expect(larger.equals(await transfer.file())).toBe(true);
    },
  );

  it('restarts at 0 for a part of another version despite If-Range', async () => {
    const get: RawHandler = (request, socket) => part(request, socket, other, 'ETag: "v2"');
    await using transfer = await begin(cutOnce([length, 'ETag: "v1"'], { get }));
    await transfer.settle();
    await transfer.settle();
    expect(transfer.server.ranges()).toEqual([null, `bytes=${cut}-`, null]);
    expect(other.equals(await transfer.file())).toBe(true);
  });

  it('is not successful for a part with the status 200 unless the whole file arrives', async () => {
    const get: RawHandler = (_, socket) => {
      const range = `Content-Range: bytes ${cut}-${size - 1}/${size}`;
      const fields = [`Content-Length: ${size - cut}`, range, 'ETag: "v1"'];
      sendAndCut(socket, head('200 OK', ...fields), content.subarray(cut));
    };
    await using transfer = await begin(cutOnce([length, 'ETag: "v1"'], { get }), lenient);
    await transfer.settle();
    expect((await transfer.settle()).state).toBe(state.transientError);
    expect(transfer.server.ranges()).toEqual([null, `bytes=${cut}-`, null]);
  });

  it('is not successful with fewer bytes under the entity tag for which HEAD had more', async () => {
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') socket.end(head('200 OK', length, 'ETag: "v1"'));
      else part(request, socket, content.subarray(0, 200_000), 'ETag: "v1"');
    });
    expect((await transfer.settle()).state).toBe(state.transientError);
  });

  it('is not compared with a HEAD size of another content coding', async () => {
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') socket.end(head('200 OK', length, 'ETag: "v1"'));
      else part(request, socket, content.subarray(0, 200_000), 'ETag: "v1"', 'Content-Encoding: br');
    });
    expect((await transfer.settle()).state).toBe(state.transferred);
  });

  it.each(['ETag: "v1"', `Last-Modified: ${time}`])(
    'is not continued by a part in another content coding under the same %s',
    async (validator) => {
      const coded = [`Content-Length: ${other.length}`, validator, 'Content-Encoding: gzip'];
      let gets = 0;
      await using transfer = await begin((request, socket) => {
        if (request.method === 'HEAD') return void socket.end(head('200 OK', length, validator));
        gets += 1;
        if (gets === 1) sendAndCut(socket, head('200 OK', ...coded), other.subarray(0, cut));
        else if (request.range === null) sendAndCut(socket, head('200 OK', ...coded), other);
        else part(request, socket, content, validator);
      });
      await transfer.settle();
      expect((await transfer.settle()).state).toBe(state.transferred);
      expect(other.equals(await transfer.file())).toBe(true);
    },
  );

  it('is not successful with more bytes than it announced', async () => {
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') socket.end(head('200 OK', length, 'ETag: "v1"'));
      else sendAndCut(socket, head('200 OK', 'ETag: "v1"', 'Connection: close'), Buffer.concat([content, content]));
    });
    expect(await transfer.settle()).toMatchObject({ state: state.transientError, error: { hresult: 0x80072f78 } });
  });
});

describe('the local file', () => {
  it('has the time stamp of the remote file', async () => {
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') socket.end(head('200 OK', length, `Last-Modified: ${time}`));
      else part(request, socket, content, `Last-Modified: ${time}`);
    });
    await transfer.settle();
    await transfer.file();
    expect((await stat(transfer.downloads.pathOf('a'))).mtime.toUTCString()).toBe(time);
  });

  it('ignores a Last-Modified that is not a date', async () => {
    await using transfer = await begin((request, socket) => {
      if (request.method === 'HEAD') socket.end(head('200 OK', length, 'Last-Modified: yesterday'));
      else part(request, socket, content, 'Last-Modified: yesterday');
    });
    expect((await transfer.settle()).state).toBe(state.transferred);
  });
});
