import { expect } from 'vitest';
import type { BitsGroup, BitsGroupProperty } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { Contract } from '../kit/describe.js';
import { preparedGroup } from './helpers.js';
import { resultOf } from './results.js';

const unsupported: readonly [name: BitsGroupProperty, value: string | number][] = [
  ['remoteUserId', 'user'],
  ['remoteUserPassword', 'password'],
  ['localUserId', 'user'],
  ['localUserPassword', 'password'],
  ['progressSize', 1],
  ['progressPercent', 1],
  ['progressTime', 1],
];

const setAny = (group: BitsGroup, name: unknown, value: unknown) =>
  Reflect.apply(group.setProperty, group, [name, value]);

/** `GetProp` and `SetProp` of a group, by the table of `GROUPPROP`. */
export function groupPropertiesContract({ group, test, each, groups }: Contract): void {
  group('the properties of a group', () => {
    test('have default values in a new group', async (world) => {
      const created = await world.connection.bits.createGroup({ id: world.groupId() });
      expect([
        await created.getProperty('priority'),
        await created.getProperty('protocolFlags'),
        await created.getProperty('notifyFlags'),
        await created.getProperty('notifyClsid'),
        await created.getProperty('description'),
      ]).toEqual([1, 1, 0, '', '']);
    });

    each([['displayName'], ['description']] as const, 'can be set: %s', async (world, name) => {
      const { bits } = world.connection;
      const created = await bits.createGroup({ id: world.groupId() });
      await created.setProperty(name, 'text \u{1f600}\nand more');
      const found = await (await world.connect()).bits.getGroup(created.id);
      expect(await found.getProperty(name)).toBe('text \u{1f600}\nand more');
    });

    each(
      [
        ['priority', 2],
        ['protocolFlags', 2],
        ['displayName', 'x'.repeat(257)],
        ['description', 'x'.repeat(1025)],
      ] as const,
      'are rejected with E_INVALIDARG for a value that the property does not accept: %s',
      async (world, name, value) => {
        const created = await world.connection.bits.createGroup({ id: world.groupId() });
        const before = await created.getProperty(name);
        expect(await resultOf(setAny(created, name, value))).toBe('E_INVALIDARG');
        expect(await created.getProperty(name)).toBe(before);
      },
    );

    test('accept the only documented priority and protocol', async (world) => {
      const created = await world.connection.bits.createGroup({ id: world.groupId() });
      await created.setProperty('priority', 1);
      await created.setProperty('protocolFlags', 1);
      expect(await created.getProperty('priority')).toBe(1);
    });

    each(
      unsupported,
      'reject with E_NOTIMPL where they are documented as not supported: %s',
      async (world, name, value) => {
        const created = await world.connection.bits.createGroup({ id: world.groupId() });
        expect(await caught(created.getProperty(name))).toMatchObject({
          code: 'E_NOTIMPL',
          operation: 'IBackgroundCopyGroup.GetProp',
        });
        expect(await caught(setAny(created, name, value))).toMatchObject({
          code: 'E_NOTIMPL',
          operation: 'IBackgroundCopyGroup.SetProp',
        });
      },
    );

    const clsid = '{0F1E2D3C-4B5A-4978-8796-A5B4C3D2E1F0}';
    if (groups === 'queueManager') {
      test('keep the notification class and flags', async (world) => {
        const created = await world.connection.bits.createGroup({ id: world.groupId() });
        await created.setProperty('notifyFlags', 0x4);
        await created.setProperty('notifyClsid', clsid);
        expect([await created.getProperty('notifyFlags'), await created.getProperty('notifyClsid')]).toEqual([
          4,
          clsid,
        ]);
      });

      each(
        [
          ['not supported', 0x2, 'E_NOTIMPL'],
          ['unknown', 0x1000, 'E_INVALIDARG'],
        ] as const,
        'reject notification flags that are %s',
        async (world, _, flags, code) => {
          const created = await world.connection.bits.createGroup({ id: world.groupId() });
          expect(await resultOf(created.setProperty('notifyFlags', flags))).toBe(code);
        },
      );
    } else {
      test('reject the notification class with E_NOTIMPL when a modern job backs the group', async (world) => {
        const created = await world.connection.bits.createGroup({ id: world.groupId() });
        expect(await resultOf(created.setProperty('notifyFlags', 0x4))).toBe('E_NOTIMPL');
        expect(await resultOf(created.setProperty('notifyClsid', clsid))).toBe('E_NOTIMPL');
      });
    }

    each(
      [
        ['a name that does not exist', 'size', 1, RangeError],
        ['a name that is not a string', 11, 'x', TypeError],
        ['text for a number', 'priority', '1', TypeError],
        ['a number for text', 'displayName', 1, TypeError],
        ['a number that is not a DWORD', 'notifyFlags', -1, RangeError],
        ['text with a NUL', 'displayName', 'a\0b', RangeError],
      ] as const,
      'are checked before COM is called: %s',
      async (world, _, name, value, kind) => {
        const created = await world.connection.bits.createGroup({ id: world.groupId() });
        expect(await caught(setAny(created, name, value))).toBeInstanceOf(kind);
      },
    );
  });

  group('the jobs of a group', () => {
    test('are an empty list before one is created', async (world) => {
      const created = await world.connection.bits.createGroup({ id: world.groupId() });
      expect(await created.jobs()).toEqual([]);
    });

    test('are available through a group that is found again, with their files', async (world) => {
      const { group: created, job, file, path } = await preparedGroup(world);
      const found = await (await world.connect()).bits.getGroup(created.id);
      const jobs = await found.jobs();
      expect(jobs.map(({ id }) => id)).toEqual([job.id]);
      expect(await jobs[0]?.getFileCount()).toBe(1);
      const again = await found.getJob(job.id.toLowerCase());
      expect(again.id).toBe(job.id);
      expect(await again.getFile(0)).toEqual({ url: file.url, path });
    });

    test('reject the id of another job with QM_E_ITEM_NOT_FOUND', async (world) => {
      const { group: created } = await preparedGroup(world);
      expect(await caught(created.getJob(world.groupId()))).toMatchObject({
        code: 'QM_E_ITEM_NOT_FOUND',
        operation: 'IBackgroundCopyGroup.GetJob',
      });
    });

    test('reject an id that is not a GUID', async (world) => {
      const { group: created } = await preparedGroup(world);
      expect(await caught(created.getJob('1'))).toBeInstanceOf(RangeError);
    });

    test('reject with QM_E_INVALID_STATE once the group is cancelled', async (world) => {
      const { group: created, job } = await preparedGroup(world);
      await created.cancel();
      expect(await resultOf(created.jobs())).toBe('QM_E_INVALID_STATE');
      expect(await resultOf(created.getJob(job.id))).toBe('QM_E_INVALID_STATE');
    });
  });

  group('switchToForeground()', () => {
    test('moves a group to the foreground', async (world) => {
      const { group: created } = await preparedGroup(world);
      await created.switchToForeground();
      expect(await created.getStatus()).toMatchObject({ foreground: true, suspended: true });
    });

    test('rejects with QM_E_INVALID_STATE for a cancelled group', async (world) => {
      const { group: created } = await preparedGroup(world);
      await created.cancel();
      expect(await resultOf(created.switchToForeground())).toBe('QM_E_INVALID_STATE');
    });
  });
}
