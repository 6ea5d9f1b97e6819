import { expect } from 'vitest';
import { numberedItem, referenceHandler } from '../../native/syncmgr-ids.js';
import { RecordedMessages, sessionChannels, sinkChannels } from '../../support/recorded-messages.js';
import type { FamilyContract } from '../kit/describe.js';
import { all } from './helpers.js';
import type { SyncManagerWorld } from './world.js';

/** The diagnostics channels of synchronisations. */
export function diagnosticsContract({ group, test }: FamilyContract<SyncManagerWorld>): void {
  group('the diagnostics channels', () => {
    test('report a synchronisation from its start to its end', async ({ connection }) => {
      const recorded = new RecordedMessages(...sessionChannels);
      try {
        const handler = await connection.syncmgr.openHandler(referenceHandler);
        await all(handler.synchronize([numberedItem(1)]));
        await handler.close();
        const identity = { family: 'syncmgr', role: 'manager', owner: handler.clsid };
        expect(recorded.of('opened')).toMatchObject([identity]);
        expect(recorded.of('progress').at(0)).toMatchObject({ ...identity, part: numberedItem(1) });
        expect(recorded.of('ended')).toMatchObject([{ ...identity, outcome: 'succeeded', error: null }]);
      } finally {
        recorded[Symbol.dispose]();
      }
    });

    test('report the callback of a handler until it is closed', async ({ connection }) => {
      const recorded = new RecordedMessages(...sinkChannels);
      try {
        const handler = await connection.syncmgr.openHandler(referenceHandler);
        const sink = { interface: 'ISyncMgrSynchronizeCallback', owner: handler.clsid };
        expect(recorded.of('registered')).toEqual([sink]);
        await all(handler.synchronize([numberedItem(1)]));
        expect(recorded.of('delivered').length).toBeGreaterThan(0);
        await handler.close();
        expect(recorded.of('revoked')).toEqual([sink]);
      } finally {
        recorded[Symbol.dispose]();
      }
    });
  });
}
