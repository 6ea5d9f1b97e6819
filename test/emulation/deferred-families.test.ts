import { describe, expect, it } from 'vitest';
import { connect } from '../../lib/index.js';
import { caught } from '../support/caught.js';

const clsid = '{3F2504E0-4F89-41D3-9A0C-0305E82C3301}';

describe('the families of the emulation that connect() makes', () => {
  it('respond to their first call', async () => {
    await using connection = await connect({ backend: 'emulation' });
    expect(await connection.syncmgr.handlers()).toEqual([]);
    expect(await connection.winsync.providers()).toEqual([]);
    expect(await caught(connection.ctm.openNotifier({ library: 'C:\\missing.dll' }))).toMatchObject({
      code: 'ERROR_MOD_NOT_FOUND',
    });
  });

  it('share one address space', async () => {
    await using connection = await connect({ backend: 'emulation' });
    const session = await connection.winsync.createSession();
    expect(await caught(connection.syncmgr.attachCallback(session.pointer))).toMatchObject({ code: 'E_NOINTERFACE' });
  });

  it('serve a handler to a call of the same connection', async () => {
    await using connection = await connect({ backend: 'emulation' });
    await connection.syncmgr.serveHandler({ clsid, name: 'Notes', items: [], synchronize() {} });
    const handler = await connection.syncmgr.openHandler(clsid);
    expect((await handler.items()).items).toEqual([]);
  });

  it('reject a pending first call when the connection is closed', async () => {
    const connection = await connect({ backend: 'emulation' });
    const call = caught(connection.winsync.providers());
    await connection.close();
    expect(await call).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
  });

  it('reject a first call after the connection was closed', async () => {
    const connection = await connect({ backend: 'emulation' });
    await connection.close();
    expect(await caught(connection.syncmgr.handlers())).toMatchObject({ code: 'RPC_E_DISCONNECTED' });
  });

  it('include the control of Sync Center', async () => {
    await using connection = await connect({ backend: 'emulation' });
    expect(await caught(connection.syncmgr.control.stopHandlerSync('unknown'))).toMatchObject({
      operation: 'ISyncMgrControl.StopHandlerSync',
    });
  });

  it('activate their classes for probe()', async () => {
    await using connection = await connect({ backend: 'emulation' });
    const { classes } = await connection.probe();
    const found = classes.filter(({ available }) => available).map(({ family }) => family);
    expect(new Set(found)).toEqual(new Set(['bits', 'winsync', 'syncmgr']));
  });
});
