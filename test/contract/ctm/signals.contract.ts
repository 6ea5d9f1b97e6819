import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'vitest';
import type { ContentTransferNotifier, SignalOptions } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { expectSignalOfEveryMethod } from '../kit/signal-methods.js';
import { all, failure, half, job, openNotifier } from './helpers.js';
import type { CtmWorld } from './world.js';

const reason = new Error('the user has left');
const failed = 0x8000_4005;

type Call = (notifier: ContentTransferNotifier, options: SignalOptions) => Promise<void>;

const calls: readonly [string, Call][] = [
  ['notifyProgress()', (notifier, options) => notifier.notifyProgress({ ...job, ...half }, options)],
  ['notifySuccess()', (notifier, options) => notifier.notifySuccess({ ...job, ...all }, options)],
  ['notifyError()', (notifier, options) => notifier.notifyError({ ...job, ...failure }, options)],
];

/** Calls that may wait, and what becomes of them when their signal is aborted. */
export function signalsContract({ group, test, each }: FamilyContract<CtmWorld>): void {
  group('a signal that is aborted already', () => {
    test('makes openNotifier() reject with its reason, and no library is loaded', async ({
      connection,
      missingLibrary,
    }) => {
      const opening = connection.ctm.openNotifier({ library: missingLibrary, signal: AbortSignal.abort(reason) });
      expect(await caught(opening)).toBe(reason);
    });

    each(calls, 'makes %s reject with its reason, and nothing is sent', async (world, _name, call) => {
      const notifier = await openNotifier(world);
      expect(await caught(call(notifier, { signal: AbortSignal.abort(reason) }))).toBe(reason);
      expect(world.recorded()).toEqual([]);
    });

    test('makes every method reject with its reason, and nothing is sent', async (world) => {
      await expectSignalOfEveryMethod(world.connection.ctm, {
        openNotifier: (options) => [{ library: world.library, ...options }],
      });
      const notifier = await openNotifier(world);
      await expectSignalOfEveryMethod(notifier, {
        notifyProgress: [{ ...job, ...half }],
        notifySuccess: [{ ...job, ...all }],
        notifyError: [{ ...job, ...failure }],
      });
      const reporting = notifier.job({ ...job, wantsProgress: true });
      await expectSignalOfEveryMethod(reporting, {
        status: ['DownloadingData', half],
        progress: [all],
        fail: [failure],
        follow: [{ watch: () => expect.unreachable('the transfer must not be read') }],
      });
      expect(reporting.snapshot()).toMatchObject({ status: null, bytesTransferred: 0n });
      expect(world.recorded()).toEqual([]);
    });

    test('makes the final report of a job reject with its reason, and the job goes on', async (world) => {
      const reporting = (await openNotifier(world)).job({ ...job, wantsProgress: false });
      await reporting.progress(all);
      expect(await caught(reporting.succeed({ signal: AbortSignal.abort(reason) }))).toBe(reason);
      expect(await caught(reporting.fail(failure, { signal: AbortSignal.abort(reason) }))).toBe(reason);
      expect(reporting.ended).toBe(false);
      expect(world.recorded()).toEqual([]);
      await reporting.succeed();
      expect(world.recorded()).toHaveLength(1);
    });
  });

  group('an abort while a call is under way', () => {
    test('makes openNotifier() reject at once, and the connection opens others', async (world) => {
      const controller = new AbortController();
      const opening = world.connection.ctm.openNotifier({ library: world.library, signal: controller.signal });
      controller.abort(reason);
      expect(await caught(opening)).toBe(reason);
      await (await openNotifier(world)).notifyProgress({ ...job, ...half });
      expect(world.recorded()).toHaveLength(1);
    });

    each(calls, 'makes %s reject at once, and the notification is sent nevertheless', async (world, _name, call) => {
      const notifier = await openNotifier(world);
      const controller = new AbortController();
      const notifying = call(notifier, { signal: controller.signal });
      controller.abort(reason);
      expect(await caught(notifying)).toBe(reason);
      await notifier.close();
      expect(world.recorded()).toHaveLength(1);
    });

    test('makes succeed() reject at once, and the report is sent with its retries', async (world) => {
      const notifier = await openNotifier(world);
      const reporting = notifier.job({ ...job, wantsProgress: false, retries: 1, retryDelay: 0 });
      await reporting.progress(all);
      world.scriptResult(failed);
      const controller = new AbortController();
      const succeeding = reporting.succeed({ signal: controller.signal });
      controller.abort(reason);
      expect(await caught(succeeding)).toBe(reason);
      while (!reporting.finalReportFailed) await nextTurn();
      expect(world.recorded()).toHaveLength(2);
    });
  });
}
