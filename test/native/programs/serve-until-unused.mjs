// The program that COM starts for an installed class: serve-until-unused.mjs <clsid> <file> -Embedding. Serves until the last client has released it, and
// exits. Writes the process id to the file when it serves, and `ended` when it ends.
import { writeFileSync } from 'node:fs';
import { importBuilt } from '../../support/built-library.mjs';

const { connect } = await importBuilt('index');

const [clsid, file, embedding] = process.argv.slice(2);
const connection = await connect({ backend: 'native' });
await connection.syncmgr.serveHandler({
  clsid,
  name: 'Started by COM',
  items: [{ id: clsid, name: 'The one' }],
  async synchronize([itemId], session) {
    await session.progress(itemId, { status: 'succeeded' });
  },
  onUnused: () => connection.close(),
});
const write = (state) => writeFileSync(file, `${JSON.stringify({ process: process.pid, embedding, ...state })}\n`);
write({ ended: false });
process.on('exit', (code) => write({ ended: true, code }));
