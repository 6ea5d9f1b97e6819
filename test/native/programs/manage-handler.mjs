// A manager in a separate process: manage-handler.mjs <clsid> [cancelAll]. Synchronises all items of the handler, or cancels all with
// the first report, and prints a record.

import { importBuilt } from '../../support/built-library.mjs';

const { connect } = await importBuilt('index');
const [clsid, cancel] = process.argv.slice(2);
const connection = await connect({ backend: 'native' });
const handler = await connection.syncmgr.openHandler(clsid);
const { name } = await handler.info();
const { items } = await handler.items();
const statuses = new Map();
let completed;
for await (const event of handler.synchronize()) {
  if (event.type === 'progress') {
    if (cancel === 'cancelAll') await handler.cancelAll();
    statuses.set(event.itemId, event.item.status);
  } else if (event.type === 'completed') {
    completed = event.code;
  }
}
await handler.close();
await connection.close();
const count = (status) => [...statuses.values()].filter((other) => other === status).length;
const record = { name, items: items.length, completed, succeeded: count('succeeded'), stopped: count('stopped') };
process.stdout.write(`${JSON.stringify(record)}\n`);
