import { expect } from 'vitest';
import type { BitsGroup, BitsGroupStatusNotification } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { Contract } from '../kit/describe.js';
import type { FileToServe, World } from '../kit/host.js';
import { preparedGroup, untilState } from './helpers.js';

/** `QM_NOTIFY_GROUP_DONE` and `QM_NOTIFY_DISABLE_NOTIFY`. */
const notify = { groupDone: 0x4, disable: 0x40 } as const;
/** `QM_STATUS_GROUP_COMPLETE` and `QM_STATUS_GROUP_ERROR`. */
const status = { complete: 0x40, error: 0x200 } as const;

/** Records what a served class receives, so that a test can wait for it. */
class Notifications {
  readonly #received: BitsGroupStatusNotification[] = [];
  #arrived = () => {};

  readonly onStatus = (notification: BitsGroupStatusNotification): void => {
    this.#received.push(notification);
    this.#arrived();
  };

  /** Resolves to the notifications so far, as soon as there is one of this group. */
  async until(group: BitsGroup): Promise<readonly BitsGroupStatusNotification[]> {
    while (!this.#received.some(({ groupId }) => groupId === group.id)) {
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
    }
    return this.#received;
  }
}

/** A resumed group that reports to a class, in its state at the end. */
async function ended(
  world: World,
  clsid: string,
  notifyFlags: number,
  file: FileToServe = {},
): Promise<{ group: BitsGroup; jobId: string }> {
  const { group, job } = await preparedGroup(world, file);
  await group.setProperty('notifyClsid', clsid);
  await group.setProperty('notifyFlags', notifyFlags);
  await group.resume();
  await untilState(group, file.status === undefined ? 'transferred' : 'error');
  return { group, jobId: job.id };
}

/** The notification class of groups: https://learn.microsoft.com/windows/win32/api/qmgr/nn-qmgr-ibackgroundcopycallback1. */
export function groupNotificationsContract({ group, test, each, groups }: Contract): void {
  if (groups !== 'queueManager') return;

  group('the notification class of a group', () => {
    test('is called when the group is complete', async (world) => {
      const clsid = world.groupId();
      const notifications = new Notifications();
      await using served = await world.connection.bits.serveGroupCallback(clsid.toLowerCase(), notifications);
      expect(served.clsid).toBe(clsid);
      const { group: complete, jobId } = await ended(world, clsid, notify.groupDone);
      expect(await notifications.until(complete)).toEqual([
        {
          groupId: complete.id,
          jobId,
          fileIndex: null,
          complete: true,
          error: false,
          flags: status.complete,
          retries: 0,
          win32Result: 0,
          transportResult: 0,
        },
      ]);
    });

    test('is called with the file and the results when the group is in error, also without a flag', async (world) => {
      const clsid = world.groupId();
      const notifications = new Notifications();
      await using _ = await world.connection.bits.serveGroupCallback(clsid, notifications);
      const { group: failed } = await ended(world, clsid, 0, { status: 404 });
      expect(await notifications.until(failed)).toMatchObject([
        {
          groupId: failed.id,
          fileIndex: 0,
          complete: false,
          error: true,
          flags: status.error,
          win32Result: 0,
          transportResult: 404,
        },
      ]);
    });

    each(
      [
        ['that is complete and does not ask for it', 0, {}],
        ['that has disabled notifications', notify.groupDone | notify.disable, {}],
        ['in error that has disabled notifications', notify.disable, { status: 404 }],
      ] as const,
      'is not called for a group %s',
      async (world, _, flags, file) => {
        const clsid = world.groupId();
        const notifications = new Notifications();
        await using _served = await world.connection.bits.serveGroupCallback(clsid, notifications);
        await ended(world, clsid, flags, file);
        const { group: second } = await ended(world, clsid, notify.groupDone);
        expect(await notifications.until(second)).toMatchObject([{ groupId: second.id }]);
      },
    );

    test('is called for the groups alone that name it', async (world) => {
      const { bits } = world.connection;
      const classes = [world.groupId(), world.groupId()] as const;
      const notifications = [new Notifications(), new Notifications()] as const;
      await using _first = await bits.serveGroupCallback(classes[0], notifications[0]);
      await using _second = await bits.serveGroupCallback(classes[1], notifications[1]);
      const { group: first } = await ended(world, classes[0], notify.groupDone);
      const { group: second } = await ended(world, classes[1], notify.groupDone);
      expect(await notifications[0].until(first)).toMatchObject([{ groupId: first.id }]);
      expect(await notifications[1].until(second)).toMatchObject([{ groupId: second.id }]);
    });

    test('is called for an end before it was served', async (world) => {
      const clsid = world.groupId();
      const { group: complete } = await ended(world, clsid, notify.groupDone);
      const notifications = new Notifications();
      await using _ = await world.connection.bits.serveGroupCallback(clsid, notifications);
      expect(await notifications.until(complete)).toMatchObject([{ groupId: complete.id, complete: true }]);
    });

    test('is called in the process that serves it after another has closed it', async (world) => {
      const clsid = world.groupId();
      const [closed, notifications] = [new Notifications(), new Notifications()];
      const served = await world.connection.bits.serveGroupCallback(clsid, closed);
      await served.close();
      await served.close();
      await using _ = await (await world.connect()).bits.serveGroupCallback(clsid, notifications);
      const { group: complete } = await ended(world, clsid, notify.groupDone);
      expect(await notifications.until(complete)).toHaveLength(1);
    });

    test('is no longer served when its connection is closed', async (world) => {
      const clsid = world.groupId();
      const other = await world.connect();
      const served = await other.bits.serveGroupCallback(clsid, new Notifications());
      await other.close();
      await served.close();
      const { group: complete } = await ended(world, clsid, notify.groupDone);
      const notifications = new Notifications();
      await using _ = await world.connection.bits.serveGroupCallback(clsid, notifications);
      expect(await notifications.until(complete)).toHaveLength(1);
    });

    test('is not served when the signal is already aborted', async (world) => {
      const reason = new Error('stop');
      const options = { ...new Notifications(), signal: AbortSignal.abort(reason) };
      expect(await caught(world.connection.bits.serveGroupCallback(world.groupId(), options))).toBe(reason);
    });

    each(
      [
        ['a class that is not a GUID', 'class', { onStatus() {} }, RangeError],
        ['a class that is not a string', 1, { onStatus() {} }, TypeError],
        ['no options', '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1F0}', undefined, TypeError],
        ['no listener', '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1F0}', {}, TypeError],
        ['a listener that is not a function', '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1F0}', { onStatus: 1 }, TypeError],
        [
          'an onError that is not a function',
          '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1F0}',
          { onStatus() {}, onError: 1 },
          TypeError,
        ],
      ] as const,
      'is refused before COM is called: %s',
      async ({ connection: { bits } }, _, clsid, options, kind) => {
        expect(await caught(Reflect.apply(bits.serveGroupCallback, bits, [clsid, options]))).toBeInstanceOf(kind);
      },
    );

    test('reports to onError what its listener throws', async (world) => {
      const clsid = world.groupId();
      const notifications = new Notifications();
      const errors: unknown[] = [];
      await using _ = await world.connection.bits.serveGroupCallback(clsid, {
        onStatus: (notification) => {
          notifications.onStatus(notification);
          throw new Error('of the application');
        },
        onError: (error) => errors.push(error),
      });
      const { group: complete } = await ended(world, clsid, notify.groupDone);
      await notifications.until(complete);
      expect(errors).toMatchObject([{ message: 'of the application' }]);
    });
  });
}
