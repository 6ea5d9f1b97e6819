import { expect } from 'vitest';
import { type ContentTransferNotifier, HResultError } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { failure, half, job, notifications, openNotifier } from './helpers.js';
import type { CtmWorld } from './world.js';

/** Results of the functions: S_OK is success, every other result is a failure. */
export function resultsContract({ group, test, each }: FamilyContract<CtmWorld>): void {
  group('a result', () => {
    each(
      notifications,
      'that is a failure rejects with an error with the name %s',
      async (world, operation, notify) => {
        const notifier = await openNotifier(world);
        world.scriptResult(0x80004005);
        const error = await caught(notify(notifier));
        expect(error).toBeInstanceOf(HResultError);
        expect(error).toMatchObject({ code: 'E_FAIL', hresult: 0x80004005, operation });
      },
    );

    each(notifications, 'S_FALSE of %s is a failure', async (world, operation, notify) => {
      const notifier = await openNotifier(world);
      world.scriptResult(1);
      expect(await caught(notify(notifier))).toMatchObject({ code: 'S_FALSE', hresult: 1, operation });
    });

    test('without a known name has its number as the code', async (world) => {
      const notifier = await openNotifier(world);
      world.scriptResult(0x87d00215);
      expect(await caught(notifier.notifyProgress({ ...job, ...half }))).toMatchObject({
        code: '0x87D00215',
        hresult: 0x87d00215,
      });
    });

    test('that is a failure keeps the call in the stack of the error', async (world) => {
      const notifier = await openNotifier(world);
      world.scriptResult(0x80004005);
      const error = await caught(notifyFromHere(notifier));
      expect(error).toMatchObject({ stack: expect.stringContaining('notifyFromHere') });
    });

    test('that is a failure does not affect the next call', async (world) => {
      const notifier = await openNotifier(world);
      world.scriptResult(0x80004005);
      await caught(notifier.notifyProgress({ ...job, ...half }));
      world.scriptResult(0);
      await notifier.notifyError({ ...job, ...failure });
      expect(world.recorded().map((call) => call.function)).toEqual([
        'SendNotifyProgressToCTM',
        'SendNotifyErrorToCTM',
      ]);
    });
  });

  async function notifyFromHere(notifier: ContentTransferNotifier): Promise<void> {
    await notifier.notifyProgress({ ...job, ...half });
  }
}
