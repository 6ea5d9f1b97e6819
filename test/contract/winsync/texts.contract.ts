import { expect } from 'vitest';
import { hresults } from '../../../lib/index.js';
import type { FamilyContract } from '../kit/describe.js';
import { unpaired } from '../kit/texts.js';
import { destination } from './recording-session.js';
import type { WinSyncWorld } from './world.js';

/** Texts of Windows Sync: UTF-16 in both directions, also if it is not valid. */
export function textsContract({ group, test }: FamilyContract<WinSyncWorld>): void {
  group('text with unpaired surrogates', () => {
    test('is unchanged in both texts of a recoverable error', async (world) => {
      const session = await world.createSession();
      const callback = await world.verbs.attachCallback(session.verbs.callbackPointer);
      const error = {
        stage: 2,
        provider: destination,
        change: null,
        hresult: hresults.SYNC_E_REPLICA_NOT_FOUND,
        itemDisplayName: unpaired,
        errorDescription: unpaired,
      };
      await callback.onRecoverableError(error);
      expect((await session.take('recoverableError')).error).toMatchObject({
        itemDisplayName: unpaired,
        errorDescription: unpaired,
      });
    });
  });
}
