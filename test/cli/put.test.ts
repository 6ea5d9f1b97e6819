import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { BitsUploadServer, type UploadServerOptions } from '../support/bits-upload-server.js';
import { parseRecord, Workplace } from './support/command.js';
import { bytes } from './support/server.js';

// Starting a process is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const content = bytes(300_000);

async function opened(options?: UploadServerOptions) {
  const place = await Workplace.create();
  const server = await BitsUploadServer.start(options);
  const path = place.path('report.zip');
  await writeFile(path, content);
  return {
    place,
    server,
    path,
    url: `${server.origin}/in`,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    },
  };
}

describe('winprogress put', () => {
  it('uploads a file, and writes its progress and a done record', async () => {
    await using host = await opened();
    const { code, lines } = await host.place.run('put', host.path, host.url, '--json');
    expect(code).toBe(0);
    expect(host.server.received.get('/in')?.equals(content)).toBe(true);
    const records = lines.map(parseRecord);
    expect(records[0]).toMatchObject({ type: 'progress' });
    expect(records.at(-1)).toEqual({
      type: 'done',
      backend: 'emulation',
      bytes: '300000',
      path: host.path,
      url: host.url,
      replyPath: null,
      completedElsewhere: false,
    });
  });

  it('writes the reply of the server to the file of --reply', async () => {
    await using host = await opened({ reply: Buffer.from('thanks') });
    const reply = host.place.path('reply.txt');
    const { code, lines } = await host.place.run('put', host.path, host.url, '--reply', reply);
    expect(code).toBe(0);
    expect(await readFile(reply, 'utf8')).toBe('thanks');
    expect(lines.slice(-2)).toEqual([`${host.path}: 300.0 kB, uploaded (emulation)`, `${reply}: reply of the server`]);
  });

  it('sends the headers of --header', async () => {
    await using host = await opened();
    const { code } = await host.place.run('put', host.path, host.url, '--header', 'X-Token: abc');
    expect(code).toBe(0);
    expect(host.server.packets.at(-1)?.headers).toMatchObject({ 'x-token': 'abc' });
  });

  it('fails for a file that does not exist, and keeps no job', async () => {
    await using host = await opened();
    const { code, lines } = await host.place.run('put', host.place.path('missing'), host.url, '--json');
    expect(code).toBe(1);
    const file = { url: host.url, path: host.place.path('missing') };
    expect(parseRecord(lines.at(-1) ?? '')).toMatchObject({ type: 'error', context: 'localFile', file });
    await host.place.store(async (bits) => {
      expect(await bits.snapshot()).toEqual([]);
    });
  });

  it('names the URL that BITS does not accept', async () => {
    await using host = await opened();
    const url = `${host.url} b`;
    const { code, lines } = await host.place.run('put', host.path, url, '--json');
    expect(code).toBe(1);
    expect(parseRecord(lines.at(-1) ?? '')).toMatchObject({ context: 'remoteFile', file: { url, path: host.path } });
  });

  // On Windows, a process cannot send SIGINT to another process: Ctrl-C is an event of the console.
  it.runIf(process.platform !== 'win32')('cancels the upload after Ctrl-C', async () => {
    const answered = { kind: 'answer', status: 503 } as const;
    await using host = await opened({ intervene: () => answered });
    const command = host.place.start('put', host.path, host.url, '--json');
    await command.record(({ state }) => state === 'transientError');
    command.interrupt();
    const { code, lines, stderr } = await command.ended;
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    expect(parseRecord(lines.at(-1) ?? '')).toMatchObject({ type: 'interrupted' });
    await host.place.store(async (bits) => {
      expect(await bits.snapshot()).toEqual([]);
    });
  });
});
