import { expect } from 'vitest';
import { RecordedMessages, sessionChannels, sinkChannels } from '../../support/recorded-messages.js';
import type { FamilyContract } from '../kit/describe.js';
import type { WinSyncWorld } from './world.js';

/** The diagnostics channels of sessions. */
export function diagnosticsContract({ group, test }: FamilyContract<WinSyncWorld>): void {
  group('the diagnostics channels', () => {
    test('report each run of a session', async ({ connection }) => {
      const recorded = new RecordedMessages(...sessionChannels);
      try {
        const session = await connection.winsync.createSession();
        await session.begin();
        const reports = session.progress();
        await session.onProgress({ provider: 'source', stage: 'changeDetection', completedWork: 3, totalWork: 10 });
        await reports.next();
        await session.end();
        await session.begin();
        await session.cancel();
        await session.close();
        expect(recorded.of('progress')).toMatchObject([
          { family: 'winsync', role: 'application', part: 'source changeDetection', completed: 3n, total: 10n },
        ]);
        expect(recorded.of('ended').map(({ outcome }) => outcome)).toEqual(['ended', 'canceled']);
      } finally {
        recorded[Symbol.dispose]();
      }
    });

    test('report the callback of a session until it is closed', async ({ connection }) => {
      const recorded = new RecordedMessages(...sinkChannels);
      try {
        const session = await connection.winsync.createSession({ onProgress() {} });
        await session.close();
        expect(recorded.events).toEqual(['registered', 'revoked']);
      } finally {
        recorded[Symbol.dispose]();
      }
    });
  });
}
