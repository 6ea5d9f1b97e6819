import { expect } from 'vitest';
import { caught } from '../../support/caught.js';
import type { FamilyContract } from '../kit/describe.js';
import { application, destination, detection, enumeration, source } from './recording-session.js';
import type { WinSyncWorld } from './world.js';

const largest = 0xffffffff;

const otherStages: readonly [string, number, number][] = [
  ['changeDetection of the source', source, detection],
  ['changeEnumeration of the source', source, enumeration],
  ['changeDetection of the destination', destination, detection],
  ['changeEnumeration of the destination', destination, enumeration],
];

const unknown: readonly [string, number, number][] = [
  ['role 2', 2, detection],
  ['the largest role', largest, detection],
  ['stage 3', source, 3],
  ['the largest stage', source, largest],
];

/** Reports to the session state. */
export function progressContract({ group, test, each }: FamilyContract<WinSyncWorld>): void {
  group('a report', () => {
    each(otherStages, 'of %s arrives unchanged', async ({ createSession }, _name, provider, stage) => {
      const session = await createSession();
      expect(await session.report(provider, stage, 3, 10)).toEqual({
        type: 'progress',
        provider,
        stage,
        completedWork: 3,
        totalWork: 10,
        folded: 0,
      });
      expect(await session.report(provider, stage, 1, 7)).toMatchObject({ completedWork: 1, totalWork: 7 });
    });

    test('may have no work', async ({ createSession }) => {
      const session = await createSession();
      expect(await session.report(source, detection, 0, 0)).toMatchObject({ completedWork: 0, totalWork: 0 });
    });

    test('has unsigned numbers up to 2^32-1', async ({ createSession }) => {
      const session = await createSession();
      const event = await session.report(source, detection, largest, largest);
      expect(event).toMatchObject({ completedWork: largest, totalWork: largest });
    });

    each(
      unknown,
      'is rejected with E_INVALIDARG for %s, and is not delivered',
      async ({ createSession }, _name, provider, stage) => {
        const session = await createSession();
        const error = await caught(session.verbs.onProgress(provider, stage, 1, 2));
        expect(error).toMatchObject({ code: 'E_INVALIDARG', operation: 'ISyncSessionState.OnProgress' });
        expect(await session.report(source, detection, 5, 6)).toMatchObject({ completedWork: 5, folded: 0 });
      },
    );
  });

  group('reports of change application', () => {
    test('are summed, with the remaining work added for the total', async ({ createSession }) => {
      const session = await createSession();
      expect(await session.report(destination, application, 1, 9)).toMatchObject({ completedWork: 1, totalWork: 10 });
      expect(await session.report(destination, application, 4, 5)).toMatchObject({ completedWork: 5, totalWork: 10 });
      expect(await session.report(destination, application, 5, 0)).toMatchObject({ completedWork: 10, totalWork: 10 });
    });

    test('continue the sum when the next batch begins', async ({ createSession }) => {
      const session = await createSession();
      await session.report(destination, application, 10, 0);
      expect(await session.report(destination, application, 0, 20)).toMatchObject({ completedWork: 10, totalWork: 30 });
      expect(await session.report(destination, application, 20, 0)).toMatchObject({ completedWork: 30, totalWork: 30 });
    });

    test('of both providers have one sum', async ({ createSession }) => {
      const session = await createSession();
      await session.report(source, application, 3, 0);
      const second = await session.report(destination, application, 4, 1);
      expect(second).toMatchObject({ provider: destination, completedWork: 7, totalWork: 8 });
      const third = await session.report(source, application, 5, 0);
      expect(third).toMatchObject({ provider: source, completedWork: 12, totalWork: 12 });
    });

    test('are not changed by reports of the other stages', async ({ createSession }) => {
      const session = await createSession();
      await session.report(destination, application, 3, 0);
      await session.report(destination, detection, 100, 100);
      await session.report(destination, enumeration, 100, 100);
      expect(await session.report(destination, application, 1, 0)).toMatchObject({ completedWork: 4, totalWork: 4 });
    });

    test('are not changed by rejected reports', async ({ createSession }) => {
      const session = await createSession();
      await session.report(destination, application, 3, 0);
      await caught(session.verbs.onProgress(2, application, 100, 100));
      expect(await session.report(destination, application, 1, 0)).toMatchObject({ completedWork: 4, totalWork: 4 });
    });

    test('wrap around at 2^32', async ({ createSession }) => {
      const session = await createSession();
      const last = await session.report(destination, application, largest, 0);
      expect(last).toMatchObject({ completedWork: largest, totalWork: largest });
      expect(await session.report(destination, application, 3, 4)).toMatchObject({ completedWork: 2, totalWork: 6 });
    });

    test('have a total that wraps around before the sum does', async ({ createSession }) => {
      const session = await createSession();
      const event = await session.report(destination, application, 2, largest);
      expect(event).toMatchObject({ completedWork: 2, totalWork: 1 });
    });

    test('are passed unchanged when the session was created without sums', async ({ createSession }) => {
      const session = await createSession({ passThrough: true });
      await session.report(destination, application, 3, 10);
      expect(await session.report(destination, application, 4, 10)).toMatchObject({ completedWork: 4, totalWork: 10 });
    });

    test('of one session are separate from those of another', async ({ createSession }) => {
      const [session, other] = [await createSession(), await createSession()];
      await session.report(destination, application, 3, 0);
      expect(await other.report(destination, application, 1, 0)).toMatchObject({ completedWork: 1 });
    });
  });

  group('a slow consumer', () => {
    test('receives the last report and the number of reports that it replaces', async ({ createSession }) => {
      const session = await createSession();
      const reports = Array.from({ length: 200 }, (_, index) =>
        session.verbs.onProgress(source, detection, index + 1, 200),
      );
      await Promise.all(reports);
      let recorded = 0;
      let completed = 0;
      while (completed < 200) {
        const event = await session.take('progress');
        expect(event.completedWork).toBeGreaterThan(completed);
        completed = event.completedWork;
        recorded += event.folded + 1;
        expect(recorded).toBe(completed);
      }
    });
  });
}
