import type { DirectTransport } from './direct-transport.js';

/** Downloads over HTTP to the disk of this machine. Loaded with the first file: Node's TLS and the proxy agents take long to load. */
export const httpDirectTransport: DirectTransport = {
  async open(name, ranges, terms, temporaryTag) {
    const { HttpFile } = await import('./http-file.js');
    return new HttpFile(name, ranges, terms, temporaryTag);
  },
  async readVersion(name, terms, signal) {
    const { readVersion } = await import('./http-file.js');
    return await readVersion(name, terms, signal);
  },
};
