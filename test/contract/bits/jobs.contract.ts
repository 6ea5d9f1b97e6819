import { expect } from 'vitest';
import { caught } from '../../support/caught.js';
import type { Contract } from '../kit/describe.js';
import { ended, transferred } from './helpers.js';

const unknownId = '{6B29FC40-CA47-1067-B31D-00DD010662DA}';

/** An array whose map() returns nothing. */
class Hiding extends Array<unknown> {
  override map<U>(): U[] {
    return [];
  }
}

/** Creating, finding and listing jobs. */
export function jobsContract({ group, test, each }: Contract): void {
  group('a new job', () => {
    each(
      [
        ['a hole', () => Object.assign(new Array(2), { 0: { url: 'http://127.0.0.1/', path: '/x' } })],
        ['a map() of their own that hides a wrong file', () => Hiding.from([{ url: 5, path: '/x' }])],
      ] as const,
      'is not created with files that have %s',
      async (world, _, files) => {
        const { bits } = world.connection;
        const name = world.jobName();
        expect(await caught(Reflect.apply(bits.createJob, bits, [{ name, files: files() }]))).toBeInstanceOf(TypeError);
        expect((await bits.snapshot()).filter((job) => job.name === name)).toEqual([]);
      },
    );

    test('is suspended and has nothing to transfer', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      expect(await job.snapshot()).toEqual({
        state: 'suspended',
        bytesTransferred: 0n,
        bytesTotal: 0n,
        filesTransferred: 0,
        filesTotal: 0,
        fraction: 0,
        bytesPerSecond: null,
        remainingSeconds: null,
        error: null,
        waitingFor: 'resume',
      });
    });

    test('has a generated id in braces and upper case', async (world) => {
      const { bits } = world.connection;
      const jobs = [await bits.createJob({ name: world.jobName() }), await bits.createJob({ name: world.jobName() })];
      for (const { id } of jobs) expect(id).toMatch(/^\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}$/);
      expect(jobs[0]?.id).not.toBe(jobs[1]?.id);
    });

    test('has the name from its options', async (world) => {
      const name = world.jobName();
      const job = await world.connection.bits.createJob({ name });
      expect(await job.getDisplayName()).toBe(name);
    });

    test('accepts a name of 256 characters', async (world) => {
      const name = world.jobName().padEnd(256, 'x');
      const job = await world.connection.bits.createJob({ name });
      expect(await job.getDisplayName()).toBe(name);
    });

    test('is a download by default', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      expect(await job.getType()).toBe('download');
    });

    each(
      [['download'], ['upload'], ['uploadReply']] as const,
      'has the type %s from its options',
      async (world, type) => {
        const job = await world.connection.bits.createJob({ name: world.jobName(), type });
        expect(await job.getType()).toBe(type);
      },
    );

    test('has no description', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      expect(await job.getDescription()).toBe('');
    });

    test('has the description from its options', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName(), description: 'Grüße, 世界' });
      expect(await job.getDescription()).toBe('Grüße, 世界');
    });

    test('has the files from its options', async (world) => {
      const { url } = await world.serve();
      const path = world.localPath('file.bin');
      const job = await world.connection.bits.createJob({ name: world.jobName(), files: [{ url, path }] });
      expect(await job.files()).toMatchObject([{ url, path }]);
    });

    test('has normal priority', async (world) => {
      const job = await world.connection.bits.createJob({ name: world.jobName() });
      expect(await job.getPriority()).toBe('normal');
    });

    test('has the settings from its options', async (world) => {
      const job = await world.connection.bits.createJob({
        name: world.jobName(),
        priority: 'foreground',
        minimumRetryDelay: 30,
        noProgressTimeout: 3600,
      });
      const settings = [await job.getPriority(), await job.getMinimumRetryDelay(), await job.getNoProgressTimeout()];
      expect(settings).toEqual(['foreground', 30, 3600]);
    });

    test('is removed when one of its options is refused', async (world) => {
      const { bits } = world.connection;
      const name = world.jobName();
      const files = [{ url: 'http://127.0.0.1/file', path: 'relative.bin' }];
      expect(await caught(bits.createJob({ name, files }))).toMatchObject({ code: 'E_INVALIDARG' });
      expect((await bits.snapshot()).filter((job) => job.name === name)).toEqual([]);
    });

    each(
      [
        ['missing options', [], TypeError],
        ['a missing name', [{}], TypeError],
        ['an empty name', [{ name: '' }], RangeError],
        ['a name of 257 characters', [{ name: 'x'.repeat(257) }], RangeError],
        ['a name with a NUL', [{ name: 'a\0b' }], RangeError],
        ['a type that does not exist', [{ name: 'x', type: 'sideload' }], RangeError],
        ['a priority that does not exist', [{ name: 'x', priority: 'urgent' }], RangeError],
        ['a description of 1025 characters', [{ name: 'x', description: 'x'.repeat(1025) }], RangeError],
        ['files that are not an array', [{ name: 'x', files: {} }], TypeError],
        ['a negative retry delay', [{ name: 'x', minimumRetryDelay: -1 }], RangeError],
        ['a timeout that is not a number', [{ name: 'x', noProgressTimeout: '5' }], TypeError],
      ] as const,
      'rejects %s before a job is created',
      async (world, _, options, kind) => {
        const { bits } = world.connection;
        const before = (await bits.jobs()).length;
        expect(await caught(Reflect.apply(bits.createJob, bits, options))).toBeInstanceOf(kind);
        expect((await bits.jobs()).length).toBe(before);
      },
    );
  });

  group('a job', () => {
    test('is found by its id in any of its forms', async (world) => {
      const { bits } = world.connection;
      const { id } = await bits.createJob({ name: world.jobName() });
      for (const form of [id, id.toLowerCase(), id.slice(1, -1)]) expect((await bits.getJob(form)).id).toBe(id);
    });

    test('is found from another connection', async (world) => {
      const name = world.jobName();
      const { id } = await world.connection.bits.createJob({ name });
      const other = await world.connect();
      const job = await other.bits.getJob(id);
      expect([job.id, await job.getDisplayName()]).toEqual([id, name]);
    });

    test('outlives the connection that created it', async (world) => {
      const first = await world.connect();
      const { id } = await first.bits.createJob({ name: world.jobName() });
      await first.close();
      expect((await world.connection.bits.getJob(id)).id).toBe(id);
    });

    test('rejects with BG_E_NOT_FOUND when it does not exist', async (world) => {
      expect(await caught(world.connection.bits.getJob(unknownId))).toMatchObject({
        code: 'BG_E_NOT_FOUND',
        hresult: 0x80200001,
        operation: 'IBackgroundCopyManager.GetJob',
      });
    });

    test('is not looked up by an id that is not a GUID', async (world) => {
      expect(await caught(world.connection.bits.getJob('job'))).toBeInstanceOf(RangeError);
    });
  });

  group('the list of jobs', () => {
    test('has each job that has not ended', async (world) => {
      const { bits } = world.connection;
      const created = [
        await bits.createJob({ name: world.jobName() }),
        await bits.createJob({ name: world.jobName() }),
      ];
      const listed = (await bits.jobs()).map(({ id }) => id);
      expect(listed).toEqual(expect.arrayContaining(created.map(({ id }) => id)));
    });

    each([['acknowledged'], ['canceled']] as const, 'does not contain a job that is %s', async (world, state) => {
      const { id } = await ended(world, state);
      expect((await world.connection.bits.jobs()).map((job) => job.id)).not.toContain(id);
    });

    test('rejects a value for allUsers that is not a boolean', async (world) => {
      const { bits } = world.connection;
      expect(await caught(Reflect.apply(bits.jobs, bits, [{ allUsers: 1 }]))).toBeInstanceOf(TypeError);
    });
  });

  group('the snapshot of all jobs', () => {
    test('has the id, state and progress of each job', async (world) => {
      const { bits } = world.connection;
      const name = world.jobName();
      const { id } = await bits.createJob({ name, type: 'upload' });
      expect((await bits.snapshot()).find((job) => job.id === id)).toEqual({
        id,
        name,
        type: 'upload',
        state: 'suspended',
        bytesTransferred: 0n,
        bytesTotal: 0n,
        filesTransferred: 0,
        filesTotal: 0,
        fraction: 0,
        bytesPerSecond: null,
        remainingSeconds: null,
        error: null,
        waitingFor: 'resume',
      });
    });

    test('has the bytes of each job', async (world) => {
      const { job } = await transferred(world, { size: 5000 });
      const listed = (await world.connection.bits.snapshot()).find(({ id }) => id === job.id);
      expect(listed).toMatchObject({ state: 'transferred', bytesTransferred: 5000n, filesTransferred: 1 });
    });

    test('has the error of each job', async (world) => {
      const { bits } = world.connection;
      const { url } = await world.serve({ status: 404 });
      const files = [{ url, path: world.localPath('file.bin') }];
      const job = await bits.createJob({ name: world.jobName(), files });
      await job.resume();
      for await (const _ of job.watch({ interval: 20 }));
      const listed = (await bits.snapshot()).find(({ id }) => id === job.id);
      expect(listed).toMatchObject({ state: 'error', error: { code: 'BG_E_HTTP_ERROR_404', context: 'remoteFile' } });
    });

    each([['acknowledged'], ['canceled']] as const, 'does not contain a job that is %s', async (world, state) => {
      const { id } = await ended(world, state);
      expect((await world.connection.bits.snapshot()).map((job) => job.id)).not.toContain(id);
    });
  });
}
