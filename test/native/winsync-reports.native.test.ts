import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NativeConnection } from '../../lib/native.js';
import type { ProgressEvent } from '../../lib/winsync/verbs.js';
import { defaultSettings } from '../contract/winsync/recording-session.js';
import { until } from './until.js';
import {
  hasSyncProviderLibrary,
  openNativeConnection,
  openSyncProviderLibrary,
  type SyncProviderLibrary,
} from './winsync-library.js';

const count = 200_000;
/** Limit for the growth of the process in bytes: each report in memory would take several dozen. */
const growthBound = 8 * 1024 * 1024;

/** Keeps the event loop from turning. */
function block(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe.runIf(hasSyncProviderLibrary)(`${count} reports that a thread makes at full speed`, () => {
  let library: SyncProviderLibrary;
  let connection: NativeConnection;

  beforeEach(() => {
    library = openSyncProviderLibrary();
    connection = openNativeConnection();
  });

  afterEach(() => connection.close());

  async function makeSession() {
    const events: ProgressEvent[] = [];
    const session = await connection.winsync.createSession({ ...defaultSettings, wanted: [] }, (recorded) => {
      for (const event of recorded) if (event.type === 'progress') events.push(event);
    });
    return { session, events };
  }

  function sumOf(events: readonly ProgressEvent[]): number {
    return events.reduce((sum, { folded }) => sum + folded + 1, 0);
  }

  it('are all counted: the last arrives unchanged, and the merged ones add up', async () => {
    const { session, events } = await makeSession();
    library.startFlood(session.pointer, count);
    await until(() => sumOf(events) === count);
    expect(events.at(-1)).toMatchObject({ provider: 0, stage: 1, completedWork: count, totalWork: count });
    expect(events.map(({ completedWork }) => completedWork)).toEqual(
      events.map(({ completedWork }) => completedWork).toSorted((left, right) => left - right),
    );
    await until(() => library.readFlood() !== null);
    expect(library.readFlood()?.failures).toBe(0);
  });

  it('do not wait for JavaScript and are merged into one event while it is busy', async () => {
    const { session, events } = await makeSession();
    library.startFlood(session.pointer, count);
    while (library.readFlood() === null) block(1);
    expect(events).toEqual([]);
    await until(() => events.length > 0);
    expect(events).toEqual([
      { type: 'progress', provider: 0, stage: 1, completedWork: count, totalWork: count, folded: count - 1 },
    ]);
  });

  it('use no memory while they are queued', async () => {
    const { session, events } = await makeSession();
    library.startFlood(session.pointer, count);
    while (library.readFlood() === null) block(1);
    await until(() => events.length > 0);
    const before = process.memoryUsage.rss();
    library.startFlood(session.pointer, count);
    while (library.readFlood() === null) block(1);
    expect(process.memoryUsage.rss() - before).toBeLessThan(growthBound);
  });
});
