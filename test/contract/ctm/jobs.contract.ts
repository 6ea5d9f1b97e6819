import { expect } from 'vitest';
import type { ContentTransferNotification } from '../../../lib/emulation.js';
import type { ContentTransferJob, ContentTransferJobOptions } from '../../../lib/index.js';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { failure, job, openNotifier } from './helpers.js';
import type { CtmWorld } from './world.js';

async function openJob(world: CtmWorld, options: Partial<ContentTransferJobOptions> = {}) {
  const notifier = await openNotifier(world);
  return notifier.job({ ...job, wantsProgress: true, chunkSize: 100, ...options });
}

const total = { bytesTotal: 1000n, filesTotal: 2 } as const;

/** Feeds a job byte by byte. */
async function feed(reports: ContentTransferJob, from: number, to: number): Promise<void> {
  for (let bytes = from; bytes <= to; bytes += 1) {
    await reports.progress({ ...total, bytesTransferred: BigInt(bytes), filesTransferred: 0 });
  }
}

function bytesOf(calls: readonly ContentTransferNotification[]): (string | null)[] {
  return calls.map((call) => ('bytesTransferred' in call ? call.bytesTransferred : null));
}

/** The reports of a provider are sent as the manager requested them, by both backends. */
export function jobsContract({ group, test, each }: FamilyContract<CtmWorld>): void {
  group('a followed job', () => {
    test('is reported per chunk of bytes, not per interval', async (world) => {
      const reports = await openJob(world);
      await feed(reports, 1, 350);
      const counts = bytesOf(world.recorded()).map(Number);
      expect(counts.length).toBeLessThanOrEqual(4);
      expect(counts.slice(1).map((count, index) => count - (counts[index] ?? 0))).toEqual(
        counts.slice(1).map(() => 100),
      );
      expect(counts.at(-1)).toBeGreaterThan(250);
    });

    test('is reported at once when its status changes', async (world) => {
      const reports = await openJob(world);
      await reports.status('ProcessingManifest');
      await reports.status('DownloadingData');
      expect(world.recorded()).toMatchObject([
        { function: 'SendNotifyProgressToCTM', progressType: 'ProcessingManifest', ...job },
        { function: 'SendNotifyProgressToCTM', progressType: 'DownloadingData', ...job },
      ]);
    });

    test('ends with one success with all bytes and files', async (world) => {
      const reports = await openJob(world);
      await reports.progress({ ...total, bytesTransferred: 1000n, filesTransferred: 2 });
      await reports.succeed();
      expect(world.recorded().at(-1)).toEqual({
        function: 'SendNotifySuccessToCTM',
        ...job,
        bytesTotal: '1000',
        bytesTransferred: '1000',
        filesTotal: 2,
        filesTransferred: 2,
      });
      expect(reports.ended).toBe(true);
    });

    test('ends with one error', async (world) => {
      const reports = await openJob(world);
      await reports.fail(failure);
      expect(world.recorded()).toEqual([{ function: 'SendNotifyErrorToCTM', ...job, ...failure }]);
      expect(reports.ended).toBe(true);
    });

    each(
      [
        ['progress', (reports: ContentTransferJob) => feed(reports, 1, 1)],
        ['a status', (reports: ContentTransferJob) => reports.status('DownloadingData')],
        ['success', (reports: ContentTransferJob) => reports.succeed()],
        ['an error', (reports: ContentTransferJob) => reports.fail(failure)],
      ] as const,
      'is not reported any more after its end: %s',
      async (world, _, report) => {
        const reports = await openJob(world);
        await reports.fail(failure);
        expect(await caught(report(reports))).toMatchObject({ code: 'ERR_CTM_JOB_ENDED' });
        expect(world.recorded()).toHaveLength(1);
      },
    );

    test('is reported at its end only when progress reports are disabled', async (world) => {
      const reports = await openJob(world, { wantsProgress: false });
      await reports.status('DownloadingData');
      await reports.progress({ ...total, bytesTransferred: 1000n, filesTransferred: 2 });
      await reports.succeed();
      expect(world.recorded().map((call) => call.function)).toEqual(['SendNotifySuccessToCTM']);
    });

    test('is reported with 0 for an unknown total', async (world) => {
      const reports = await openJob(world, { chunkSize: 0 });
      await reports.progress({ bytesTotal: null, bytesTransferred: 5n, filesTotal: 0, filesTransferred: 0 });
      expect(world.recorded()).toMatchObject([{ bytesTotal: '0', bytesTransferred: '5' }]);
    });

    test('rejects with the cause when its end cannot be reported', async (world) => {
      const reports = await openJob(world, { retries: 0 });
      world.scriptResult(0x80004005);
      expect(await caught(reports.fail(failure))).toMatchObject({
        code: 'E_FAIL',
        operation: 'SendNotifyErrorToCTM',
      });
    });
  });
}
