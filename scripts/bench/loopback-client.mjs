// Downloads one file with the emulation: loopback-client.mjs <URL> <path>
import { createEmulation } from '../../dist/emulation.js';
import { connect } from '../../dist/index.js';

const [, , url, path] = process.argv;
const emulation = createEmulation({ clock: 'real', transport: 'http' });
const connection = await connect({ backend: emulation });
const begin = performance.now();
const before = process.cpuUsage();
await connection.bits.download(url, path, { priority: 'foreground' });
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ wall: performance.now() - begin, cpu: (user + system) / 1000 }));
await connection.close();
await emulation.close();
