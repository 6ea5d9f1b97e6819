import { expect } from 'vitest';
import type { BitsWaitReason } from '../../../lib/index.js';
import type { FamilyContract } from '../kit/describe.js';
import type { BlockingCondition, ModernWorld } from '../kit/modern-world.js';
import { half, isHalfway, prepared, started, transferred, until, untilState } from './helpers.js';

const conditions: readonly [BlockingCondition, string, BitsWaitReason][] = [
  ['meteredNetwork', 'BG_E_BLOCKED_BY_COST_TRANSFER_POLICY', 'unmeteredNetwork'],
  ['battery', 'BG_E_BLOCKED_BY_BATTERY_POLICY', 'power'],
  ['batterySaver', 'BG_E_BLOCKED_BY_BATTERY_SAVER', 'power'],
  ['gameMode', 'BG_E_BLOCKED_BY_GAME_MODE', 'gameMode'],
  ['noBackgroundAccess', 'BG_E_BLOCKED_BY_BACKGROUND_ACCESS_POLICY', 'appInBackground'],
  ['standby', 'BG_E_STANDBY_MODE', 'standby'],
  ['groupPolicy', 'BG_E_BLOCKED_BY_POLICY', 'policy'],
  ['systemPolicy', 'BG_E_BLOCKED_BY_SYSTEM_POLICY', 'policy'],
];

/** Why a transfer makes no progress: https://learn.microsoft.com/windows/win32/bits/bits-return-values. */
export function waitingContract({ group, test, each }: FamilyContract<ModernWorld>): void {
  group('what a job waits for', () => {
    each(conditions, 'follows from the condition of the machine: %s', async (world, condition, code, reason) => {
      await world.setCondition(condition, true);
      const { job } = await prepared(world);
      // Without a policy a job is transferred at any cost.
      await job.setTransferPolicy('standard');
      await job.resume();
      const snapshot = await untilState(job, 'transientError');
      expect([snapshot.error?.code, snapshot.waitingFor]).toEqual([code, reason]);
      await world.setCondition(condition, false);
      await untilState(job, 'transferred');
    });

    test('is resume() for a new job, and complete() for a transferred one', async (world) => {
      const { job: suspended } = await prepared(world);
      const { job } = await transferred(world);
      expect([(await suspended.snapshot()).waitingFor, (await job.snapshot()).waitingFor]).toEqual([
        'resume',
        'complete',
      ]);
    });

    test('is nothing while bytes arrive, and once the job has ended', async (world) => {
      const { job } = await started(world, half);
      const transferring = await until(job, (snapshot) => snapshot.state === 'transferring' && isHalfway(snapshot));
      await job.cancel();
      expect([transferring.waitingFor, (await job.snapshot()).waitingFor]).toEqual([null, null]);
    });

    test('is a retry after an error of the server', async (world) => {
      const { job } = await started(world, { status: 503 });
      expect((await untilState(job, 'transientError')).waitingFor).toBe('retry');
    });
  });
}
