import { expect } from 'vitest';
import { RecordedMessages, sessionChannels } from '../../support/recorded-messages.js';
import type { FamilyContract } from '../kit/describe.js';
import { failure, job, openNotifier } from './helpers.js';
import type { CtmWorld } from './world.js';

/** The diagnostics channels of content transfer jobs. */
export function diagnosticsContract({ group, test }: FamilyContract<CtmWorld>): void {
  group('the diagnostics channels', () => {
    test('report a job with its bytes, to the report of its success', async (world) => {
      const recorded = new RecordedMessages(...sessionChannels);
      try {
        const reports = (await openNotifier(world)).job({ ...job, wantsProgress: true });
        await reports.progress({ bytesTotal: 1000n, bytesTransferred: 1000n, filesTotal: 1, filesTransferred: 1 });
        await reports.succeed();
        const identity = { family: 'ctm', role: 'provider', owner: reports.id };
        expect(recorded.of('opened')).toMatchObject([identity]);
        expect(recorded.of('progress')).toMatchObject([{ ...identity, completed: 1000n, total: 1000n }]);
        expect(recorded.of('ended')).toMatchObject([{ ...identity, outcome: 'succeeded' }]);
      } finally {
        recorded[Symbol.dispose]();
      }
    });

    test('report the end of a job of a notifier that is closed already', async (world) => {
      const recorded = new RecordedMessages(...sessionChannels);
      try {
        const notifier = await openNotifier(world);
        await notifier.close();
        notifier.job({ ...job, wantsProgress: false });
        expect(recorded.of('ended').map(({ outcome }) => outcome)).toEqual(['closed']);
      } finally {
        recorded[Symbol.dispose]();
      }
    });

    test('report a job that fails, and one whose notifier is closed', async (world) => {
      const recorded = new RecordedMessages(...sessionChannels);
      try {
        const notifier = await openNotifier(world);
        await notifier.job({ ...job, wantsProgress: false }).fail(failure);
        notifier.job({ ...job, wantsProgress: false });
        await notifier.close();
        expect(recorded.of('ended').map(({ outcome }) => outcome)).toEqual(['failed', 'closed']);
      } finally {
        recorded[Symbol.dispose]();
      }
    });
  });
}
