import { describe, expect, it } from 'vitest';
import { HResultError } from '../../../lib/com/error.js';
import { createEmulation, formatAlternateDownloadSettings, formatManifest } from '../../../lib/emulation.js';
import { downloadFlags } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import { jobId, openManager, TestProvider } from './support.js';

const refused = async () => {
  throw new HResultError(0x80070032, 'whatever');
};

describe('DownloadContent', () => {
  it('receives sixteen arguments with the request', async () => {
    const { emulation } = await openManager();
    const provider = new TestProvider();
    const registration = { logicalName: 'Second', priority: 2, globalSettings: '<speed>3</speed>' };
    emulation.ctm.manager.registerProvider(registration, provider);
    const fileManifest = formatManifest({ files: [{ source: 'a', destination: 'C:\\a' }] });
    await emulation.ctm.manager.requestContent({
      contentId: 'ABC00001',
      contentVersion: '7',
      remotePath: 'http://server/content',
      localPath: 'C:\\cache\\1',
      priority: 'foreground',
      timeoutSeconds: 60,
      chunkSize: 4096,
      flags: downloadFlags.insecureTransport,
      locationOptions: 'reserved',
      fileManifest,
      ownerSid: 'S-1-5-21-1-2-3-1001',
      deleteJobOnError: true,
      settings: formatAlternateDownloadSettings([{ name: 'Second', data: '<pc>1</pc>' }]),
      notifyData: 'd\u{1F600}',
    });
    expect(provider.requests).toEqual([
      {
        contentId: 'ABC00001',
        contentVersion: '7',
        remotePath: 'http://server/content',
        localPath: 'C:\\cache\\1',
        notifyEndpoint: emulation.ctm.manager.endpoint,
        notifyData: 'd\u{1F600}',
        priority: 'foreground',
        timeoutSeconds: 60,
        chunkSize: 4096,
        flags: 0x2 | 0x4 | 0x8,
        locationOptions: 'reserved',
        fileManifest,
        ownerSid: 'S-1-5-21-1-2-3-1001',
        deleteJobOnError: true,
        providerData: '<speed>3</speed>',
        packageData: '<Data><pc>1</pc></Data>',
      },
    ]);
  });

  it('receives NULL for a missing manifest and empty settings', async () => {
    const { provider, request } = await openWorld();
    await request({});
    expect(provider.requests).toMatchObject([{ fileManifest: null, providerData: '', packageData: '' }]);
  });

  it('receives no progress request by default', async () => {
    const { provider, request } = await openWorld();
    await request({ notifyProgress: false });
    expect(provider.requests).toMatchObject([{ flags: downloadFlags.directory }]);
  });

  it('sets the id of the job, in any form of a GUID', async () => {
    const { provider, request } = await openWorld();
    provider.answers.downloadContent = async () => jobId.slice(1, -1).toLowerCase();
    expect((await request({})).id).toBe(jobId);
  });

  it('fails with E_UNEXPECTED when its result is not a GUID', async () => {
    const { provider, request } = await openWorld();
    provider.answers.downloadContent = async () => 'job 1';
    expect(await caught(request({}))).toMatchObject({ code: 'E_UNEXPECTED' });
  });

  it('fails with the failure of the provider', async () => {
    const { provider, request } = await openWorld();
    provider.answers.downloadContent = refused;
    expect(await caught(request({}))).toMatchObject({
      code: 'ERROR_NOT_SUPPORTED',
      operation: 'ICcmAlternateDownloadProvider.DownloadContent',
    });
  });

  it('fails with E_FAIL and the cause when the provider throws another value', async () => {
    const { provider, request } = await openWorld();
    const cause = new Error('broken');
    provider.answers.downloadContent = () => Promise.reject(cause);
    expect(await caught(request({}))).toMatchObject({ code: 'E_FAIL', context: 'broken', cause });
  });

  it('fails with ERROR_TIMEOUT when it exceeds the time limit', async () => {
    const { provider, request, emulation } = await openWorld();
    provider.answers.downloadContent = () => new Promise(() => {});
    const asking = caught(request({ timeoutSeconds: 5 }));
    await emulation.clock.tickAsync(5000);
    expect(await asking).toMatchObject({ code: 'ERROR_TIMEOUT' });
    expect(emulation.ctm.manager.jobs).toEqual([]);
  });

  it('can report before it has returned', async () => {
    const world = await openManager();
    world.provider.answers.downloadContent = async () => {
      await world.success();
      return jobId;
    };
    const job = await world.request();
    expect(job).toMatchObject({ id: jobId, state: 'succeeded', violations: [] });
  });
});

describe('the provider of a request', () => {
  const settingsFor = (name: string) => formatAlternateDownloadSettings([{ name, data: '' }]);

  it('has the lowest priority number', async () => {
    const { emulation, request } = await openWorld();
    emulation.ctm.manager.registerProvider({ logicalName: 'Later', priority: 2 }, new TestProvider());
    expect((await request({})).provider.logicalName).toBe('Tested');
  });

  it('is the next one when the first fails', async () => {
    const { emulation, provider, request } = await openWorld();
    emulation.ctm.manager.registerProvider({ logicalName: 'Later', priority: 2 }, new TestProvider());
    provider.answers.downloadContent = refused;
    expect((await request({})).provider.logicalName).toBe('Later');
  });

  it('is one of those in the settings of the request', async () => {
    const { emulation, request } = await openWorld();
    emulation.ctm.manager.registerProvider({ logicalName: 'Later', priority: 2 }, new TestProvider());
    expect((await request({ settings: settingsFor('Later') })).provider.logicalName).toBe('Later');
  });

  it('is missing when the settings name only unregistered ones: ERROR_NOT_FOUND', async () => {
    const { provider, request } = await openWorld();
    expect(await caught(request({ settings: settingsFor('tested') }))).toMatchObject({ code: 'ERROR_NOT_FOUND' });
    expect(provider.requests).toEqual([]);
  });

  it('is not one that was unregistered', async () => {
    const { emulation, request } = await openWorld();
    expect(emulation.ctm.manager.unregisterProvider('Tested')).toBe(true);
    expect(await caught(request({}))).toMatchObject({ code: 'ERROR_NOT_FOUND' });
  });
});

describe('a provider registration', () => {
  it('has a generated class by default', () => {
    const { manager } = createEmulation().ctm;
    const { clsid } = manager.registerProvider({ logicalName: 'P', priority: 1 }, new TestProvider());
    expect(clsid).toMatch(/^\{[0-9A-F-]{36}\}$/);
  });

  it.each([
    ['priority 0', { logicalName: 'P', priority: 0 }],
    ['an empty name', { logicalName: '', priority: 1 }],
    ['a class that is not a GUID', { logicalName: 'P', priority: 1, clsid: 'x' }],
  ])('with %s is rejected with a RangeError', (_, options) => {
    const { manager } = createEmulation().ctm;
    expect(() => manager.registerProvider(options, new TestProvider())).toThrow(RangeError);
  });

  it('of a provider without one of the methods is rejected with a TypeError', () => {
    const { manager } = createEmulation().ctm;
    const provider = Object.assign(new TestProvider(), { suspend: undefined });
    const register = () =>
      Reflect.apply(manager.registerProvider, manager, [{ logicalName: 'P', priority: 1 }, provider]);
    expect(register).toThrow(TypeError);
  });

  it('under an existing name is rejected with a RangeError', async () => {
    const { emulation } = await openManager();
    const again = () =>
      emulation.ctm.manager.registerProvider({ logicalName: 'Tested', priority: 2 }, new TestProvider());
    expect(again).toThrow(RangeError);
  });
});

describe('a content request', () => {
  it.each([
    ['a timeout of 0', { timeoutSeconds: 0 }],
    ['a chunk above a DWORD', { chunkSize: 2 ** 32 }],
    ['an invalid manifest', { fileManifest: '<DTSManifest Version="1"/>' }],
    ['invalid settings', { settings: '<Settings/>' }],
    ['a NUL in its text', { contentId: 'a\0' }],
  ])('with %s is rejected with a RangeError, and no provider is called', async (_, wrong) => {
    const { provider, request } = await openWorld();
    expect(await caught(request(wrong))).toBeInstanceOf(RangeError);
    expect(provider.requests).toEqual([]);
  });
});

async function openWorld() {
  const world = await openManager();
  const { emulation, provider } = world;
  return { emulation, provider, request: (request: Parameters<typeof world.request>[0]) => world.request(request) };
}

describe('the jobs of a manager', () => {
  it('are kept while they run, and the latest ones after they have ended', async () => {
    const world = await openManager();
    const { manager } = world.emulation.ctm;
    const running = await world.request();
    let latest = running;
    for (let count = 0; count < 2500; count += 1) {
      latest = await world.request();
      await world.success();
    }
    expect(manager.jobs.length).toBeLessThanOrEqual(2001);
    expect(manager.jobs.filter(({ state }) => state === 'succeeded').length).toBeGreaterThanOrEqual(1000);
    expect(manager.jobs[0]).toBe(running);
    expect(manager.jobs.at(-1)).toBe(latest);
  });

  it('keep the latest notifications', async () => {
    const world = await openManager();
    const job = await world.request();
    for (let count = 0; count < 20_001; count += 1) {
      await world.progress({ bytesTotal: '0', bytesTransferred: String(count) });
    }
    expect(job.notifications).toHaveLength(10_000);
    expect(job.notifications.at(-1)?.notification).toMatchObject({ bytesTransferred: '20000' });
  });
});
