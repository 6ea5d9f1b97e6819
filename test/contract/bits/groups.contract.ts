import { join } from 'node:path';
import { expect } from 'vitest';
import type { BitsGroupJob } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { Contract } from '../kit/describe.js';
import { transferredGroup } from './group-state-table.js';
import { half, preparedGroup, refusedNames, untilState } from './helpers.js';
import { flagsOf, resultOf } from './results.js';

const unknownId = '{6B29FC40-CA47-1067-B31D-00DD010662DA}';

/** BITS accepts a full path as the remote name of a job's file; the queue manager is documented for HTTP alone. */
const namesRefusedByGroups: readonly [what: string, url: string, path: string][] = [
  ...refusedNames,
  ['a protocol that is not HTTP', 'ftp://127.0.0.1/file', 'file.bin'],
  ['a full path as its URL', 'C:\\folder\\file.bin', 'file.bin'],
  ['a network path as its URL', '\\\\server\\share\\file.bin', 'file.bin'],
  ['a URL without a host', 'http:///file', 'file.bin'],
  ['a space in the URL', 'http://127.0.0.1/a file', 'file.bin'],
  ['an asterisk in the URL', 'http://127.0.0.1/*', 'file.bin'],
];

/** Groups of the legacy queue manager: https://learn.microsoft.com/windows/win32/api/qmgr/nn-qmgr-ibackgroundcopygroup. */
export function groupsContract({ group, test, each, groups }: Contract): void {
  group('a new group', () => {
    test(`is created by ${groups === 'job' ? 'a modern job' : 'the queue manager'}`, async (world) => {
      const created = await world.connection.bits.createGroup({ id: world.groupId() });
      expect(created.implementation).toBe(groups);
    });

    test('has the id from its options', async (world) => {
      const id = world.groupId();
      const created = await world.connection.bits.createGroup({ id: id.toLowerCase().slice(1, -1) });
      expect([created.id, await created.getGroupId()]).toEqual([id, id]);
    });

    test('has a generated id by default', async (world) => {
      const created = await world.connection.bits.createGroup();
      const id = created.id;
      await created.cancel();
      expect(id).toMatch(/^\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}$/);
    });

    test('has the name from its options', async (world) => {
      const created = await world.connection.bits.createGroup({ id: world.groupId(), name: 'weekly update' });
      expect((await world.connection.bits.getGroup(created.id)).id).toBe(created.id);
    });

    test('is suspended and incomplete', async (world) => {
      const created = await world.connection.bits.createGroup({ id: world.groupId() });
      expect(await created.getStatus()).toEqual({
        complete: false,
        incomplete: true,
        suspended: true,
        error: false,
        foreground: false,
        flags: 0x180,
      });
    });

    test('has no size and no progress', async (world) => {
      const created = await world.connection.bits.createGroup({ id: world.groupId() });
      const recorded = [
        await created.getSize(),
        await created.getProgress('percentDone'),
        await created.getProgress('sizeDone'),
      ];
      expect(recorded).toEqual([0, 0, 0]);
    });

    test('rejects with E_INVALIDARG when a group with that id exists', async (world) => {
      const { id } = await world.connection.bits.createGroup({ id: world.groupId() });
      expect(await caught(world.connection.bits.createGroup({ id }))).toMatchObject({
        code: 'E_INVALIDARG',
        hresult: 0x80070057,
        operation: 'IBackgroundCopyQMgr.CreateGroup',
      });
    });

    each(
      [
        ['an id that is not a GUID', [{ id: 'group' }], RangeError],
        ['an id that is not a string', [{ id: 5 }], TypeError],
        ['a name of 257 characters', [{ name: 'x'.repeat(257) }], RangeError],
        ['a name that is not a string', [{ name: {} }], TypeError],
        ['options that are not an object', ['group'], TypeError],
      ] as const,
      'rejects %s',
      async (world, _, values, kind) => {
        const { bits } = world.connection;
        expect(await caught(Reflect.apply(bits.createGroup, bits, values))).toBeInstanceOf(kind);
      },
    );
  });

  group('a group', () => {
    test('is found by its id', async (world) => {
      const { id } = await world.connection.bits.createGroup({ id: world.groupId() });
      const found = await world.connection.bits.getGroup(id);
      expect([found.id, found.implementation]).toEqual([id, groups]);
    });

    test('is found from another connection', async (world) => {
      const { id } = await world.connection.bits.createGroup({ id: world.groupId() });
      const other = await world.connect();
      expect((await other.bits.getGroup(id)).id).toBe(id);
    });

    test('rejects with QM_E_ITEM_NOT_FOUND when it does not exist', async (world) => {
      expect(await caught(world.connection.bits.getGroup(unknownId))).toMatchObject({
        code: 'QM_E_ITEM_NOT_FOUND',
        hresult: 0x81001004,
        operation: 'IBackgroundCopyQMgr.GetGroup',
      });
    });

    test('is in the list of groups', async (world) => {
      const ids = [world.groupId(), world.groupId()];
      for (const id of ids) await world.connection.bits.createGroup({ id });
      const listed = (await world.connection.bits.groups()).map(({ id }) => id);
      expect(listed).toEqual(expect.arrayContaining(ids));
    });

    test('is neither found nor listed after it was cancelled', async (world) => {
      const { bits } = world.connection;
      const created = await bits.createGroup({ id: world.groupId() });
      const { id } = created;
      await created.cancel();
      expect(await caught(bits.getGroup(id))).toMatchObject({ code: 'QM_E_ITEM_NOT_FOUND' });
      expect((await bits.groups()).map((listed) => listed.id)).not.toContain(id);
    });

    test('is available as a modern job', async (world) => {
      const { group: created, file, path } = await preparedGroup(world);
      const job = await created.queryJob();
      expect(await job.files()).toMatchObject([{ url: file.url, path }]);
      expect((await world.connection.bits.getJob(job.id)).id).toBe(job.id);
    });
  });

  group('the job of a group', () => {
    test('has the id from its options', async (world) => {
      const created = await world.connection.bits.createGroup({ id: world.groupId() });
      const id = '{0F0E0D0C-0B0A-0908-0706-050403020100}';
      expect((await created.createJob(id)).id).toBe(id);
    });

    test('is the only one: a second is rejected with E_NOTIMPL', async (world) => {
      const { group: created } = await preparedGroup(world);
      expect(await caught(created.createJob())).toMatchObject({
        code: 'E_NOTIMPL',
        hresult: 0x80004001,
        operation: 'IBackgroundCopyGroup.CreateJob',
      });
    });

    test('cannot be created while the group runs: QM_E_INVALID_STATE', async (world) => {
      const { group: created } = await preparedGroup(world, half);
      await created.resume();
      expect(await caught(created.createJob())).toMatchObject({
        code: 'QM_E_INVALID_STATE',
        operation: 'IBackgroundCopyGroup.CreateJob',
      });
    });

    test('counts its files', async (world) => {
      const { job, file } = await preparedGroup(world);
      await job.addFiles([{ url: file.url, path: world.localPath('second.bin') }]);
      expect(await job.getFileCount()).toBe(2);
    });

    test('enumerates its files in the order in which they were added', async (world) => {
      const { job, file, path } = await preparedGroup(world);
      const second = world.localPath('second.bin');
      await job.addFile(file.url, second);
      expect([await job.getFile(0), await job.getFile(1)]).toEqual([
        { url: file.url, path },
        { url: file.url, path: second },
      ]);
    });

    test('rejects a file index past the last file with QM_E_ITEM_NOT_FOUND', async (world) => {
      const { job } = await preparedGroup(world);
      expect(await caught(job.getFile(1))).toMatchObject({
        code: 'QM_E_ITEM_NOT_FOUND',
        hresult: 0x81001004,
        operation: 'IBackgroundCopyJob1.GetFile',
      });
    });

    test('is incomplete before it has run', async (world) => {
      const { job } = await preparedGroup(world);
      expect(await job.getStatus()).toMatchObject({ complete: false, incomplete: true, error: false, flags: 0x8 });
    });

    test('has the error of its transfer', async (world) => {
      const { group: created, job } = await preparedGroup(world, { status: 404 });
      await created.resume();
      await untilState(created, 'error');
      expect(await job.getStatus()).toMatchObject({ complete: false, incomplete: true, error: true, flags: 0x18 });
    });

    test('is complete when all files are transferred', async (world) => {
      const { group: created, job } = await preparedGroup(world);
      await created.resume();
      await untilState(created, 'transferred');
      expect(await job.getStatus()).toMatchObject({ complete: true, incomplete: false, error: false, flags: 0x4 });
    });

    test('accepts a file whose local folder does not exist', async (world) => {
      const { job, file } = await preparedGroup(world);
      await job.addFile(file.url, join(world.localPath('missing'), 'file.bin'));
      expect(await job.getFileCount()).toBe(2);
    });

    each(namesRefusedByGroups, 'rejects a file with %s with E_INVALIDARG', async (world, _, url, name) => {
      const created = await world.connection.bits.createGroup({ id: world.groupId() });
      const job = await created.createJob();
      const path = name === '' || name.includes('/') ? name : world.localPath(name);
      expect(await caught(job.addFile(url, path))).toMatchObject({
        code: 'E_INVALIDARG',
        hresult: 0x80070057,
        operation: 'IBackgroundCopyJob1.AddFiles',
      });
      expect(await job.getFileCount()).toBe(0);
    });
  });

  group('what is documented as not implemented', () => {
    each(
      [
        ['cancel', 'CancelJob', (job: BitsGroupJob) => job.cancel()],
        ['switchToForeground', 'SwitchToForeground', (job: BitsGroupJob) => job.switchToForeground()],
      ] as const,
      '%s() of a job of a group rejects with E_NOTIMPL',
      async (world, _, method, call) => {
        const { job } = await preparedGroup(world);
        expect(await caught(call(job))).toMatchObject({
          code: 'E_NOTIMPL',
          hresult: 0x80004001,
          operation: `IBackgroundCopyJob1.${method}`,
        });
      },
    );

    test('setNotificationPointer() without a pointer resolves', async (world) => {
      const { group: prepared } = await preparedGroup(world);
      expect(await prepared.setNotificationPointer()).toBeUndefined();
    });
  });

  group('the job of a group', () => {
    test('returns the id that it was given from get_JobID', async (world) => {
      const id = world.groupId();
      const created = await world.connection.bits.createGroup({ id: world.groupId() });
      const job = await created.createJob(id);
      expect([job.id, await job.getJobId()]).toEqual([id, id]);
    });

    test('downloads no ranges', async (world) => {
      const { job, file } = await preparedGroup(world);
      const ranged = { url: file.url, path: world.localPath('ranged.bin'), ranges: [{ offset: 0n, length: 1n }] };
      expect(await caught(job.addFiles([ranged]))).toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
      expect(await job.getFileCount()).toBe(1);
    });
  });

  group('a second object of a group', () => {
    test('rejects with QM_E_INVALID_STATE when the first has cancelled the group', async (world) => {
      const { group: first } = await transferredGroup(world);
      const second = await (await world.connect()).bits.getGroup(first.id);
      await first.cancel();
      expect(await flagsOf(second)).toBe('QM_E_INVALID_STATE');
    });

    test('creates no second job when the first has created one', async (world) => {
      const { bits } = world.connection;
      const first = await bits.createGroup({ id: world.groupId() });
      const second = await bits.getGroup(first.id);
      await first.createJob();
      expect(await resultOf(second.createJob())).toBe('E_NOTIMPL');
    });
  });

  group('a group without a job', () => {
    test('accepts no job once its modern job is completed', async (world) => {
      const { url } = await world.serve();
      const created = await world.connection.bits.createGroup({ id: world.groupId() });
      const modern = await created.queryJob();
      await modern.addFile(url, world.localPath('modern.bin'));
      await created.resume();
      await untilState(created, 'transferred');
      await modern.complete();
      expect(await resultOf(created.createJob())).toBe('QM_E_INVALID_STATE');
    });

    test('is in the foreground when its modern job is', async (world) => {
      const created = await world.connection.bits.createGroup({ id: world.groupId() });
      const modern = await created.queryJob();
      await modern.setPriority('foreground');
      expect(await modern.getPriority()).toBe('foreground');
      expect(await created.getStatus()).toMatchObject({ foreground: true, flags: 0x580 });
    });
  });

  group('the retries of a job', () => {
    test('are 0 after the first error', async (world) => {
      const { group: created, job } = await preparedGroup(world, { status: 404 });
      await created.resume();
      await untilState(created, 'error');
      expect(await job.getStatus()).toMatchObject({ error: true, transportResult: 404, retries: 0 });
    });

    test('count the attempts after the first error', async (world) => {
      const { group: created, job } = await preparedGroup(world, { status: 404 });
      for (let tries = 0; tries < 3; tries += 1) {
        await created.resume();
        await untilState(created, 'error');
      }
      expect(await job.getStatus()).toMatchObject({ error: true, transportResult: 404, retries: 2 });
    });
  });
}
