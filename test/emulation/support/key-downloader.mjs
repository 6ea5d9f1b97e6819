/**
 * A process that downloads a file with a key into each of some folders, one download a moment after the other, and kills itself at a call of
 * the file system (see killAtCall): each download is interrupted at another point. It exits with 0 if all end before that call.
 *
 *   node key-downloader.mjs <URL> <integrity> <number of the call> <before | after> <milliseconds between two downloads> <folder> ...
 *
 * A folder takes the file `file`, and the state directory `state`.
 */
import { setTimeout } from 'node:timers/promises';
import { createEmulation } from '../../../dist/emulation.js';
import { connect } from '../../../dist/index.js';
import { killAtCall } from './kill-at-call.mjs';

const [, , url, integrity, killAt, side, delay, ...folders] = process.argv;

killAtCall(Number(killAt), side === 'after');
folders.forEach(download);

async function download(folder, index) {
  await setTimeout(index * Number(delay));
  const emulation = createEmulation({ clock: 'real', transport: 'http', stateDirectory: `${folder}/state` });
  const { bits } = await connect({ backend: emulation });
  await bits.download([{ url, path: `${folder}/file`, integrity }], { key: 'the key', interval: 5 });
  await emulation.dispose();
}
