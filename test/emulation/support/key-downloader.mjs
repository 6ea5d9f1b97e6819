/**
 * A process that downloads a file with a key into each of some folders at once, until it is killed: when each of the downloads has stopped at a
 * call of its own (see killAtCalls), or has ended. It exits with 0 if all end before.
 *
 *   node key-downloader.mjs <URL> <integrity> <JSON of the call in each folder> <folder> ...
 *
 * A folder takes the file `file`, and the state directory `state`.
 */
import { createEmulation } from '../../../dist/emulation.js';
import { connect } from '../../../dist/index.js';
import { killAtCalls } from './kill-at-call.mjs';

const [, , url, integrity, killPoints, ...folders] = process.argv;
const points = JSON.parse(killPoints);
killAtCalls(folders.map((folder, index) => (stopAt) => download(folder, points[index], stopAt)));

async function download(folder, point, stopAt) {
  stopAt(point);
  const emulation = createEmulation({ clock: 'real', transport: 'http', stateDirectory: `${folder}/state` });
  const { bits } = await connect({ backend: emulation });
  await bits.download([{ url, path: `${folder}/file`, integrity }], { key: 'the key', interval: 50 });
  await emulation.close();
}
