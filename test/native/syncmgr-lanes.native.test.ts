import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, connect } from '../../lib/index.js';
import { serveClass } from './koffi-com.js';
import { useReferenceSyncManager } from './reference-sync-manager.js';
import { hasSyncManagerLibrary, referenceHandler, servedHandler } from './syncmgr-library.js';

describe.runIf(hasSyncManagerLibrary)('the lane of a handler', () => {
  const reference = useReferenceSyncManager();
  let connection: Connection;

  beforeEach(async () => {
    connection = await connect({ backend: 'native' });
  });

  afterEach(async () => {
    reference.library.openGate();
    await connection.close();
  });

  const calls = () => reference.library.log().filter(({ call }) => call.startsWith('ISyncMgrSynchronize.'));

  it('is a separate single-threaded apartment for each in-process handler', async () => {
    const handlers = [
      await connection.syncmgr.openHandler(referenceHandler),
      await connection.syncmgr.openHandler(referenceHandler),
    ];
    expect(new Set(calls().map(({ apartment }) => apartment))).toEqual(new Set(['single']));
    expect(new Set(calls().map(({ thread }) => thread)).size).toBe(2);
    for (const handler of handlers) await handler.close();
  });

  it('is in the multi-threaded apartment for the handler of a local server', async () => {
    const revoke = serveClass(reference.library.path, referenceHandler, servedHandler);
    try {
      const handler = await connection.syncmgr.openHandler(servedHandler);
      // The class object is in this process and apartment: without a proxy the call arrives on the lane itself.
      expect(new Set(calls().map(({ apartment }) => apartment))).toEqual(new Set(['multi']));
      await handler.close();
    } finally {
      revoke();
    }
  });

  it('does not delay the lane of another handler when a call hangs', async () => {
    reference.library.scriptSteps('showProperties', [
      { do: 'gate' },
      { do: 'return' },
      { do: 'completed', call: 'showProperties' },
    ]);
    reference.library.closeGate();
    const hanging = await connection.syncmgr.openHandler(referenceHandler);
    const other = await connection.syncmgr.openHandler(referenceHandler);
    const shown = hanging.showProperties();
    expect(await other.info()).toMatchObject({ name: 'Reference handler' });
    reference.library.openGate();
    expect(await shown).toBe('done');
  });
});
