import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importProvider, type ModuleProvider } from '../../lib/cli/ctm/provider-module.js';
import { type DownloadContentRequest, formatManifest } from '../../lib/emulation.js';
import { type Connection, connect, downloadFlags } from '../../lib/index.js';
import { toNotification } from '../contract/ctm/recorded-call.js';
import { isWine } from '../contract/hosts/native.js';
import { openReferenceLibrary, type ReferenceLibrary } from '../native/ctm-library.js';
import { testedPackage } from '../support/built-library.mjs';
import { caught } from '../support/caught.js';
import { contentOf } from '../support/content.js';
import { LoopbackServer } from '../support/loopback-server.js';

const example = join(testedPackage, 'examples', 'alternate-content-provider.mjs');
const files = [
  { source: 'setup.exe', destination: 'setup.exe', content: contentOf(600_000) },
  { source: 'data/first.cab', destination: 'data\\first.cab', content: contentOf(150_000) },
  { source: 'readme.txt', destination: 'read me.txt', content: contentOf(500) },
];
const target = { endpoint: 'CTMNotify', clientData: 'Daten für \u{1f600}' };
const allSent = { bytesTotal: '750500', bytesTransferred: '750500', filesTotal: 3, filesTransferred: 3 };

describe('the example of an alternate content provider, through real BITS', () => {
  let folder: string;
  let server: LoopbackServer;
  let connection: Connection;
  let library: ReferenceLibrary;
  let provider: ModuleProvider;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'winprogress-example-'));
    server = await LoopbackServer.start();
    library = openReferenceLibrary();
    connection = await connect({ backend: 'native' });
    provider = await (await importProvider(example))(connection, { library: library.path });
  });

  afterEach(async () => {
    await server.close();
    await provider[Symbol.asyncDispose]?.();
    await connection.close();
    await rm(folder, { recursive: true, force: true });
  });

  function calls() {
    return library.calls().map(toNotification);
  }

  /** The content that Content Transfer Manager requests: three files, which may be withheld from an offset, or of which the first may be missing. */
  function request({ holdAt, missing = false }: { holdAt?: number; missing?: boolean } = {}): DownloadContentRequest {
    const urls = files.map(({ source, content }, index) => {
      if (missing && index === 0) return server.serve(`/${source}`, { content, status: 404 });
      return server.serve(`/${source}`, { content, ...(holdAt === undefined ? {} : { holdAt }) });
    });
    return {
      contentId: 'ABC00001',
      contentVersion: '1',
      remotePath: new URL('/', urls[0]).href,
      localPath: folder,
      notifyEndpoint: target.endpoint,
      notifyData: target.clientData,
      priority: 'foreground',
      timeoutSeconds: 3600,
      chunkSize: 50_000,
      flags: downloadFlags.directory | downloadFlags.notifyProgress,
      locationOptions: '',
      fileManifest: formatManifest({ files }),
      ownerSid: 'S-1-5-18',
      deleteJobOnError: false,
      providerData: '',
      packageData: '',
    };
  }

  /** Waits until the library has recorded a call that fulfils a condition; the test's time limit bounds it. */
  async function untilRecorded(condition: (call: ReturnType<typeof calls>[number]) => boolean): Promise<void> {
    while (!calls().some(condition)) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  async function expectFiles(): Promise<void> {
    for (const { destination, content } of files) {
      expect((await readFile(join(folder, destination))).equals(content), destination).toBe(true);
    }
  }

  it('transfers three files byte for byte, and reports stages, progress and one success', async () => {
    const id = await provider.downloadContent(request());
    await untilRecorded((call) => call.function === 'SendNotifySuccessToCTM');
    await expectFiles();
    const recorded = calls();
    expect(recorded[0]).toMatchObject({ function: 'SendNotifyProgressToCTM', progressType: 'PreparingDownload' });
    expect(recorded.at(-1)).toEqual({ function: 'SendNotifySuccessToCTM', ...target, id, ...allSent });
    expect(recorded.filter((call) => call.function !== 'SendNotifyProgressToCTM')).toHaveLength(1);
    for (const call of recorded) expect(call).toMatchObject({ ...target, id });
  });

  it('suspends if the host can suspend, and resumes', async () => {
    const id = await provider.downloadContent(request({ holdAt: 300_000 }));
    const transfer = await connection.bits.getJob(id);
    if (isWine) expect(await caught(provider.suspend(id))).toMatchObject({ code: 'E_NOTIMPL' });
    else {
      await provider.suspend(id);
      expect(await transfer.getState()).toBe('suspended');
    }
    await provider.resume(id);
    server.release('/setup.exe');
    await untilRecorded((call) => call.function === 'SendNotifySuccessToCTM');
    await expectFiles();
  });

  it('reports the error of a missing file once and leaves no job', async () => {
    const id = await provider.downloadContent(request({ missing: true }));
    const transfer = await connection.bits.getJob(id);
    await untilRecorded((call) => call.function === 'SendNotifyErrorToCTM');
    await provider[Symbol.asyncDispose]?.();
    const ends = calls().filter((call) => call.function !== 'SendNotifyProgressToCTM');
    expect(ends).toEqual([
      { function: 'SendNotifyErrorToCTM', ...target, id, hresult: 0x80190194, message: expect.any(String) },
    ]);
    expect(await transfer.getState()).toBe('canceled');
  });

  it('reports nothing after a job is cancelled', async () => {
    // Wine's BITS must not cancel a transfer while bytes are on the way.
    const id = await provider.downloadContent(request({ holdAt: 0 }));
    const transfer = await connection.bits.getJob(id);
    await provider.cancelJob(id);
    expect(await transfer.getState()).toBe('canceled');
    expect(await caught(provider.cancelJob(id))).toBeInstanceOf(Error);
    expect(calls().filter((call) => call.function !== 'SendNotifyProgressToCTM')).toEqual([]);
  });
});
