import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createEmulation } from '../../lib/emulation.js';
import { type BitsDownloadOptions, connect } from '../../lib/index.js';
import { caught } from '../support/caught.js';
import { LoopbackServer } from '../support/loopback-server.js';
import { patternOf } from './support/downloads.js';
import { StateFolder } from './support/state-folder.js';

const content = patternOf(20_000);

/** Runs a download with a key in an emulation of its own on a state directory, as each process has. */
async function downloadIn(folder: StateFolder, url: string, options: BitsDownloadOptions): Promise<boolean> {
  await using emulation = createEmulation({ clock: 'real', transport: 'http', stateDirectory: folder.path });
  await using connection = await connect({ backend: emulation });
  const { resumed } = await connection.bits.download([{ url, path: folder.pathOf('file') }], {
    key: 'the key',
    interval: 5,
    ...options,
  });
  return resumed;
}

/** Serves a file and interrupts its first download halfway; then the server sends the rest. */
async function interrupted(options: BitsDownloadOptions) {
  const server = await LoopbackServer.start();
  const folder = await StateFolder.create();
  const url = server.serve('/a', { content, holdAt: 10_000 });
  const abort = new AbortController();
  const onProgress = ({ bytesTransferred }: { bytesTransferred: bigint }) => {
    if (bytesTransferred >= 10_000n) abort.abort();
  };
  await caught(downloadIn(folder, url, { ...options, signal: abort.signal, onAbort: 'suspend', onProgress }));
  server.release('/a');
  server.requests.length = 0;
  return {
    url,
    folder,
    server,
    async [Symbol.asyncDispose]() {
      await server.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

describe('a download that is continued in another process', () => {
  it('sends the headers of the later call, of which the state directory has no secrets', async () => {
    const options = { http: { headers: { Authorization: 'Bearer first', 'X-Part': '1' } } };
    await using all = await interrupted(options);
    const later = { http: { headers: { Authorization: 'Bearer second' } } };
    expect(await downloadIn(all.folder, all.url, later)).toBe(true);
    expect(all.server.requests.length).toBeGreaterThan(0);
    for (const { headers } of all.server.requests) {
      expect(headers.authorization).toBe('Bearer second');
      expect(headers['x-part']).toBeUndefined();
    }
    expect(content.equals(await readFile(all.folder.pathOf('file')))).toBe(true);
  });

  it('sends no header of the earlier call if the later call has none', async () => {
    await using all = await interrupted({ http: { headers: { 'X-Part': '1' } } });
    expect(await downloadIn(all.folder, all.url, {})).toBe(true);
    expect(all.server.requests.map(({ headers }) => headers['x-part'])).toEqual(
      all.server.requests.map(() => undefined),
    );
  });

  it('keeps the method and the maximum size of the earlier call, which BITS accepts only before the first resume()', async () => {
    await using all = await interrupted({ priority: 'low' });
    expect(await downloadIn(all.folder, all.url, { http: { method: 'GET' }, maximumDownloadSize: 5n })).toBe(true);
  });
});
