import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, connect } from '../../lib/index.js';
import { collectUntil } from './collect-until.js';
import { addRef, release } from './koffi-com.js';
import {
  hasSyncManagerLibrary,
  numberedItem,
  openSyncManagerLibrary,
  referenceHandler,
  type SyncManagerLibrary,
} from './syncmgr-library.js';
import { until } from './until.js';

const item = numberedItem(1);
/** What a connection keeps for its next report: the class object's session creator. */
const sessionCreators = 1;

describe.runIf(hasSyncManagerLibrary)('the references of Sync Manager', { timeout: 30_000 }, () => {
  let library: SyncManagerLibrary;
  let connection: Connection;

  beforeEach(async () => {
    library = openSyncManagerLibrary();
    connection = await connect({ backend: 'native' });
  });

  afterEach(() => connection.close());

  it('to a handler are all let go when it is closed, and ours to its callback with them', async () => {
    const handler = await connection.syncmgr.openHandler(referenceHandler);
    const pointer = handler.callbackPointer;
    addRef(pointer);
    for await (const event of handler.synchronize([item])) expect(event).toBeDefined();
    await handler.close();
    await until(() => library.countReferences() === 0);
    expect(release(pointer)).toBe(0);
  });

  it('to handlers that nobody has closed are let go with the garbage', async () => {
    await (async () => {
      for (let each = 0; each < 10; each += 1) {
        const handler = await connection.syncmgr.openHandler(referenceHandler);
        for await (const event of handler.synchronize([item])) expect(event).toBeDefined();
      }
    })();
    expect(library.countReferences()).toBeGreaterThanOrEqual(10);
    await collectUntil(() => library.countReferences() === 0);
  });

  it('to callbacks and reports that nobody has closed are let go with the garbage', async () => {
    await (async () => {
      const pointer = library.createCallback();
      const callback = await connection.syncmgr.attachCallback(pointer);
      library.release(pointer);
      await callback.progress(item, { value: 1 });
      const report = await connection.syncmgr.openReport(referenceHandler, ['one']);
      await report.reportProgress('one', { status: 'updating' });
    })();
    expect(library.countReferences()).toBeGreaterThanOrEqual(2);
    await collectUntil(() => library.countReferences() <= sessionCreators);
  });
});
