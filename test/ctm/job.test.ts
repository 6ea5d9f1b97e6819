import { beforeEach, describe, expect, it } from 'vitest';
import { caught } from '../support/caught.js';
import { gate } from './gate.js';
import { address, counts, World } from './world.js';

let world: World;

beforeEach(() => {
  world = new World();
});

describe('a change of status', () => {
  it('is reported at once, with the counts so far', async () => {
    const job = world.job();
    await job.progress(counts(30n, null));
    await job.status('DownloadingData');
    expect(world.reported).toEqual([['progress', 'DownloadingData', '0', '30', 1, 0]]);
  });

  it('may have its own counts', async () => {
    await world.job().status('DownloadingData', counts(1n, 300n));
    expect(world.reported).toEqual([['progress', 'DownloadingData', '300', '1', 1, 0]]);
  });

  it('is sent to the address of the job', async () => {
    await world.job({ id: '11111111-2222-3333-4444-5555aaaabbbb' }).status('ProcessingManifest');
    expect(world.library.sent[0]?.values.slice(1, 4)).toEqual([address.endpoint, address.id, address.clientData]);
  });

  it('is reported once while it stays the same', async () => {
    const job = world.job();
    await job.status('ProcessingManifest');
    await job.status('ProcessingManifest');
    expect(world.reported).toHaveLength(1);
  });

  it('is reported again after another', async () => {
    const job = world.job();
    await job.status('DownloadingData');
    await job.status('PreparingDownload');
    await job.status('DownloadingData');
    expect(world.reported.map(([, type]) => type)).toEqual(['DownloadingData', 'PreparingDownload', 'DownloadingData']);
  });

  it.each([[''], ['Downloading']])('is refused if it is not a documented word: %j', async (type) => {
    const job = world.job();
    expect(await caught(Reflect.apply(job.status, job, [type]))).toBeInstanceOf(RangeError);
    expect(world.reported).toEqual([]);
  });

  it('is refused if it is not a string', async () => {
    const job = world.job();
    expect(await caught(Reflect.apply(job.status, job, [null]))).toBeInstanceOf(TypeError);
  });
});

describe('byte progress', () => {
  it('is reported after each chunk, and not before', async () => {
    const job = world.job();
    await job.progress(counts(99n, null));
    expect(world.reported).toEqual([]);
    await job.progress(counts(100n, null));
    await job.progress(counts(199n, null));
    await job.progress(counts(230n, null));
    expect(world.reported).toEqual([
      ['progress', null, '0', '100', 1, 0],
      ['progress', null, '0', '230', 1, 0],
    ]);
  });

  it('starts a new chunk with a change of status', async () => {
    const job = world.job();
    await job.status('DownloadingData', counts(90n, null));
    await job.progress(counts(150n, null));
    expect(world.reported).toHaveLength(1);
    await job.progress(counts(190n, null));
    expect(world.reported).toHaveLength(2);
  });

  it('is reported with each feed when the chunk size is 0', async () => {
    const job = world.job({ chunkSize: 0 });
    await job.progress(counts(1n, null));
    await job.progress(counts(2n, null));
    expect(world.reported).toHaveLength(2);
  });

  it('is reported with each feed by default', async () => {
    const job = world.notifier.job({ ...address, wantsProgress: true });
    await job.progress(counts(1n, null));
    expect(world.reported).toHaveLength(1);
  });

  it('supports a chunk size above 2^53', async () => {
    const chunkSize = 2n ** 60n;
    const job = world.job({ chunkSize });
    await job.progress(counts(chunkSize - 1n, null));
    expect(world.reported).toEqual([]);
    await job.progress(counts(chunkSize, null));
    expect(world.reported).toHaveLength(1);
  });

  it('is reported when the total becomes known', async () => {
    const job = world.job();
    await job.progress(counts(1n, null));
    await job.progress(counts(2n, 1000n));
    await job.progress(counts(3n, 1001n));
    expect(world.reported).toEqual([['progress', null, '1000', '2', 1, 0]]);
  });

  it('is reported when the transfer loses a chunk, as after a restart', async () => {
    const job = world.job();
    await job.progress(counts(500n, 1000n));
    await job.progress(counts(450n, 1000n));
    await job.progress(counts(0n, 1000n));
    expect(world.reported.map((values) => values[3])).toEqual(['500', '0']);
  });

  it('reports a known total even if the transfer has lost it', async () => {
    const job = world.job();
    await job.progress(counts(100n, 1000n, 1, 3));
    await job.progress(counts(200n, null, 1, 0));
    expect(world.reported[1]).toEqual(['progress', null, '1000', '200', 3, 1]);
  });

  it('treats a total of 0 as unknown', async () => {
    const job = world.job();
    await job.progress(counts(100n, 1000n));
    await job.progress(counts(200n, 0n));
    expect(world.reported[1]).toEqual(['progress', null, '1000', '200', 1, 0]);
  });

  it('reports at most the known total while the transfer has lost it', async () => {
    const job = world.job();
    await job.progress(counts(100n, 300n, 1, 2));
    await job.progress(counts(900n, null, 5, 0));
    expect(world.reported[1]).toEqual(['progress', null, '300', '300', 2, 2]);
  });

  it.each([
    ['more bytes than the total', counts(11n, 10n), RangeError],
    ['more files than the total', counts(1n, 10n, 2, 1), RangeError],
    ['negative bytes', counts(-1n, 10n), RangeError],
    ['bytes as a number', { ...counts(1n, 10n), bytesTransferred: 1 }, TypeError],
    ['no total', { ...counts(1n, 10n), bytesTotal: undefined }, TypeError],
    ['no counts', undefined, TypeError],
  ])('refuses %s without a change', async (_, fed, kind) => {
    const job = world.job();
    expect(await caught(Reflect.apply(job.progress, job, [fed]))).toBeInstanceOf(kind);
    await job.status('DownloadingData');
    expect(world.reported).toEqual([['progress', 'DownloadingData', '0', '0', 0, 0]]);
  });
});

describe('a job without requested progress', () => {
  it('reports only its success', async () => {
    const job = world.job({ wantsProgress: false });
    await job.status('DownloadingData');
    await job.progress(counts(700n, 700n, 1));
    await job.succeed();
    expect(world.reported).toEqual([['success', '700', '700', 1, 1]]);
  });

  it('reports its error', async () => {
    const job = world.job({ wantsProgress: false });
    await job.fail({ hresult: 0x80070070, message: 'full' });
    expect(world.reported).toEqual([['error', 0x80070070, 'full']]);
  });

  it('still refuses counts that break a rule', async () => {
    expect(await caught(world.job({ wantsProgress: false }).progress(counts(2n, 1n)))).toBeInstanceOf(RangeError);
  });
});

describe('the order of reports', () => {
  it('is sequential', async () => {
    const job = world.job({ chunkSize: 0 });
    const held = gate();
    world.library.gate = held.promise;
    const first = job.progress(counts(1n, 10n));
    const second = job.status('DownloadingData');
    await held.passed();
    expect(world.reported).toHaveLength(1);
    held.open();
    await Promise.all([first, second]);
    expect(world.reported).toHaveLength(2);
  });

  it('folds the feeds made during a report into the last of them', async () => {
    const job = world.job({ chunkSize: 0 });
    const held = gate();
    world.library.gate = held.promise;
    const feeds = [1n, 2n, 3n, 4n].map((bytes) => job.progress(counts(bytes, 10n)));
    await held.passed();
    feeds.push(job.progress(counts(5n, 10n)), job.progress(counts(6n, 10n)));
    held.open();
    await Promise.all(feeds);
    expect(world.reported.map((values) => values[3])).toEqual(['4', '6']);
  });

  it('preserves each change of status', async () => {
    const job = world.job();
    const held = gate();
    world.library.gate = held.promise;
    const feeds = [
      job.status('PreparingDownload'),
      job.progress(counts(200n, 1000n)),
      job.status('CreatingDirectories'),
      job.progress(counts(400n, 1000n)),
      job.status('DownloadingData'),
    ];
    held.open();
    await Promise.all(feeds);
    const types = world.reported.map(([, type]) => type).filter((type) => type !== null);
    expect(types).toEqual(['PreparingDownload', 'CreatingDirectories', 'DownloadingData']);
  });

  it('contains equal counts once, even without a chunk size', async () => {
    const job = world.job({ chunkSize: 0 });
    await Promise.all([job.status('DownloadingData'), job.progress(counts(5n, 10n))]);
    expect(world.reported).toEqual([['progress', 'DownloadingData', '10', '5', 1, 0]]);
  });

  it('has the end after each change of status, and drops waiting byte progress', async () => {
    const job = world.job({ chunkSize: 0 });
    const held = gate();
    world.library.gate = held.promise;
    const reports = [job.status('PreparingDownload'), job.status('DownloadingData')];
    await held.passed();
    reports.push(job.progress(counts(10n, 10n, 1)), job.succeed());
    held.open();
    await Promise.all(reports);
    expect(world.reported.map(([word, type]) => (word === 'progress' ? type : word))).toEqual([
      'PreparingDownload',
      'DownloadingData',
      'success',
    ]);
  });
});

describe('the options of a job', () => {
  const options = { ...address, wantsProgress: true };

  it.each([
    ['nothing', undefined, TypeError],
    ['an id that is not a GUID', { ...options, id: '7' }, RangeError],
    ['a NUL in the endpoint', { ...options, endpoint: '\0' }, RangeError],
    ['client data that is not a text', { ...options, clientData: null }, TypeError],
    ['no word on progress', { ...address }, TypeError],
    ['a negative chunk size', { ...options, chunkSize: -1 }, RangeError],
    ['half a byte for chunk size', { ...options, chunkSize: 0.5 }, RangeError],
    ['text for chunk size', { ...options, chunkSize: '64' }, TypeError],
    ['a negative number of retries', { ...options, retries: -1 }, RangeError],
    ['text for the retries of progress', { ...options, progressRetries: '1' }, TypeError],
    ['an endless delay', { ...options, retryDelay: Number.POSITIVE_INFINITY }, RangeError],
  ])('are refused with %s', (_, given, kind) => {
    expect(() => Reflect.apply(world.notifier.job, world.notifier, [given])).toThrow(kind);
  });
});
