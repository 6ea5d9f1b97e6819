/**
 * A process that downloads a file with a key and without BITS until it is killed. It prints a line of JSON for each snapshot: the bytes.
 *
 *   node fallback-downloader.mjs <URL> <path> <key>
 */
import { createEmulation } from '../../../dist/emulation.js';
import { connect } from '../../../dist/index.js';

const [, , url, path, key] = process.argv;
const emulation = createEmulation({ clock: 'real', transport: 'http' });
emulation.machine.setBitsService('disabled');
const { bits } = await connect({ backend: emulation });
const onProgress = ({ bytesTransferred }) => process.stdout.write(`${bytesTransferred}\n`);
await bits.download(url, path, { key, fallback: 'http', onProgress });
