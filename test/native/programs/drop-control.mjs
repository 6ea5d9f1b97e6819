// Calls Sync Center once or more, drops the connection without closing it, and prints the results after the garbage collection:
// drop-control.mjs called | refused. The process must exit by itself.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { importBuilt } from '../../support/built-library.mjs';

const { connect } = await importBuilt('index');

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
const [how] = process.argv.slice(2);
const references = [];
const codes = how === 'called' ? [await stop()] : [await start(), await start(), await start()];
let collected = false;
// deref() keeps its object until the turn ends, so the collection comes first. After the last object the lanes end.
for (let turns = 0, more = 50; more > 0 && turns < 1000; turns += 1) {
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  collected = references.every((reference) => reference.deref() === undefined);
  if (collected) more -= 1;
}
process.stdout.write(`${JSON.stringify({ marker: how, codes, collected })}\n`);

/** Separate functions, so that no local variable references their objects after they have returned. */
async function stop() {
  const connection = await connect({ backend: 'native' });
  references.push(new WeakRef(connection));
  await connection.syncmgr.control.stopSyncAll();
  return 'S_OK';
}

async function start() {
  const connection = await connect({ backend: 'native' });
  references.push(new WeakRef(connection));
  return await connection.syncmgr.control.startHandlerSync('Contoso.Notes').then(
    () => 'S_OK',
    (error) => error.code,
  );
}
