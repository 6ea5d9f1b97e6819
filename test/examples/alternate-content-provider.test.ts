import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importProvider, type ModuleProvider } from '../../lib/cli/ctm/provider-module.js';
import {
  type ContentRequest,
  type ContentTransferManager,
  createEmulation,
  type Emulation,
  formatManifest,
  type ManagedContentJob,
} from '../../lib/emulation.js';
import { type Connection, connect } from '../../lib/index.js';
import { driveVirtualTime } from '../contract/kit/drive.js';
import { caught } from '../support/caught.js';
import { contentOf } from '../support/content.js';

const example = fileURLToPath(new URL('../../examples/alternate-content-provider.mjs', import.meta.url));
const site = 'http://content.test/';
const files = [
  { source: 'setup.exe', destination: 'setup.exe', content: contentOf(600_000) },
  { source: `${site}data/first.cab`, destination: 'data/first.cab', content: contentOf(150_000) },
  { source: 'read%20me.txt', destination: 'read me.txt', content: contentOf(0) },
];
const total = { bytesTotal: 750_000n, bytesTransferred: 750_000n, filesTotal: 3, filesTransferred: 3 };

describe('the example of an alternate content provider, under the emulated manager', () => {
  let folder: string;
  let emulation: Emulation;
  let connection: Connection;
  let manager: ContentTransferManager;
  let provider: ModuleProvider;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'winprogress-example-'));
    emulation = createEmulation();
    for (const { source, content } of files) {
      emulation.network.serve(new URL(source, site).href, { content, bytesPerSecond: 100_000 });
    }
    connection = await connect({ backend: emulation });
    ({ manager } = emulation.ctm);
    provider = await (await importProvider(example))(connection, { library: manager.library });
    manager.registerProvider({ logicalName: 'Example', priority: 1 }, provider);
  });

  afterEach(async () => {
    await drive(endProvider());
    await emulation.close();
    await rm(folder, { recursive: true, force: true });
  });

  function drive<T>(promise: Promise<T>): Promise<T> {
    return driveVirtualTime(emulation.clock, promise);
  }

  /** In real time: the provider creates folders on disk. */
  function request(options: Partial<ContentRequest> = {}): Promise<ManagedContentJob> {
    const wanted = { contentId: 'ABC00001', remotePath: site, localPath: folder, chunkSize: 50_000 };
    return manager.requestContent({ ...wanted, fileManifest: formatManifest({ files }), ...options });
  }

  /** Whether a file of the content has arrived byte for byte. */
  function holds(destination: string, content: Uint8Array): boolean {
    const arrived = emulation.files.read(join(folder, destination));
    return arrived !== undefined && Buffer.from(arrived).equals(content);
  }

  /** Advances time until more is reported than before the job began to transfer. */
  async function untilBytes(job: ManagedContentJob): Promise<bigint> {
    while (job.progress.bytesTransferred === 0n) await drive(emulation.clock.tickAsync(100));
    return job.progress.bytesTransferred;
  }

  it('transfers the three files of a manifest byte for byte', async () => {
    const job = await request();
    expect(await drive(job.completed)).toBe('succeeded');
    for (const { destination, content } of files) {
      expect(holds(destination, content), destination).toBe(true);
    }
  });

  it('reports stages, progress and one success without a rule violation', async () => {
    const job = await request();
    await drive(job.completed);
    const calls = job.notifications.map(({ notification }) => notification);
    const types = calls.flatMap((call) => ('progressType' in call && call.progressType) || []);
    expect(types).toEqual(['PreparingDownload', 'DownloadingData']);
    expect(calls.filter((call) => call.function === 'SendNotifySuccessToCTM')).toHaveLength(1);
    expect(calls.at(-1)).toMatchObject({ function: 'SendNotifySuccessToCTM' });
    expect(calls.length).toBeGreaterThan(5);
    expect(job.progress).toEqual(total);
    expect([job.violations, manager.violations]).toEqual([[], []]);
  });

  it('reports success alone when progress is not requested', async () => {
    const job = await request({ notifyProgress: false });
    await drive(job.completed);
    expect(job.notifications.map(({ notification }) => notification.function)).toEqual(['SendNotifySuccessToCTM']);
  });

  it('pauses while it is suspended and continues to the same files', async () => {
    const job = await request();
    await untilBytes(job);
    await drive(job.suspend());
    const { bytesTransferred } = await connection.bits.getJob(job.id).then((transfer) => transfer.snapshot());
    await emulation.clock.tickAsync(60_000);
    expect(await connection.bits.getJob(job.id).then((transfer) => transfer.snapshot())).toMatchObject({
      state: 'suspended',
      bytesTransferred,
    });
    await drive(job.resume());
    expect(await drive(job.completed)).toBe('succeeded');
    expect(holds('setup.exe', contentOf(600_000))).toBe(true);
    expect(job.violations).toEqual([]);
  });

  it('does nothing when it is suspended twice, or resumed while it runs', async () => {
    const job = await request();
    await untilBytes(job);
    await drive(job.suspend());
    await drive(job.suspend());
    await drive(job.resume());
    await drive(job.resume());
    expect(await drive(job.completed)).toBe('succeeded');
  });

  it('reports the error of a missing file once and leaves no job', async () => {
    emulation.network.remove(`${site}setup.exe`);
    const job = await request();
    expect(await drive(job.completed)).toBe('failed');
    expect(job.error).toMatchObject({ code: 'BG_E_HTTP_ERROR_404', operation: 'SendNotifyErrorToCTM' });
    await drive(endProvider());
    const ends = job.notifications.filter(({ notification }) => notification.function !== 'SendNotifyProgressToCTM');
    expect(ends).toMatchObject([{ notification: { function: 'SendNotifyErrorToCTM', hresult: 0x80190194 } }]);
    expect(await connection.bits.jobs()).toEqual([]);
    expect(job.violations).toEqual([]);
  });

  it('reports nothing after a job is cancelled', async () => {
    const job = await request();
    await untilBytes(job);
    await drive(job.cancel());
    expect(job.state).toBe('canceled');
    expect(await connection.bits.jobs()).toEqual([]);
    expect(await caught(provider.suspend(job.id))).toBeInstanceOf(Error);
    expect(job.violations).toEqual([]);
  });

  it('reports an expired timeout after the call that sets it has returned', async () => {
    const job = await request();
    await untilBytes(job);
    await drive(job.modifyTimeout(0));
    await reported(job);
    expect(job.notifications.at(-1)).toMatchObject({
      notification: { function: 'SendNotifyErrorToCTM', hresult: 0x800705b4 },
      hresult: 0,
    });
    expect(job.violations).toEqual([]);
  });

  it('passes a new priority to BITS', async () => {
    const job = await request({ priority: 'low' });
    await drive(job.modifyPriority('high'));
    const transfer = await connection.bits.getJob(job.id);
    expect(await transfer.getPriority()).toBe('high');
  });

  it.each([
    ['has no manifest', null],
    [
      'wants ranges of a file',
      formatManifest({ files: [{ source: 'a', destination: 'a', chunks: [{ offset: 0, length: 1 }] }] }),
    ],
    ['has a source that is not a URL', formatManifest({ files: [{ source: 'http://', destination: 'a' }] })],
  ])('rejects a request that %s', async (_, fileManifest) => {
    expect(await caught(request({ fileManifest }))).toMatchObject({
      code: 'E_FAIL',
      operation: 'ICcmAlternateDownloadProvider.DownloadContent',
    });
    expect(await connection.bits.jobs()).toEqual([]);
  });

  it('receives no request for a file outside its folder: the manager refuses the manifest', async () => {
    const fileManifest = formatManifest({ files: [{ source: 'a', destination: 'a' }] }).replace('"a"', '"../a"');
    expect(await caught(request({ fileManifest }))).toBeInstanceOf(RangeError);
    expect(await connection.bits.jobs()).toEqual([]);
  });

  async function endProvider(): Promise<void> {
    await provider[Symbol.asyncDispose]?.();
  }

  /** Waits for the final report: the timers of the example are in real time. */
  async function reported(job: ManagedContentJob): Promise<void> {
    while (job.reportDue) await new Promise((resolve) => setImmediate(resolve));
  }
});
