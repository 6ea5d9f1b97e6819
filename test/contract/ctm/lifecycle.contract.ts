import { expect } from 'vitest';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { half, job, notifications, openNotifier } from './helpers.js';
import type { CtmWorld } from './world.js';

/** Closing notifiers, and calls after that. */
export function lifecycleContract({ group, test, each }: FamilyContract<CtmWorld>): void {
  group('a closed notifier', () => {
    each(notifications, 'rejects %s with RPC_E_DISCONNECTED and sends nothing', async (world, operation, notify) => {
      const notifier = await openNotifier(world);
      await notifier.close();
      expect(await caught(notify(notifier))).toMatchObject({
        code: 'RPC_E_DISCONNECTED',
        hresult: 0x80010108,
        operation,
      });
      expect(world.recorded()).toEqual([]);
    });

    test('can be closed again', async (world) => {
      const notifier = await openNotifier(world);
      await notifier.close();
      await notifier.close();
    });

    test('results from leaving the scope of `await using`', async (world) => {
      let left: Awaited<ReturnType<typeof openNotifier>>;
      {
        await using notifier = await openNotifier(world);
        left = notifier;
        await notifier.notifyProgress({ ...job, ...half });
      }
      expect(await caught(left.notifyProgress({ ...job, ...half }))).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
      expect(world.recorded()).toHaveLength(1);
    });

    test('leaves another notifier of the same library open', async (world) => {
      const closed = await openNotifier(world);
      const open = await openNotifier(world);
      await closed.close();
      await open.notifyProgress({ ...job, ...half });
      expect(world.recorded()).toHaveLength(1);
    });

    test('sends the calls made before close()', async (world) => {
      const notifier = await openNotifier(world);
      const call = notifier.notifyProgress({ ...job, ...half });
      await notifier.close();
      await call;
      expect(world.recorded()).toHaveLength(1);
    });
  });

  group('a closed connection', () => {
    each(notifications, 'rejects %s with RPC_E_DISCONNECTED and sends nothing', async (world, operation, notify) => {
      const connection = await world.connect();
      const notifier = await connection.ctm.openNotifier({ library: world.library });
      await connection.close();
      expect(await caught(notify(notifier))).toMatchObject({ code: 'RPC_E_DISCONNECTED', operation });
      expect(world.recorded()).toEqual([]);
    });

    test('rejects openNotifier()', async (world) => {
      const connection = await world.connect();
      await connection.close();
      const opening = connection.ctm.openNotifier({ library: world.library });
      expect(await caught(opening)).toMatchObject({ code: 'RPC_E_DISCONNECTED', operation: 'LoadLibraryExW' });
    });

    test('allows its notifiers to be closed', async (world) => {
      const connection = await world.connect();
      const notifier = await connection.ctm.openNotifier({ library: world.library });
      await connection.close();
      await notifier.close();
    });

    test('leaves the notifiers of another connection open', async (world) => {
      const other = await world.connect();
      const notifier = await openNotifier(world);
      await other.ctm.openNotifier({ library: world.library });
      await other.close();
      await notifier.notifyProgress({ ...job, ...half });
      expect(world.recorded()).toHaveLength(1);
    });
  });
}
