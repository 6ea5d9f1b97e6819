import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hresults } from '../../lib/index.js';
import type { NativeConnection } from '../../lib/native.js';
import type { HandlerEvent, HandlerVerbs } from '../../lib/syncmgr/verbs.js';
import {
  hasSyncManagerLibrary,
  numberedItem,
  openNativeConnection,
  openSyncManagerLibrary,
  referenceHandler,
  type SyncManagerLibrary,
} from './syncmgr-library.js';

const manualEvent = 3;
const item = numberedItem(1);
const reports = 10_000;
/** Limit for the median of a report in nanoseconds. */
const bound = 50_000;
const blockedMilliseconds = 1000;

/** Keeps the event loop from turning. */
function block(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe.runIf(hasSyncManagerLibrary)(
  'while the event loop is blocked, a report from a worker thread of the handler',
  () => {
    let library: SyncManagerLibrary;
    let connection: NativeConnection;
    let handler: HandlerVerbs;
    let events: HandlerEvent[];

    beforeEach(async () => {
      library = openSyncManagerLibrary();
      events = [];
      connection = openNativeConnection();
      handler = await connection.syncmgr.openHandler(
        referenceHandler,
        { flags: manualEvent, cookie: null, userInterface: 'refuse', answerTimeout: 30_000 },
        (batch) => events.push(...batch),
      );
    });

    afterEach(async () => {
      library.openGate();
      await connection.close();
    });

    async function completed(call: string): Promise<void> {
      while (!events.some((event) => event.type === 'completed' && event.call === call)) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    }

    /** A worker that waits at the closed gate to report. */
    async function startWorker(step: Parameters<SyncManagerLibrary['scriptSteps']>[1][number]): Promise<void> {
      library.closeGate();
      library.scriptSteps('synchronize', [{ do: 'gate' }, step, { do: 'completed', call: 'synchronize' }]);
      await handler.prepareForSync([item]);
      await completed('prepareForSync');
      await handler.synchronize();
    }

    it(`returns within ${bound / 1000} µs at the median`, async () => {
      await startWorker({ do: 'measure', itemId: item, count: reports });
      library.openGate();
      block(blockedMilliseconds);
      // Read before the event loop turns: the reports returned without it.
      const median = library.measuredMedian();
      expect(median).toBeGreaterThan(0);
      expect(median).toBeLessThan(bound);
      await completed('synchronize');
    });

    it('returns the cancellation of its item that JavaScript has just requested', async () => {
      await startWorker({ do: 'progress', itemId: item, progressValue: 1 });
      handler.cancelItem(item);
      library.openGate();
      block(blockedMilliseconds);
      const report = library.log().find(({ call }) => call === 'ISyncMgrSynchronizeCallback.Progress');
      expect(report?.result).toBe(hresults.S_SYNCMGR_CANCELITEM);
      await completed('synchronize');
    });

    it('is merged with the others of its item into one event with the latest value', async () => {
      await startWorker({ do: 'measure', itemId: item, count: reports });
      library.openGate();
      block(blockedMilliseconds);
      await completed('synchronize');
      const progress = events.filter((event) => event.type === 'progress');
      expect(progress.reduce((sum, { folded }) => sum + folded + 1, 0)).toBe(reports);
      expect(progress.length).toBeLessThan(reports / 10);
      expect(progress.at(-1)).toMatchObject({ itemId: item, progressValue: reports - 1 });
    });
  },
);
