import { expect } from 'vitest';
import type { Connection } from '../../../lib/index.js';
import type { SessionListener, SessionStateVerbs } from '../../../lib/winsync/verbs.js';
import { collectUntil } from '../../support/collect-until.js';
import type { FamilyContract } from '../kit/describe.js';
import { defaultSettings, destination, detection } from './recording-session.js';
import type { WinSyncWorld } from './world.js';

const sessions = 1000;

/** Counts the functions that have been collected. */
class Collected {
  count = 0;
  readonly #registry = new FinalizationRegistry<undefined>(() => {
    this.count += 1;
  });

  watch<T extends object>(object: T): T {
    this.#registry.register(object, undefined);
    return object;
  }
}

/** A separate function, so that no local variable references the session after it has returned. */
async function createAndDrop(connection: Connection, collected: Collected): Promise<void> {
  for (let each = 0; each < sessions; each += 1) {
    const onProgress = collected.watch((progress: unknown) => void [progress, each]);
    const session = await connection.winsync.createSession({ onProgress });
    await session.onProgress({ provider: 'source', stage: 'changeDetection', completedWork: 1, totalWork: 2 });
  }
}

/** A session whose state is referenced only by the returned object. */
async function attachToDropped(
  world: WinSyncWorld,
  collected: Collected,
  listener: SessionListener,
): Promise<SessionStateVerbs> {
  const session = collected.watch(await world.verbs.createSession({ ...defaultSettings, wanted: [] }, listener));
  return await world.verbs.attachState(session.pointer, null);
}

/** Garbage collection of sessions that were not closed. */
export function collectionContract({ group, test }: FamilyContract<WinSyncWorld>): void {
  group('sessions that are dropped without being closed', () => {
    test('are collected together with all functions of the application', async ({ connection, drive }) => {
      const collected = new Collected();
      await drive(createAndDrop(connection, collected));
      await collectUntil(() => collected.count === sessions);
    });

    test('still report to their listener while COM references them', async (world) => {
      const events: unknown[] = [];
      const collected = new Collected();
      const attached = await world.drive(
        attachToDropped(world, collected, (recorded) => void events.push(...recorded)),
      );
      await collectUntil(() => collected.count === 1);
      await attached.onProgress(destination, detection, 1, 2);
      expect(await attached.isCanceled()).toBe(false);
      await collectUntil(() => events.length === 1);
      await attached.close();
    });
  });
}
