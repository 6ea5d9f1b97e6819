import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createEmulation } from '../../../lib/emulation.js';
import { connect, isHResult } from '../../../lib/index.js';
import { servedHandler } from '../../native/syncmgr-ids.js';
import { caught } from '../../support/caught.js';

const reason = new Error('the user has left');

it('serveHandler() revokes a class that is registered after the abort of its signal', async () => {
  const emulation = createEmulation();
  const server = await connect({ backend: emulation });
  const client = await connect({ backend: emulation });
  const controller = new AbortController();
  const definition = { clsid: servedHandler, name: 'late', items: [], synchronize() {} };
  const serving = server.syncmgr.serveHandler(definition, { signal: controller.signal });
  controller.abort(reason);
  expect(await caught(serving)).toBe(reason);
  const isServed = async () => {
    try {
      await (await client.syncmgr.openHandler(servedHandler)).close();
      return true;
    } catch (error) {
      return !isHResult(error, 'REGDB_E_CLASSNOTREG');
    }
  };
  while (await isServed()) await nextTurn();
  await server.syncmgr.serveHandler({ ...definition, name: 'in time' });
  const handler = await client.syncmgr.openHandler(servedHandler);
  expect(await handler.info()).toMatchObject({ name: 'in time' });
  await handler.close();
  await server.close();
  await client.close();
  await emulation.close();
});
