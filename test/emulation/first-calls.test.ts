import { describe, expect, it, vi } from 'vitest';
import { connect } from '../../lib/index.js';
import { syncmgrCalls } from '../../lib/syncmgr/sync-manager.js';
import { caught } from '../support/caught.js';

describe('the first calls of a family', () => {
  it('are loaded by the calls on the connection that connect() makes', async () => {
    await using connection = await connect({ backend: 'emulation' });
    expect(syncmgrCalls.loaded).toBeUndefined();
    const [report, handler] = await Promise.all([
      caught(connection.syncmgr.openReport('unknown', ['a'])),
      caught(connection.syncmgr.openHandler('not a GUID')),
    ]);
    expect([report, handler]).toMatchObject([{ name: 'HResultError' }, { code: 'ERR_INVALID_ARG_VALUE' }]);
  });

  it('reject with the reason of a signal that was aborted while they loaded', async () => {
    await using connection = await connect({ backend: 'emulation' });
    const reason = new Error('enough');
    const controller = new AbortController();
    const session = caught(connection.winsync.createSession({ signal: controller.signal }));
    controller.abort(reason);
    expect(await session).toBe(reason);
  });

  it('are loaded before connect() returns a connection to an emulation, since virtual time does not wait for files', async () => {
    vi.resetModules();
    const { createEmulation } = await import('../../lib/emulation.js');
    const { connect } = await import('../../lib/index.js');
    const { winsyncCalls } = await import('../../lib/winsync/win-sync.js');
    const { syncmgrCalls } = await import('../../lib/syncmgr/sync-manager.js');
    const { contentTransferCalls } = await import('../../lib/ctm/content-transfer.js');
    const loaded = () =>
      [winsyncCalls, syncmgrCalls, contentTransferCalls].filter((module) => module.loaded !== undefined);
    expect(loaded()).toEqual([]);
    await using emulation = createEmulation();
    await using connection = await connect({ backend: emulation });
    expect(loaded()).toHaveLength(3);
    expect(connection.backend).toBe('emulation');
  });
});
