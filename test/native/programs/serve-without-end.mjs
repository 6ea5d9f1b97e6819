// A handler in a separate process whose synchronisation reports once and never ends: serve-without-end.mjs <clsid>. Prints `serving`.

import { importBuilt } from '../../support/built-library.mjs';

const { connect } = await importBuilt('index');
const [clsid] = process.argv.slice(2);
const connection = await connect({ backend: 'native' });
await connection.syncmgr.serveHandler({
  clsid,
  name: 'Without end',
  items: [{ id: clsid, name: 'The one' }],
  async synchronize([itemId], session) {
    await session.progress(itemId, { value: 1, max: 2 });
    await new Promise(() => {});
  },
});
process.stdout.write('serving\n');
