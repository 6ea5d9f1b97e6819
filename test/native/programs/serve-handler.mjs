// A handler in a separate process: serve-handler.mjs <clsid> <item>. It synchronises forever, and prints a line once its class is served.

import { importBuilt } from '../../support/built-library.mjs';

const { connect } = await importBuilt('index');
const [clsid, item] = process.argv.slice(2);
const connection = await connect({ backend: 'native' });
await connection.syncmgr.serveHandler({
  clsid,
  name: 'In another process',
  items: [{ id: item, name: 'One' }],
  async synchronize(_itemIds, session) {
    await session.progress(item, { value: 1, max: 2, status: 'updating' });
    await new Promise(() => {});
  },
});
process.stdout.write('served\n');
