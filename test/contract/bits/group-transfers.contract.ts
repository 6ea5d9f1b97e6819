import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'vitest';
import { caught } from '../../support/caught.js';
import type { Contract } from '../kit/describe.js';
import { expectBytes, follow, half, isHalfway, preparedGroup, until, untilState } from './helpers.js';

/** Transfer and progress of a group: https://learn.microsoft.com/windows/win32/api/qmgr/. */
export function groupTransfersContract({ group, test, each }: Contract): void {
  group('getProgress()', () => {
    test('increases percentDone from 0 to 100', async (world) => {
      const { group: created, job } = await preparedGroup(world, { size: 50_000 });
      const before = [await created.getProgress('percentDone'), await job.getProgress('percentDone')];
      await created.resume();
      await untilState(created, 'transferred');
      const after = [await created.getProgress('percentDone'), await job.getProgress('percentDone')];
      expect([before, after]).toEqual([
        [0, 0],
        [100, 100],
      ]);
    });

    test('rounds percentDone down during the transfer', async (world) => {
      const { group: created } = await preparedGroup(world, { size: 294_911, holdAt: 196_608 });
      await created.resume();
      await until(created, ({ bytesTransferred }) => bytesTransferred >= 196_608n);
      expect(await created.getProgress('percentDone')).toBe(66);
    });

    test('keeps percentDone at 0 while the total is unknown, and ends at 100', async (world) => {
      const { group: created, file } = await preparedGroup(world, { ...half, chunked: true });
      await created.resume();
      await until(created, ({ bytesTransferred }) => bytesTransferred > 0n);
      const held = await created.getProgress('percentDone');
      file.release();
      await untilState(created, 'transferred');
      expect([held, await created.getProgress('percentDone')]).toEqual([0, 100]);
    });

    test('returns percentDone 100 for an empty file that is transferred', async (world) => {
      const { group: created } = await preparedGroup(world, { size: 0 });
      await created.resume();
      await untilState(created, 'transferred');
      expect(await created.getProgress('percentDone')).toBe(100);
    });

    test('increases sizeDone from 0 to the size', async (world) => {
      const { group: created, job, file } = await preparedGroup(world, half);
      const counts = [await created.getProgress('sizeDone')];
      await created.resume();
      await until(created, isHalfway);
      counts.push(await created.getProgress('sizeDone'));
      file.release();
      await untilState(created, 'transferred');
      counts.push(await created.getProgress('sizeDone'), await job.getProgress('sizeDone'));
      expect(counts).toEqual([0, 131_072, 262_144, 262_144]);
    });

    test('rejects timeDone with E_NOTIMPL', async (world) => {
      const { group: created, job } = await preparedGroup(world);
      const refused = { code: 'E_NOTIMPL', hresult: 0x80004001 };
      expect(await caught(created.getProgress('timeDone'))).toMatchObject({
        ...refused,
        operation: 'IBackgroundCopyGroup.GetProgress',
      });
      expect(await caught(job.getProgress('timeDone'))).toMatchObject({
        ...refused,
        operation: 'IBackgroundCopyJob1.GetProgress',
      });
    });

    each(
      [
        ['a kind that does not exist', 'speed', RangeError],
        ['a number', 1, TypeError],
        ['nothing', undefined, TypeError],
      ] as const,
      'rejects %s',
      async (world, _, kind, error) => {
        const created = await world.connection.bits.createGroup({ id: world.groupId() });
        expect(await caught(Reflect.apply(created.getProgress, created, [kind]))).toBeInstanceOf(error);
      },
    );
  });

  group('getSize()', () => {
    test('returns 0 while the size is unknown', async (world) => {
      const { group: created } = await preparedGroup(world);
      expect(await created.getSize()).toBe(0);
    });

    test('returns the size of all files once they are transferred', async (world) => {
      const { group: created, job } = await preparedGroup(world, { size: 2000 });
      const second = await world.serve({ size: 3000 });
      await job.addFile(second.url, world.localPath('second.bin'));
      await created.resume();
      await untilState(created, 'transferred');
      expect(await created.getSize()).toBe(5000);
    });
  });

  group('the life of a group', () => {
    test('does not begin without files: BG_E_EMPTY', async (world) => {
      const created = await world.connection.bits.createGroup({ id: world.groupId() });
      await created.createJob();
      expect(await caught(created.resume())).toMatchObject({
        code: 'BG_E_EMPTY',
        hresult: 0x80200003,
        operation: 'IBackgroundCopyGroup.ResumeGroup',
      });
    });

    test('begins with resume() and ends complete and suspended', async (world) => {
      const { group: created } = await preparedGroup(world);
      await created.resume();
      await untilState(created, 'transferred');
      expect(await created.getStatus()).toMatchObject({
        complete: true,
        incomplete: false,
        suspended: true,
        error: false,
      });
    });

    test('is not suspended while the transfer runs', async (world) => {
      const { group: created } = await preparedGroup(world, half);
      await created.resume();
      await until(created, isHalfway);
      expect(await created.getStatus()).toMatchObject({ incomplete: true, suspended: false, error: false });
    });

    test('pauses with suspend() and continues with resume()', async (world) => {
      const { group: created, file, path } = await preparedGroup(world, half);
      await created.resume();
      await until(created, isHalfway);
      await created.suspend();
      expect(await created.getStatus()).toMatchObject({ incomplete: true, suspended: true });
      file.release();
      await created.resume();
      await untilState(created, 'transferred');
      await (await created.queryJob()).complete();
      expectBytes(await world.readLocal(path), file.content);
    });

    test('is not changed by suspend() when the group is suspended', async (world) => {
      const { group: created } = await preparedGroup(world);
      await created.suspend();
      expect(await created.getStatus()).toMatchObject({ suspended: true });
    });

    test('includes the error of a failed transfer, with the file and the HTTP status', async (world) => {
      const { group: created, file, path } = await preparedGroup(world, { status: 404 });
      await created.resume();
      const { error } = await untilState(created, 'error');
      const failed = { file: { url: file.url, path }, httpStatus: 404 };
      expect(error).toMatchObject({ code: 'BG_E_HTTP_ERROR_404', context: 'remoteFile', ...failed });
      expect(await created.getStatus()).toMatchObject({ incomplete: true, suspended: true, error: true, flags: 0x380 });
    });

    test('ends with its files in place after complete()', async (world) => {
      const { group: created, file, path } = await preparedGroup(world, { size: 200_000 });
      await created.resume();
      while ((await created.getProgress('percentDone')) < 100) await turn();
      expect(await created.complete()).toEqual({ outcome: 'S_OK' });
      expectBytes(await world.readLocal(path), file.content);
    });

    test('allows complete() twice', async (world) => {
      const { group: created } = await preparedGroup(world, { size: 1000 });
      const modern = await created.queryJob();
      await created.resume();
      await untilState(created, 'transferred');
      await created.complete();
      expect([await modern.getState(), await caught(modern.complete())]).toMatchObject([
        'acknowledged',
        { code: 'BG_E_INVALID_STATE' },
      ]);
    });

    test('ends with its files in place after complete() of the modern job', async (world) => {
      const { group: created, file, path } = await preparedGroup(world, { size: 200_000 });
      await created.resume();
      await untilState(created, 'transferred');
      expect(await (await created.queryJob()).complete()).toEqual({ outcome: 'S_OK' });
      expectBytes(await world.readLocal(path), file.content);
    });

    test('ends with cancel(), which leaves no partial file', async (world) => {
      const { group: created, path } = await preparedGroup(world, half);
      await created.resume();
      await until(created, isHalfway);
      await created.cancel();
      expect(await world.readLocal(path)).toBeUndefined();
    });

    test('ends with cancel(), which keeps the files that are transferred', async (world) => {
      const { group: created, job, file, path } = await preparedGroup(world, { size: 1000 });
      const held = await world.serve(half);
      const heldPath = world.localPath('held.bin');
      await job.addFile(held.url, heldPath);
      await created.resume();
      await until(created, ({ bytesTransferred }) => bytesTransferred >= 132_072n);
      await created.cancel();
      expect([await world.readLocal(path), await world.readLocal(heldPath)]).toEqual([file.content, undefined]);
    });
  });

  group('a snapshot of a group', () => {
    test('has the values of the modern job', async (world) => {
      const { group: created } = await preparedGroup(world);
      expect(await created.snapshot()).toEqual(await (await created.queryJob()).snapshot());
    });

    test('has exact counts', async (world) => {
      const { group: created } = await preparedGroup(world, { size: 50_000 });
      await created.resume();
      await untilState(created, 'transferred');
      expect(await created.snapshot()).toMatchObject({ bytesTransferred: 50_000n, filesTransferred: 1, filesTotal: 1 });
    });
  });

  group('a watch of a group', () => {
    test('ends after transferred', async (world) => {
      const { group: created } = await preparedGroup(world, { size: 50_000 });
      await created.resume();
      const snapshots = await follow(created);
      expect(snapshots.at(-1)).toMatchObject({ state: 'transferred', bytesTransferred: 50_000n });
    });

    test('ends when its signal is aborted', async (world) => {
      const { group: created } = await preparedGroup(world);
      const controller = new AbortController();
      const reason = new Error('enough');
      const watch = created.watch({ signal: controller.signal, interval: 0x7fff_ffff });
      await watch.next();
      const waiting = caught(watch.next());
      controller.abort(reason);
      expect(await waiting).toBe(reason);
    });

    test('rejects invalid options at once', async (world) => {
      const created = await world.connection.bits.createGroup({ id: world.groupId() });
      expect(() => created.watch({ interval: 0 })).toThrow(RangeError);
    });
  });
}
