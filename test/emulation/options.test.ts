import { describe, expect, it } from 'vitest';
import { createEmulation, Emulation, runScript } from '../../lib/emulation.js';
import { connect, type WinSyncChange } from '../../lib/index.js';
import { caught } from '../support/caught.js';

describe('createEmulation', () => {
  it('uses virtual time and a scripted network by default', () => {
    const emulation = createEmulation();
    expect(emulation).toBeInstanceOf(Emulation);
    expect(emulation.clock.kind).toBe('virtual');
    expect(emulation.network.requests).toEqual([]);
    expect(emulation.files.has('C:\\a')).toBe(false);
  });

  it.each([
    [{ clock: 'slow' }, RangeError],
    [{ transport: 'ftp' }, RangeError],
    [{ transport: 'http' }, TypeError],
    [{ stateDirectory: 'folder' }, TypeError],
    [{ queueManager: 'yes' }, TypeError],
    [{ administrator: 1 }, TypeError],
    [{ transfers: 1 }, TypeError],
    [{ timeSlice: 0 }, RangeError],
    [{ policy: { jobsPerUser: -1 } }, RangeError],
    [{ policy: 5 }, TypeError],
    [null, TypeError],
    [5, TypeError],
  ])('rejects %j', (options, error) => {
    expect(() => Reflect.apply(createEmulation, undefined, [options])).toThrow(error);
  });
});

describe('an emulation with transfers: false', () => {
  it('leaves jobs in the queue, and sends no request', async () => {
    const emulation = createEmulation({ transfers: false });
    const url = 'http://files.test/a';
    emulation.network.serve(url, { size: 1000 });
    await using connection = await connect({ backend: emulation });
    for (const priority of ['foreground', 'low'] as const) {
      const files = [{ url, path: `C:\\${priority}` }];
      await (await connection.bits.createJob({ name: priority, priority, files })).resume();
    }
    await emulation.clock.tickAsync(60_000);
    expect((await connection.bits.snapshot()).map(({ state }) => state)).toEqual(['queued', 'queued']);
    expect(emulation.network.requests).toEqual([]);
  });
});

describe('an option that is undefined', () => {
  it('has its default, like an omitted one', async () => {
    const emulation = createEmulation({
      clock: undefined,
      policy: { jobsPerUser: undefined, http: undefined },
      ctm: { strict: undefined },
      syncmgr: { syncCenter: undefined, unknownItems: undefined },
      winsync: { registration: undefined },
    });
    expect(emulation.clock.kind).toBe('virtual');
    await using connection = await connect({ backend: emulation });
    expect((await connection.probe()).classes.every(({ available }) => typeof available === 'boolean')).toBe(true);
    const jobs = Array.from({ length: 60 }, (_, index) => connection.bits.createJob({ name: `${index}` }));
    expect(await Promise.all(jobs)).toHaveLength(60);
    expect(await caught(connection.bits.createJob({ name: 'one too many' }))).toMatchObject({
      code: 'BG_E_TOO_MANY_JOBS_PER_USER',
    });
  });

  it('keeps the defaults of a provider and of a script', async () => {
    const emulation = createEmulation();
    const clsid = '{3F2504E0-4F89-41D3-9A0C-0305E82C3301}';
    emulation.winsync.registerProvider({
      clsid,
      idParameters: { itemId: undefined, replicaId: { variable: false, size: 4 } },
      run: runScript([{ after: undefined, change: { flags: undefined, workEstimate: 7 } }]),
    });
    await using connection = await connect({ backend: emulation });
    const changes: WinSyncChange[] = [];
    await using session = await connection.winsync.createSession({
      onChange: (change) => void changes.push(change),
      onProgress: undefined,
    });
    const provider = await session.openProvider(clsid, 'source');
    expect(await provider.getIdParameters()).toMatchObject({ itemId: { size: 16 }, replicaId: { size: 4 } });
    await emulation.clock.runAllAsync();
    await provider.close();
    expect(changes).toMatchObject([{ workEstimate: 7 }]);
  });
});

describe('a real clock', () => {
  const { clock } = createEmulation({ clock: 'real' });

  it.each([
    ['tickAsync', () => clock.tickAsync(1)],
    ['nextAsync', () => clock.nextAsync()],
    ['runAllAsync', () => clock.runAllAsync()],
    ['countTimers', () => clock.countTimers()],
  ])('has no %s, since it advances by itself', (_, call) => {
    expect(call).toThrow(TypeError);
  });

  it('has the time of the machine', () => {
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(60_000);
  });
});

describe('an emulation with the http transport', () => {
  const emulation = createEmulation({ clock: 'real', transport: 'http' });

  it('has no scripted network', () => {
    expect(() => emulation.network).toThrow(TypeError);
  });

  it('uses the file system', () => {
    expect(() => emulation.files).toThrow(TypeError);
  });
});

describe('virtual time', () => {
  it('begins at the same time for every emulation', () => {
    expect(createEmulation().clock.now()).toBe(createEmulation().clock.now());
  });

  it('fires a timer that is further away than timers of the platform allow', async () => {
    const { clock } = createEmulation();
    const fired: number[] = [];
    const start = clock.now();
    clock.schedule(() => fired.push(clock.now() - start), 2 ** 32);
    await clock.tickAsync(2 ** 32 - 1);
    expect(fired).toEqual([]);
    await clock.tickAsync(1);
    expect(fired).toEqual([2 ** 32]);
  });

  it('does not fire a cancelled timer', async () => {
    const { clock } = createEmulation();
    let fired = false;
    const cancel = clock.schedule(() => {
      fired = true;
    }, 2 ** 32);
    await clock.tickAsync(2 ** 31);
    cancel();
    await clock.runAllAsync();
    expect(fired).toBe(false);
    expect(clock.countTimers()).toBe(0);
  });

  it('runs to the end of all transfers', async () => {
    const emulation = createEmulation();
    emulation.network.serve('http://files.example/a', { size: 5n * 1024n ** 3n });
    const manager = await emulation.openBackend().bits.openManager();
    const job = await manager.createJob('x', 0);
    await job.addFileSet([{ remoteName: 'http://files.example/a', localName: '/a' }]);
    await job.resume();
    await emulation.clock.runAllAsync();
    expect((await job.getProgress()).bytesTransferred).toBe(5n * 1024n ** 3n);
    expect(await job.getState()).toBe(6);
  });
});

describe('the scripted network', () => {
  it.each([
    [['no url'], TypeError],
    [[5], TypeError],
    [['http://a.example/', { size: -1 }], RangeError],
    [['http://a.example/', { size: 1.5 }], RangeError],
    [['http://a.example/', { size: 1, content: new Uint8Array(1) }], TypeError],
    [['http://a.example/', { bytesPerSecond: 0 }], RangeError],
    [['http://a.example/', { status: 99 }], RangeError],
    [['http://a.example/', { faults: [{ at: 1, kind: 'fire' }] }], RangeError],
  ])('rejects %j as a file', (values, error) => {
    const { network } = createEmulation();
    expect(() => Reflect.apply(network.serve, network, values)).toThrow(error);
  });
});
