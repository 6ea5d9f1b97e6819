/**
 * A process that downloads a file with a key and kills itself at a call of the file system (see killAtCall). It exits with 0 if the download
 * ends before that call.
 *
 *   node key-downloader.mjs <state directory> <path> <URL> <integrity> <number of the call> <before | after>
 */
import { createEmulation } from '../../../dist/emulation.js';
import { connect } from '../../../dist/index.js';
import { killAtCall } from './kill-at-call.mjs';

const [, , stateDirectory, path, url, integrity, killAt, side] = process.argv;

async function download() {
  const emulation = createEmulation({ clock: 'real', transport: 'http', stateDirectory });
  const { bits } = await connect({ backend: emulation });
  await bits.download([{ url, path, integrity }], { key: 'the key', interval: 5 });
  await emulation.dispose();
}

killAtCall(Number(killAt), side === 'after');
download();
