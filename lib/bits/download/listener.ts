import type { Server } from 'node:net';
import { errorCode } from '../../com/thrown.js';

/** Listens on a pipe or socket, without keeping the process alive. @throws an error with the `code` of Node.js */
export function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = process.getBuiltinModule('node:net').createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen({ path }, () => {
      server.off('error', reject);
      server.on('error', () => {});
      server.unref();
      resolve(server);
    });
  });
}

export function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

/** What a path reports on which nothing listens: nothing has the name, or the process of the socket has ended. */
const nothingListens: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED']);

/** Returns whether a process listens on a pipe or socket. True in doubt. */
export function isListening(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = process.getBuiltinModule('node:net').connect({ path });
    socket.once('connect', () => resolve(true));
    socket.once('error', (error) => resolve(!nothingListens.has(errorCode(error))));
    socket.once('close', () => socket.destroy());
  });
}
