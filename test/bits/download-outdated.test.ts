import { describe, expect, it } from 'vitest';
import { createEmulation, type Emulation, type ServedFileOptions } from '../../lib/emulation.js';
import {
  type BitsDownloadFile,
  type BitsDownloadOptions,
  type BitsDownloadResult,
  type Connection,
  connect,
} from '../../lib/index.js';
import { driveVirtualTime } from '../contract/kit/drive.js';
import { caught } from '../support/caught.js';

const url = 'http://files.example/a';
const path = 'C:\\folder\\a';
const size = 1_000_000;
const key = 'outdated';
const [monday, tuesday] = [new Date('2024-01-01T00:00:00Z'), new Date('2024-01-02T00:00:00Z')];

interface Transferred extends AsyncDisposable {
  readonly emulation: Emulation;
  readonly connection: Connection;
  readonly jobId: string;
  /** The methods of the requests since the job was transferred. */
  methods(): string[];
  /** Downloads with the same key. */
  download(options?: BitsDownloadOptions): Promise<BitsDownloadResult>;
  drive<T>(promise: Promise<T>): Promise<T>;
}

/** A machine with a transferred job of the key that no process has completed. */
async function transferred(
  served: ServedFileOptions | readonly ServedFileOptions[],
  file: Omit<BitsDownloadFile, 'url' | 'path'> = {},
  machine: Parameters<typeof createEmulation>[0] = {},
  prepare: (emulation: Emulation) => void = () => {},
): Promise<Transferred> {
  const emulation = createEmulation(machine);
  prepare(emulation);
  const connection = await connect({ backend: emulation });
  const drive = <T>(promise: Promise<T>) => driveVirtualTime(emulation.clock, promise);
  const all = [served].flat();
  const files = all.map((options, index) => {
    emulation.network.serve(url + index, options);
    return { url: url + index, path: path + index, ...file };
  });
  const controller = new AbortController();
  const options = { key, onAbort: 'leave', signal: controller.signal, onProgress: () => controller.abort() } as const;
  await drive(caught(connection.bits.download(files, options)));
  const [job] = await drive(connection.bits.jobs());
  if (job === undefined) return expect.unreachable('there is no job');
  await drive(
    (async () => {
      for await (const { state } of job.watch()) if (state === 'transferred') return;
    })(),
  );
  const before = emulation.network.requests.length;
  return {
    emulation,
    connection,
    jobId: job.id,
    drive,
    methods: () => emulation.network.requests.slice(before).map(({ method }) => method),
    download: (more) => connection.bits.download(files, { key, ...more }),
    async [Symbol.asyncDispose]() {
      await connection.close();
      await emulation.close();
    },
  };
}

describe('a transferred job that no process has completed', () => {
  it.each<[string, ServedFileOptions, ServedFileOptions]>([
    ['another time stamp', { size, lastModified: monday }, { size, lastModified: tuesday }],
    ['another entity tag, without a time stamp', { size, entityTag: '"1"' }, { size, entityTag: '"2"' }],
    ['another size', { size, lastModified: monday }, { size: size + 1, lastModified: monday }],
    ['another size, without time stamp and entity tag', { size, entityTag: 'W/"1"' }, { size: 5, entityTag: 'W/"2"' }],
  ])('is cancelled, and the download begins again, if the server has %s', async (_, served, changed) => {
    await using machine = await transferred(served);
    machine.emulation.network.serve(`${url}0`, changed);
    const { jobId, resumed, bytes } = await machine.drive(machine.download());
    expect([jobId === machine.jobId, resumed, bytes]).toEqual([false, false, BigInt(changed.size ?? 0)]);
    expect(await machine.drive(machine.connection.bits.jobs())).toEqual([]);
  });

  it('is cancelled if the server to which it is redirected has another entity tag, without a time stamp', async () => {
    const target = 'http://files.example/target';
    await using machine = await transferred({ redirect: target }, {}, {}, ({ network }) => {
      network.serve(target, { size, entityTag: '"1"' });
    });
    machine.emulation.network.serve(target, { size, entityTag: '"2"' });
    expect(await machine.drive(machine.download())).toMatchObject({ resumed: false });
  });

  it('is completed if the server to which it is redirected has the same entity tag', async () => {
    const target = 'http://files.example/target';
    await using machine = await transferred({ redirect: target }, {}, {}, ({ network }) => {
      network.serve(target, { size, entityTag: '"1"' });
    });
    expect(await machine.drive(machine.download())).toMatchObject({ jobId: machine.jobId, resumed: true });
  });

  it('is cancelled if one of its files has another version', async () => {
    await using machine = await transferred([
      { size, lastModified: monday },
      { size, lastModified: monday },
    ]);
    machine.emulation.network.serve(`${url}1`, { size, lastModified: tuesday });
    expect(await machine.drive(machine.download())).toMatchObject({ resumed: false });
  });

  it.each<[string, ServedFileOptions, ServedFileOptions]>([
    ['has the same version', { size, lastModified: monday }, { size, lastModified: monday }],
    [
      'has the same size and time stamp, with the entity tag of another server of its farm',
      { size, lastModified: monday, entityTag: '"1"' },
      { size, lastModified: monday, entityTag: '"2"' },
    ],
    ['answers with an error', { size }, { size: 5, status: 500 }],
    ['does not support HEAD', { size }, { size: 5, acceptsHead: false }],
    ['answers with a page without a time stamp and an entity tag', { size }, { size: 5, entityTag: 'W/"page"' }],
    ['returns 0 for HEAD', { size, lastModified: monday }, { size: 0, lastModified: monday }],
    ['does not respond within ten seconds', { size }, { size: 5, latency: 11_000 }],
  ])('is completed if the server %s', async (_, served, changed) => {
    await using machine = await transferred(served);
    machine.emulation.network.serve(`${url}0`, changed);
    const start = machine.emulation.clock.now();
    expect(await machine.drive(machine.download())).toMatchObject({ jobId: machine.jobId, resumed: true });
    expect(machine.methods()).toEqual(['HEAD']);
    expect(machine.emulation.clock.now() - start).toBeLessThanOrEqual(10_000);
  });

  it('is completed without a network', async () => {
    await using machine = await transferred({ size });
    machine.emulation.network.disconnect();
    expect(await machine.drive(machine.download())).toMatchObject({ jobId: machine.jobId, resumed: true });
  });

  it('is completed if its size is the expected one, and that of the server is not', async () => {
    await using machine = await transferred({ size, lastModified: monday }, { size: BigInt(size) });
    machine.emulation.network.serve(`${url}0`, { size: 5, lastModified: tuesday });
    expect(await machine.drive(machine.download())).toMatchObject({ jobId: machine.jobId, resumed: true });
  });

  it('of ranges is compared by the size of the whole file', async () => {
    const ranges = [{ offset: 0n, length: 500_000n }];
    await using machine = await transferred({ size, lastModified: monday }, { ranges });
    expect(await machine.drive(machine.download())).toMatchObject({ jobId: machine.jobId, resumed: true });
    expect(machine.methods()).toEqual(['HEAD']);
  });

  it('is compared by its size alone where BITS does not have the headers of the response', async () => {
    await using machine = await transferred({ size, lastModified: monday }, {}, { bitsVersion: '4.0' });
    machine.emulation.network.serve(`${url}0`, { size: 5, lastModified: tuesday });
    expect(await machine.drive(machine.download())).toMatchObject({ resumed: false, bytes: 5n });
  });

  it('is completed without a request if the download has a method of its own', async () => {
    await using machine = await transferred({ size });
    const result = await machine.drive(machine.download({ http: { method: 'POST' } }));
    expect([result.jobId, machine.methods()]).toEqual([machine.jobId, []]);
  });

  it('is left as it is when the signal is aborted while its server is asked', async () => {
    await using machine = await transferred({ size });
    machine.emulation.network.serve(`${url}0`, { size: 5, latency: 5000 });
    const controller = new AbortController();
    const reason = new Error('enough');
    const { signal } = controller;
    const downloading = caught(machine.download({ signal, onAbort: 'leave' }));
    machine.emulation.clock.schedule(() => controller.abort(reason), 1000);
    expect(await machine.drive(downloading)).toBe(reason);
    const job = await machine.drive(machine.connection.bits.getJob(machine.jobId));
    expect(await machine.drive(job.getState())).toBe('transferred');
  });
});
