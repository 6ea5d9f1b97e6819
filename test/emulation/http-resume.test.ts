import { readFile, rm } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { JobVerbs } from '../../lib/bits/verbs.js';
import { Downloads, patternOf, until } from './support/downloads.js';
import { state } from './support/states.js';
import { begin, cutOnce, length, part, content as whole } from './support/transfers.js';

const content = patternOf(1_000_000);
const ended = (now: number) => now === state.transferred || now === state.error;

async function finish(downloads: Downloads, job: JobVerbs): Promise<boolean> {
  await job.resume();
  await until(job, ended);
  await job.complete();
  return content.equals(await readFile(downloads.pathOf('a')));
}

describe('a connection that is cut at 60 percent', () => {
  it('leaves a transient error with what was transferred', async () => {
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(downloads.server.serve('/a', { content, cutAt: 600_000 }), 'a');
    await job.resume();
    await until(job, (now) => now === state.transientError);
    const { progress, error } = await job.snapshot();
    expect(error).toMatchObject({ hresult: 0x80072efe, context: 6 });
    expect(progress.bytesTotal).toBe(1_000_000n);
    expect(progress.bytesTransferred).toBeGreaterThan(0n);
    expect(progress.bytesTransferred).toBeLessThanOrEqual(600_000n);
  });

  it('is continued by a request for the rest of the same version and ends byte for byte equal', async () => {
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(downloads.server.serve('/a', { content, cutAt: 600_000 }), 'a');
    await job.resume();
    await until(job, (now) => now === state.transientError);
    const { bytesTransferred } = await job.getProgress();
    expect(await finish(downloads, job)).toBe(true);
    expect(downloads.server.gets()).toMatchObject([
      { range: null, ifRange: null },
      { range: `bytes=${bytesTransferred}-`, ifRange: '"1"' },
    ]);
  });

  it('restarts when the file has changed', async () => {
    await using downloads = await Downloads.open();
    const changed = Buffer.alloc(1_000_000, 1);
    const url = downloads.server.serve('/a', { content: changed, cutAt: 600_000 });
    const job = await downloads.createJob(url, 'a');
    await job.resume();
    await until(job, (now) => now === state.transientError);
    downloads.server.serve('/a', { content, entityTag: '"2"' });
    expect(await finish(downloads, job)).toBe(true);
    expect(downloads.server.gets().at(-1)).toMatchObject({ range: null });
  });

  it('restarts at a server without ranges', async () => {
    await using downloads = await Downloads.open({ policy: { http: 'lenient' } });
    const url = downloads.server.serve('/a', { content, cutAt: 600_000, ranges: false });
    const job = await downloads.createJob(url, 'a');
    await job.resume();
    await until(job, (now) => now === state.transientError);
    expect(await finish(downloads, job)).toBe(true);
  });

  it('restarts when the server does not distinguish versions', async () => {
    await using downloads = await Downloads.open();
    const url = downloads.server.serve('/a', { content, cutAt: 600_000, entityTag: null });
    const job = await downloads.createJob(url, 'a');
    await job.resume();
    await until(job, (now) => now === state.transientError);
    expect(await finish(downloads, job)).toBe(true);
    expect(downloads.server.gets().at(-1)).toMatchObject({ range: null });
  });

  it('restarts when the entity tag cannot be sent back', async () => {
    await using transfer = await begin(
      cutOnce([length, 'ETag: "a\u0001b"'], { get: (request, socket) => part(request, socket, whole) }),
    );
    await transfer.settle();
    expect((await transfer.settle()).state).toBe(state.transferred);
    expect(transfer.server.ranges()).toEqual([null, null]);
  });

  it('is continued at a server without HEAD', async () => {
    await using downloads = await Downloads.open({ policy: { http: 'lenient' } });
    const url = downloads.server.serve('/a', { content, cutAt: 600_000, head: false });
    const job = await downloads.createJob(url, 'a');
    await job.resume();
    await until(job, (now) => now === state.transientError);
    const { bytesTransferred } = await job.getProgress();
    expect(await finish(downloads, job)).toBe(true);
    expect(downloads.server.gets().at(-1)).toMatchObject({ range: `bytes=${bytesTransferred}-`, ifRange: '"1"' });
  });
});

describe('Suspend', () => {
  it('ends the transfer at once, and Resume continues where it was', async () => {
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(downloads.server.serve('/a', { content, holdAt: 400_000 }), 'a');
    await job.resume();
    await until(job, (_, bytes) => bytes === 400_000n);
    await job.suspend();
    expect(await job.snapshot()).toMatchObject({ state: state.suspended, progress: { bytesTransferred: 400_000n } });
    expect(await finish(downloads, job)).toBe(true);
    expect(downloads.server.gets().at(-1)).toMatchObject({ range: 'bytes=400000-' });
  });

  it('restarts when the temporary file was deleted', async () => {
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(downloads.server.serve('/a', { content, holdAt: 400_000 }), 'a');
    await job.resume();
    await until(job, (_, bytes) => bytes === 400_000n);
    await job.suspend();
    for (const name of await downloads.list()) await rm(downloads.pathOf(name));
    expect(await finish(downloads, job)).toBe(true);
    expect(downloads.server.gets().at(-1)).toMatchObject({ range: null });
  });
});

describe('closing the last connection', () => {
  it('pauses the service, which continues at the next connection', async () => {
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(downloads.server.serve('/a', { content, holdAt: 400_000 }), 'a');
    await job.resume();
    await until(job, (_, bytes) => bytes === 400_000n);
    await downloads.backend.close();
    while ((await downloads.server.connections()) > 0) await turn();
    const again = await downloads.emulation.openBackend().bits.openManager();
    const found = await again.getJob(job.id);
    await until(found, ended);
    await found.complete();
    expect(content.equals(await readFile(downloads.pathOf('a')))).toBe(true);
  });

  it('does not disturb the next one that is opened meanwhile', async () => {
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(downloads.server.serve('/a', { content, holdAt: 400_000 }), 'a');
    await job.resume();
    await until(job, (_, bytes) => bytes === 400_000n);
    const closing = downloads.backend.close();
    const again = await downloads.emulation.openBackend().bits.openManager();
    const found = await again.getJob(job.id);
    await until(found, ended);
    await closing;
    await found.complete();
    expect(content.equals(await readFile(downloads.pathOf('a')))).toBe(true);
  });

  it('deletes the temporary files when they cannot be used again', async () => {
    await using downloads = await Downloads.open();
    const job = await downloads.createJob(downloads.server.serve('/a', { content, holdAt: 400_000 }), 'a');
    await job.resume();
    await until(job, (_, bytes) => bytes === 400_000n);
    await downloads.emulation.close();
    expect(await downloads.list()).toEqual([]);
  });
});
