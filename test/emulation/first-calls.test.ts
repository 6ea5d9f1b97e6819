import { beforeEach, describe, expect, it, vi } from 'vitest';
import { caught } from '../support/caught.js';

/** The library as a process has it that makes its first calls. */
async function load() {
  const { connect } = await import('../../lib/index.js');
  const { createEmulation } = await import('../../lib/emulation.js');
  const { groupCalls } = await import('../../lib/bits/bits.js');
  const { winsyncCalls } = await import('../../lib/winsync/win-sync.js');
  const { syncmgrCalls } = await import('../../lib/syncmgr/sync-manager.js');
  const { contentTransferCalls } = await import('../../lib/ctm/content-transfer.js');
  const modules = Object.entries({ groupCalls, winsyncCalls, syncmgrCalls, contentTransferCalls });
  const loaded = () => modules.filter(([, module]) => module.loaded !== undefined).map(([name]) => name);
  return { connect, createEmulation, loaded };
}

describe('the first calls', () => {
  beforeEach(() => void vi.resetModules());

  it('load what they need, and nothing else', async () => {
    const { connect, loaded } = await load();
    await using connection = await connect({ backend: 'emulation' });
    expect(loaded()).toEqual([]);
    const [report, handler] = await Promise.all([
      caught(connection.syncmgr.openReport('unknown', ['a'])),
      caught(connection.syncmgr.openHandler('not a GUID')),
    ]);
    expect([report, handler]).toMatchObject([{ name: 'HResultError' }, { code: 'ERR_INVALID_ARG_VALUE' }]);
    expect(loaded()).toEqual(['syncmgrCalls']);
  });

  it('reject with the reason of a signal that was aborted while they loaded', async () => {
    const { connect } = await load();
    await using connection = await connect({ backend: 'emulation' });
    const reason = new Error('enough');
    const controller = new AbortController();
    const calls = [
      caught(connection.winsync.createSession({ signal: controller.signal })),
      caught(connection.bits.groups({ signal: controller.signal })),
    ];
    controller.abort(reason);
    expect(await Promise.all(calls)).toEqual([reason, reason]);
  });

  it('of a connection to an emulation do not load anything, since virtual time does not wait for files', async () => {
    const { connect, createEmulation, loaded } = await load();
    await using emulation = createEmulation();
    await using connection = await connect({ backend: emulation });
    expect(loaded()).toEqual(['groupCalls', 'winsyncCalls', 'syncmgrCalls', 'contentTransferCalls']);
    expect(await connection.bits.groups()).toEqual([]);
  });
});
