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

describe.runIf(hasSyncManagerLibrary)(
  'the references of a process that closes no connection',
  { timeout: 60_000 },
  () => {
    const limit = 240_000;
    const run = (how: string) =>
      runProgram('../../native/programs/drop-sync-manager.mjs', [how, referenceHandler], limit);

    it('are all let go with the garbage, and the process ends by itself', async () => {
      const { code, errors, marker } = await run('collected');
      expect({ code, errors, marker }).toMatchObject({ code: 0, errors: '', marker: { marker: 'collected', left: 0 } });
      // Handler, callback, report and its session creator, control: the program has held what it lets go.
      expect(mostOf(marker)).toBeGreaterThanOrEqual(5 * 4);
    });

    it('are all let go when worker threads are terminated with calls in flight, once these return', async () => {
      const { code, errors, marker } = await run('terminated');
      expect({ code, errors, marker }).toMatchObject({
        code: 0,
        errors: '',
        marker: { marker: 'terminated', left: 0 },
      });
      expect(mostOf(marker)).toBeGreaterThanOrEqual(3);
    });

    it('do not keep a process from ending in the middle of a call that does not return', async () => {
      const { code, signal, errors, marker } = await run('ended');
      expect({ code, signal, errors }).toEqual({ code: 0, signal: null, errors: '' });
      expect(marker).toMatchObject({ marker: 'ended' });
    });
  },
);

function mostOf(marker: unknown): unknown {
  return typeof marker === 'object' && marker !== null && 'most' in marker ? marker.most : undefined;
}
