import { expect } from 'vitest';
import { HResultError } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { all, failure, half, job } from './helpers.js';
import type { CtmWorld } from './world.js';

/** Opening libraries, and the errors of invalid ones. */
export function librariesContract({ group, test, each }: FamilyContract<CtmWorld>): void {
  group('a library', () => {
    test('is named by its notifier with the given path', async ({ connection, library }) => {
      const notifier = await connection.ctm.openNotifier({ library });
      expect(notifier.library).toBe(library);
    });

    test('can be opened several times', async (world) => {
      const { connection, library } = world;
      const notifiers = [
        await connection.ctm.openNotifier({ library }),
        await connection.ctm.openNotifier({ library }),
      ];
      for (const notifier of notifiers) await notifier.notifyProgress({ ...job, ...half });
      expect(world.recorded()).toHaveLength(2);
    });

    test('that does not exist is rejected with ERROR_MOD_NOT_FOUND of LoadLibraryExW', async ({
      connection,
      missingLibrary,
    }) => {
      const error = await caught(connection.ctm.openNotifier({ library: missingLibrary }));
      expect(error).toBeInstanceOf(HResultError);
      expect(error).toMatchObject({
        code: 'ERROR_MOD_NOT_FOUND',
        hresult: 0x8007007e,
        operation: 'LoadLibraryExW',
      });
    });

    test('that is not a library is rejected with ERROR_BAD_EXE_FORMAT and a message that explains it', async ({
      connection,
      noLibrary,
    }) => {
      expect(await caught(connection.ctm.openNotifier({ library: noLibrary }))).toMatchObject({
        code: 'ERROR_BAD_EXE_FORMAT',
        hresult: 0x800700c1,
        operation: 'LoadLibraryExW',
        context: expect.stringMatching(/no(t a)? library/),
      });
    });

    test('without one of the exports is rejected with ERROR_PROC_NOT_FOUND and a message that names it', async (world) => {
      const error = await caught(world.connection.ctm.openNotifier({ library: world.incompleteLibrary }));
      expect(error).toMatchObject({
        code: 'ERROR_PROC_NOT_FOUND',
        hresult: 0x8007007f,
        operation: 'GetProcAddress',
        context: expect.stringMatching(/SendNotifyProgressToCTM.*SendNotifySuccessToCTM.*lacks.*SendNotifyErrorToCTM/),
      });
    });
  });

  group('the names of the exports', () => {
    test('can be set: each function calls its own export', async (world) => {
      const notifier = await world.connection.ctm.openNotifier({
        library: world.renamedLibrary,
        exports: { progress: 'ReportProgress', success: 'ReportSuccess', error: 'ReportError' },
      });
      await notifier.notifyProgress({ ...job, ...half });
      await notifier.notifySuccess({ ...job, ...all });
      await notifier.notifyError({ ...job, ...failure });
      expect(world.recorded().map((call) => call.function)).toEqual([
        'SendNotifyProgressToCTM',
        'SendNotifySuccessToCTM',
        'SendNotifyErrorToCTM',
      ]);
    });

    test('are the documented ones by default', async ({ connection, renamedLibrary }) => {
      expect(await caught(connection.ctm.openNotifier({ library: renamedLibrary }))).toMatchObject({
        code: 'ERROR_PROC_NOT_FOUND',
        operation: 'GetProcAddress',
      });
    });

    test('are listed in the error when they do not exist', async ({ connection, library }) => {
      const opening = connection.ctm.openNotifier({ library, exports: { success: 'NotifyDone' } });
      expect(await caught(opening)).toMatchObject({
        code: 'ERROR_PROC_NOT_FOUND',
        operation: 'GetProcAddress',
        context: expect.stringMatching(/lacks.*NotifyDone/),
      });
    });

    test('are case-sensitive', async ({ connection, library }) => {
      const opening = connection.ctm.openNotifier({ library, exports: { error: 'sendnotifyerrortoctm' } });
      expect(await caught(opening)).toMatchObject({ code: 'ERROR_PROC_NOT_FOUND' });
    });
  });

  group('openNotifier()', () => {
    each(
      [
        ['missing options', [], TypeError],
        ['a missing library', [{}], TypeError],
        ['a library that is not a string', [{ library: 5 }], TypeError],
        ['an empty path', [{ library: '' }], RangeError],
        ['a file name alone', [{ library: 'notify.dll' }], RangeError],
        ['a relative path', [{ library: 'folder\\notify.dll' }], RangeError],
        ['a path that is relative to a drive', [{ library: 'C:notify.dll' }], RangeError],
        ['a UNC path', [{ library: '\\\\server\\share\\notify.dll' }], RangeError],
        ['a UNC path with slashes', [{ library: '//server/share/notify.dll' }], RangeError],
        ['a device path', [{ library: '\\\\?\\C:\\notify.dll' }], RangeError],
        ['another device path', [{ library: '\\\\.\\C:\\notify.dll' }], RangeError],
        ['a NUL in the path', [{ library: 'C:\\notify\0.dll' }], RangeError],
        ['exports that are not an object', [{ library: 'C:\\notify.dll', exports: 'all' }], TypeError],
        ['an export that is not a string', [{ library: 'C:\\notify.dll', exports: { error: 3 } }], TypeError],
        ['a NUL in an export', [{ library: 'C:\\notify.dll', exports: { error: 'a\0b' } }], RangeError],
        ['a flag that is not a boolean', [{ library: 'C:\\notify.dll', allowPartialSuccess: 'yes' }], TypeError],
      ] as const,
      'rejects %s',
      async ({ connection }, _, values, kind) => {
        const { ctm } = connection;
        expect(await caught(Reflect.apply(ctm.openNotifier, ctm, values))).toBeInstanceOf(kind);
      },
    );
  });
}
