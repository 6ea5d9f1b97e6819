import { expect } from 'vitest';
import type { ContentTransferNotifier } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { all, failure, half, job, openNotifier } from './helpers.js';
import type { CtmWorld } from './world.js';

type Verb = 'notifyProgress' | 'notifySuccess' | 'notifyError';
type ErrorClass = typeof TypeError | typeof RangeError;

/** Calls as a program without types may call. */
function call(notifier: ContentTransferNotifier, verb: Verb, value: unknown): Promise<unknown> {
  return Reflect.apply(notifier[verb], notifier, [value]);
}

const progress = { ...job, ...half };
const success = { ...job, ...all };
const error = { ...job, ...failure };

const wrong: readonly [string, Verb, unknown, ErrorClass][] = [
  ['progress without an object', 'notifyProgress', null, TypeError],
  [
    'a progress type that is not documented',
    'notifyProgress',
    { ...progress, progressType: 'Downloading' },
    RangeError,
  ],
  ['a progress type in other letters', 'notifyProgress', { ...progress, progressType: 'downloadingdata' }, RangeError],
  ['a progress type that is not a string', 'notifyProgress', { ...progress, progressType: 5 }, TypeError],
  ['progress of more bytes than the total', 'notifyProgress', { ...progress, bytesTransferred: 1001n }, RangeError],
  ['progress of more files than the total', 'notifyProgress', { ...progress, filesTransferred: 3 }, RangeError],
  ['success with fewer bytes than the total', 'notifySuccess', { ...success, bytesTransferred: 999n }, RangeError],
  ['success with fewer files than the total', 'notifySuccess', { ...success, filesTransferred: 1 }, RangeError],
  ['success with more bytes than the total', 'notifySuccess', { ...success, bytesTransferred: 1001n }, RangeError],
  ['a negative byte count', 'notifyProgress', { ...progress, bytesTransferred: -1n }, RangeError],
  ['a byte count above 2^64 - 1', 'notifyProgress', { ...progress, bytesTotal: 2n ** 64n }, RangeError],
  ['a byte count that is a number', 'notifyProgress', { ...progress, bytesTotal: 1000 }, TypeError],
  ['a byte count that is text', 'notifySuccess', { ...success, bytesTotal: '1000' }, TypeError],
  ['a file count above 2^32 - 1', 'notifyProgress', { ...progress, filesTotal: 2 ** 32 }, RangeError],
  ['a negative file count', 'notifyProgress', { ...progress, filesTransferred: -1 }, RangeError],
  ['a file count that is not whole', 'notifyProgress', { ...progress, filesTransferred: 0.5 }, RangeError],
  ['a file count that is a bigint', 'notifySuccess', { ...success, filesTotal: 2n }, TypeError],
  ['an id that is not a GUID', 'notifyProgress', { ...progress, id: '42' }, RangeError],
  ['an id that is not a string', 'notifyError', { ...error, id: 42 }, TypeError],
  ['a NUL in the endpoint', 'notifyProgress', { ...progress, endpoint: 'CTM\0Notify' }, RangeError],
  ['an endpoint that is null', 'notifySuccess', { ...success, endpoint: null }, TypeError],
  ['a NUL in the client data', 'notifySuccess', { ...success, clientData: '\0' }, RangeError],
  ['missing client data', 'notifyError', { ...error, clientData: undefined }, TypeError],
  ['a message that is null', 'notifyError', { ...error, message: null }, TypeError],
  ['a missing message', 'notifyError', { ...error, message: undefined }, TypeError],
  ['a NUL in the message', 'notifyError', { ...error, message: 'a\0b' }, RangeError],
  ['an error of more than 32 bits', 'notifyError', { ...error, hresult: 2 ** 32 }, RangeError],
  ['an error that is text', 'notifyError', { ...error, hresult: '0x80070070' }, TypeError],
];

/** Invalid notifications, which are refused before anything is sent. */
export function refusalsContract({ group, test, each }: FamilyContract<CtmWorld>): void {
  group('an invalid notification', () => {
    each(wrong, 'is rejected and not sent: %s', async (world, _, verb, value, kind) => {
      const notifier = await openNotifier(world);
      expect(await caught(call(notifier, verb, value))).toBeInstanceOf(kind);
      expect(world.recorded()).toEqual([]);
    });
  });

  group('a total that was reported', () => {
    each(
      [
        ['bytes', { bytesTotal: 0n }],
        ['files', { filesTotal: 0 }],
      ] as const,
      'cannot become unknown again: %s',
      async (world, _, unknown) => {
        const notifier = await openNotifier(world);
        await notifier.notifyProgress(progress);
        expect(await caught(notifier.notifyProgress({ ...progress, ...unknown }))).toBeInstanceOf(RangeError);
        expect(world.recorded()).toHaveLength(1);
      },
    );

    test('belongs to one job: another job may have none', async (world) => {
      const notifier = await openNotifier(world);
      await notifier.notifyProgress(progress);
      const other = '{99999999-8888-7777-6666-555555555555}';
      await notifier.notifyProgress({ ...progress, id: other, bytesTotal: 0n, filesTotal: 0 });
      expect(world.recorded()).toMatchObject([{ bytesTotal: '1000' }, { id: other, bytesTotal: '0', filesTotal: 0 }]);
    });

    test('applies to another spelling of the same job id', async (world) => {
      const notifier = await openNotifier(world);
      await notifier.notifyProgress(progress);
      const respelled = { ...progress, id: job.id.toLowerCase(), bytesTotal: 0n };
      expect(await caught(notifier.notifyProgress(respelled))).toBeInstanceOf(RangeError);
      expect(world.recorded()).toHaveLength(1);
    });

    each(
      [
        ['success', (notifier: ContentTransferNotifier) => notifier.notifySuccess(success)],
        ['error', (notifier: ContentTransferNotifier) => notifier.notifyError(error)],
      ] as const,
      'is discarded after the %s of the job',
      async (world, _, end) => {
        const notifier = await openNotifier(world);
        await notifier.notifyProgress(progress);
        await end(notifier);
        await notifier.notifyProgress({ ...progress, bytesTotal: 0n, filesTotal: 0 });
        expect(world.recorded()).toHaveLength(3);
      },
    );
  });

  group('success with less than the total', () => {
    const less = { ...success, bytesTransferred: 999n, filesTransferred: 1 };

    test('is sent when the notifier allows it', async (world) => {
      const { connection, library } = world;
      const notifier = await connection.ctm.openNotifier({ library, allowPartialSuccess: true });
      await notifier.notifySuccess(less);
      expect(world.recorded()).toMatchObject([
        { function: 'SendNotifySuccessToCTM', bytesTransferred: '999', filesTransferred: 1 },
      ]);
    });

    test('is rejected above the total even when the notifier allows less', async (world) => {
      const { connection, library } = world;
      const notifier = await connection.ctm.openNotifier({ library, allowPartialSuccess: true });
      const more = { ...less, bytesTransferred: 1001n };
      expect(await caught(notifier.notifySuccess(more))).toBeInstanceOf(RangeError);
      expect(world.recorded()).toEqual([]);
    });
  });
}
