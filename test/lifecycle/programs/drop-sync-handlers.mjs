// Opens handlers with a function of the application that references each of them, drops them without closing them, and serves classes that it
// closes; prints how many of those functions were collected. The connection stays open meanwhile.
//
//   node drop-sync-handlers.mjs BACKEND COUNT

import { randomUUID } from 'node:crypto';
import { argv, stdout } from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openConnections } from './sync-manager-connections.mjs';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
const [, , kind, rounds] = argv;
const count = Number(rounds);
const newId = () => `{${randomUUID().toUpperCase()}}`;
const clsid = newId();
const id = newId();
const { open, end } = await openConnections(kind);
const [server, manager] = [await open(), await open()];
await server.syncmgr.serveHandler({
  clsid,
  name: 'Opened',
  items: [{ id, name: 'The one' }],
  async synchronize([itemId], session) {
    await session.progress(itemId, { value: 1 });
  },
});
let found = 0;
const registry = new FinalizationRegistry(() => {
  found += 1;
});
let messages = 0;
for (let round = 0; round < count; round += 1) await openOne();
for (let round = 0; round < count; round += 1) await serveOne();
for (let turn = 0; turn < 2000 && found < 2 * count; turn += 1) {
  await new Promise((resolve) => setImmediate(resolve));
  if (turn % 10 === 0) collectGarbage();
}
// The machine still works, also with a class whose public object was dropped.
const handler = await manager.syncmgr.openHandler(clsid);
const { name } = await handler.info();
await manager.close();
await server.close();
await end();
stdout.write(`${JSON.stringify({ marker: 'dropped', found, name, messages })}\n`);

/** Separate functions, so that no local variable references their objects after they have returned. */
async function openOne() {
  const onMessage = () => {
    messages += 1;
    return handler;
  };
  registry.register(onMessage);
  const handler = await manager.syncmgr.openHandler(clsid, { onMessage });
  for await (const event of handler.synchronize()) if (event.type === 'completed') break;
}

async function serveOne() {
  const items = () => [served];
  registry.register(items);
  const served = await server.syncmgr.serveHandler({ clsid: newId(), name: 'Closed', items, synchronize() {} });
  await served.close();
}
