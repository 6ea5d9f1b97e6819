import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'vitest';
import type { BitsGroup, SignalOptions } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { Contract } from '../kit/describe.js';
import type { World } from '../kit/host.js';
import { expectSignalOfEveryMethod } from '../kit/signal-methods.js';
import { halfway, prepared, preparedGroup } from './helpers.js';

const reason = new Error('the user has left');
const unknownId = '{99999999-9999-4999-8999-999999999999}';

type Call = (world: World, options: SignalOptions) => Promise<unknown>;

const calls: readonly [string, Call][] = [
  ['createJob()', (world, options) => world.connection.bits.createJob({ name: world.jobName(), ...options })],
  ['getJob()', ({ connection }, options) => connection.bits.getJob(unknownId, options)],
  ['jobs()', ({ connection }, options) => connection.bits.jobs(options)],
  ['snapshot()', ({ connection }, options) => connection.bits.snapshot(options)],
  ['createGroup()', (world, options) => world.connection.bits.createGroup({ id: world.groupId(), ...options })],
  ['getGroup()', ({ connection }, options) => connection.bits.getGroup(unknownId, options)],
  ['groups()', ({ connection }, options) => connection.bits.groups(options)],
  ['probe()', ({ connection }, options) => connection.probe(options)],
];

const remoteAndLocal = ['http://localhost/another', 'C:\\another'] as const;

const jobArguments = {
  addFile: remoteAndLocal,
  addFiles: [[{ url: remoteAndLocal[0], path: remoteAndLocal[1] }]],
  renewUrls: [() => null],
  configure: [{ priority: 'low' }],
  setDisplayName: ['another'],
  setDescription: ['another'],
  setPriority: ['low'],
  setMinimumRetryDelay: [60],
  setNoProgressTimeout: [60],
  setProxy: ['none'],
  setCredentials: [{ target: 'server', scheme: 'basic', user: 'user', password: 'password' }],
  removeCredentials: ['server', 'basic'],
  setHttpSettings: [{ method: 'GET' }],
  setTransferPolicy: ['always'],
  setNotifyCommand: [null],
  setNotifyFlags: [[]],
  setReplyPath: ['C:\\reply'],
  replaceUrlPrefix: ['http://a/', 'http://b/'],
};

const fileArguments = {
  setUrl: [remoteAndLocal[0]],
  setValid: [true],
  requestRanges: [[{ offset: 0n, length: 1n }]],
  setPosition: [0n],
};

/** Calls that may wait, and what becomes of them when their signal is aborted. */
export function signalsContract({ group, test, each }: Contract): void {
  group('a signal that is aborted already', () => {
    each(calls, 'makes %s reject with its reason', async (world, _name, call) => {
      expect(await caught(call(world, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    });

    test('makes every method of bits reject with its reason', async (world) => {
      await expectSignalOfEveryMethod(world.connection.bits, {
        createJob: (options) => [{ name: world.jobName(), ...options }],
        getJob: [unknownId],
        getGroup: [unknownId],
        getErrorDescription: [0, 0x0409],
        download: ['http://localhost/a', 'a'],
        openDownload: [[{ url: 'http://localhost/a', path: 'a' }]],
        upload: ['a', 'http://localhost/a'],
        findJobs: [{}],
        cancelJobs: [{ name: world.jobName() }],
        serveGroupCallback: (options) => [unknownId, { onStatus() {}, ...options }],
      });
    });

    test('makes every method of a job reject with its reason, and the job is as before', async (world) => {
      const { job } = await prepared(world);
      await job.configure({ description: 'a job with a description' });
      const [before, details] = [await job.snapshot(), await job.details()];
      await expectSignalOfEveryMethod(job, jobArguments);
      expect(await job.snapshot()).toEqual(before);
      expect(await job.details()).toEqual(details);
    });

    test('makes every method of a file reject with its reason', async (world) => {
      const { job } = await prepared(world);
      for (const file of await job.openFiles()) await expectSignalOfEveryMethod(file, fileArguments);
    });

    test('makes every method of a group and of its job reject with its reason', async (world) => {
      const { group: transfers, job } = await preparedGroup(world);
      await expectSignalOfEveryMethod(transfers, {
        getProgress: ['percentDone'],
        createJob: [unknownId],
        getJob: [unknownId],
        getProperty: ['displayName'],
        setProperty: ['displayName', 'another'],
      });
      await expectSignalOfEveryMethod(job, {
        addFile: remoteAndLocal,
        addFiles: [[{ url: remoteAndLocal[0], path: remoteAndLocal[1] }]],
        getProgress: ['percentDone'],
        getFile: [0],
      });
    });

    test('makes createJob() create nothing', async (world) => {
      const { bits } = world.connection;
      const name = world.jobName();
      expect(await caught(bits.createJob({ name, signal: AbortSignal.abort(reason) }))).toBe(reason);
      expect((await bits.snapshot()).filter((job) => job.name === name)).toEqual([]);
    });

    test('makes listen() reject with its reason', async (world) => {
      const { job } = await prepared(world);
      expect(await caught(job.listen({ signal: AbortSignal.abort(reason) }))).toBe(reason);
    });

    test('makes the iterator of a watch reject with its reason', async (world) => {
      const { job } = await prepared(world);
      expect(await caught(job.watch({ signal: AbortSignal.abort(reason) }).next())).toBe(reason);
    });
  });

  group('an abort while a call is under way', () => {
    each(calls, 'makes %s reject at once with the reason', async (world, _name, call) => {
      const controller = new AbortController();
      const waiting = call(world, { signal: controller.signal });
      controller.abort(reason);
      expect(await caught(waiting)).toBe(reason);
    });

    test('makes the iterator of a watch reject at once with the reason', async (world) => {
      const { job } = await prepared(world);
      const controller = new AbortController();
      const first = job.watch({ signal: controller.signal }).next();
      controller.abort(reason);
      expect(await caught(first)).toBe(reason);
    });

    test('makes resume() reject at once, and the job is resumed nevertheless', async (world) => {
      const { job } = await prepared(world);
      const controller = new AbortController();
      const resuming = job.resume({ signal: controller.signal });
      controller.abort(reason);
      expect(await caught(resuming)).toBe(reason);
      expect(await job.getState()).not.toBe('suspended');
    });

    test('makes renewUrls() reject, with every URL as it was and the job in the queue', async (world) => {
      const { job } = await halfway(world);
      const urls = async () => (await job.files()).map(({ url }) => url);
      const before = await urls();
      const controller = new AbortController();
      const renewing = job.renewUrls(
        ({ url }) => {
          controller.abort(reason);
          return `${url}?renewed`;
        },
        { signal: controller.signal },
      );
      expect(await caught(renewing)).toBe(reason);
      expect(await urls()).toEqual(before);
      expect(await job.getState()).not.toBe('suspended');
    });

    test('cancels a job that is created later', async (world) => {
      const { bits } = world.connection;
      const name = world.jobName();
      const controller = new AbortController();
      const creating = bits.createJob({ name, signal: controller.signal });
      controller.abort(reason);
      expect(await caught(creating)).toBe(reason);
      // In turn after the call that was aborted.
      const named = async () => (await bits.snapshot()).filter((job) => job.name === name && job.state !== 'canceled');
      while ((await named()).length > 0) await nextTurn();
    });

    test('cancels a group that is created later', async (world) => {
      const { bits } = world.connection;
      const id = world.groupId();
      const controller = new AbortController();
      const creating = bits.createGroup({ id, signal: controller.signal });
      controller.abort(reason);
      expect(await caught(creating)).toBe(reason);
      // Its id can be used again once it is cancelled.
      let again: BitsGroup | null = null;
      while (again === null) {
        again = await bits.createGroup({ id }).catch((error: { code: string }) => {
          expect(error.code).toBe('E_INVALIDARG');
          return null;
        });
      }
      await again.cancel();
    });

    test('revokes the callbacks of a listen() that registers later', async (world) => {
      const { job } = await prepared(world);
      const controller = new AbortController();
      const called: string[] = [];
      const listening = job.listen({ onTransferred: () => called.push('aborted'), signal: controller.signal });
      controller.abort(reason);
      expect(await caught(listening)).toBe(reason);
      let onTransferred = () => {};
      const transferred = new Promise<void>((resolve) => {
        onTransferred = resolve;
      });
      await using _subscription = await job.listen({ onTransferred: () => onTransferred() });
      await job.resume();
      await transferred;
      expect(called).toEqual([]);
    });
  });
}
