import { describe, expect, it } from 'vitest';
import { createEmulation } from '../../../lib/emulation.js';
import { connect } from '../../../lib/index.js';
import { jobId, TestProvider } from './support.js';

describe('the public interface over the emulated manager', () => {
  it('reports a job from its first status to its end without a rule violation', async () => {
    const emulation = createEmulation();
    const { manager } = emulation.ctm;
    const provider = new TestProvider();
    manager.registerProvider({ logicalName: 'P', priority: 1 }, provider);
    await using connection = await connect({ backend: emulation });
    await using notifier = await connection.ctm.openNotifier({ library: manager.library });
    const managed = await manager.requestContent({ contentId: 'ABC00001', localPath: 'C:\\1', chunkSize: 100 });
    const { notifyEndpoint: endpoint, notifyData: clientData, chunkSize } = managed.request;
    const job = notifier.job({ endpoint, id: jobId, clientData, chunkSize, wantsProgress: true });
    await job.status('DownloadingData');
    for (let bytesTransferred = 0n; bytesTransferred <= 1000n; bytesTransferred += 30n) {
      await job.progress({ bytesTotal: 1000n, bytesTransferred, filesTotal: 1, filesTransferred: 0 });
    }
    await job.progress({ bytesTotal: 1000n, bytesTransferred: 1000n, filesTotal: 1, filesTransferred: 1 });
    await job.succeed();
    expect(await managed.completed).toBe('succeeded');
    expect(managed).toMatchObject({
      violations: [],
      progressType: 'DownloadingData',
      progress: { bytesTotal: 1000n, bytesTransferred: 1000n, filesTotal: 1, filesTransferred: 1 },
    });
  });

  it('passes on the refusals of the manager', async () => {
    const emulation = createEmulation();
    await using connection = await connect({ backend: emulation });
    await using notifier = await connection.ctm.openNotifier({ library: emulation.ctm.manager.library });
    const failing = notifier.notifyError({
      endpoint: 'e',
      id: jobId,
      clientData: 'd',
      hresult: 0x80004005,
      message: '',
    });
    await expect(failing).rejects.toMatchObject({ code: 'E_INVALIDARG', operation: 'SendNotifyErrorToCTM' });
  });
});

describe('the options of the emulated manager', () => {
  it('are validated', () => {
    expect(() => Reflect.apply(createEmulation, null, [{ ctm: { strict: 'yes' } }])).toThrow(TypeError);
    expect(() => Reflect.apply(createEmulation, null, [{ ctm: true }])).toThrow(TypeError);
  });
});
