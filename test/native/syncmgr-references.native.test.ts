import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, connect } from '../../lib/index.js';
import { runProgram } from '../lifecycle/run-program.js';
import { collectUntil } from '../support/collect-until.js';
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
/** The session creator, which a connection keeps for its next report. */
const sessionCreators = 1;

describe.runIf(hasSyncManagerLibrary)('the references of Sync Manager', { timeout: 30_000 }, () => {
  let library: SyncManagerLibrary;
  let connection: Connection;

  beforeEach(async () => {
    library = openSyncManagerLibrary();
    connection = await connect({ backend: 'native' });
  });

  afterEach(() => connection.close());

  it('to a handler are released when it is closed, and those to its callback with them', async () => {
    const handler = await connection.syncmgr.openHandler(referenceHandler);
    const pointer = handler.callbackPointer;
    addRef(pointer);
    for await (const event of handler.synchronize([item])) expect(event).toBeDefined();
    await handler.close();
    await until(() => library.countReferences() === 0);
    expect(release(pointer)).toBe(0);
  });

  it('to handlers that were not closed are released by the garbage collection', async () => {
    await (async () => {
      for (let each = 0; each < 10; each += 1) {
        const handler = await connection.syncmgr.openHandler(referenceHandler);
        for await (const event of handler.synchronize([item])) expect(event).toBeDefined();
      }
    })();
    expect(library.countReferences()).toBeGreaterThanOrEqual(10);
    await collectUntil(() => library.countReferences() === 0);
  });

  it('to callbacks and reports that were not closed are released by the garbage collection', async () => {
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

describe.runIf(hasSyncManagerLibrary)(
  'the references of a process that closes no connection',
  { timeout: 60_000 },
  () => {
    const limit = 240_000;
    const run = (how: string) =>
      runProgram('../../native/programs/drop-sync-manager.mjs', [how, referenceHandler], limit);

    it('are released by the garbage collection, and the process exits', async () => {
      const { code, errors, marker } = await run('collected');
      expect({ code, errors, marker }).toMatchObject({ code: 0, errors: '', marker: { marker: 'collected', left: 0 } });
      // Handler, callback, report and its session creator: proves that the program had the references that it releases. Those of earlier rounds
      // may have been collected before the last.
      expect(mostOf(marker)).toBeGreaterThanOrEqual(4);
    });

    it('are released after worker threads were terminated with pending calls, once these return', async () => {
      const { code, errors, marker } = await run('terminated');
      expect({ code, errors, marker }).toMatchObject({
        code: 0,
        errors: '',
        marker: { marker: 'terminated', left: 0 },
      });
      expect(mostOf(marker)).toBeGreaterThanOrEqual(3);
    });

    it('do not keep a process running during a call that does not return', async () => {
      const { code, signal, errors, marker } = await run('ended');
      expect({ code, signal, errors }).toEqual({ code: 0, signal: null, errors: '' });
      expect(marker).toMatchObject({ marker: 'ended' });
    });
  },
);

function mostOf(marker: unknown): unknown {
  return typeof marker === 'object' && marker !== null && 'most' in marker ? marker.most : undefined;
}
