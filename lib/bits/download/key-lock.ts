import { unlink } from 'node:fs/promises';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { BitsDownloadError } from './error.js';
import { digestOf } from './hash.js';

/** Ends the exclusive use of a key. */
export type ReleaseKey = () => Promise<void>;

/**
 * Acquires the exclusive use of a key among the processes of this user. The lock is a listening endpoint that ends with its process, however it ends:
 * a named pipe on Windows, an abstract socket on Linux; neither leaves a file. Other platforms have a socket in the temporary folder; the next owner
 * deletes the one that a killed process has left.
 * @param machine the machine that has the jobs
 * @throws {BitsDownloadError} `ERR_DOWNLOAD_IN_USE`
 */
export async function lockKey(machine: string, key: string): Promise<ReleaseKey> {
  const path = endpointOf(machine, key);
  // Wine lets a second process create a pipe of the same name.
  if (process.platform === 'win32' && (await isListening(path))) throw inUse(key);
  for (let attempt = 0; ; attempt += 1) {
    try {
      return releaseOf(await listen(path));
    } catch (error) {
      if (!isTaken(error)) throw error;
      const stale = attempt === 0 && !leavesNothing && !(await isListening(path));
      if (!stale) throw inUse(key, error);
      await unlink(path).catch(() => {});
    }
  }
}

const leavesNothing = process.platform === 'win32' || process.platform === 'linux';

function endpointOf(machine: string, key: string): string {
  const digest = digestOf(JSON.stringify([userName(), machine, key])).slice(0, 40);
  const name = `winprogress-download-${digest}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  return process.platform === 'linux'
    ? `\0${name}`
    : join(process.getBuiltinModule('node:os').tmpdir(), `${name}.sock`);
}

/** Returns the name and the ID of the user: jobs of BITS belong to users, and two users may use the same key. */
function userName(): string {
  try {
    const { username, uid } = process.getBuiltinModule('node:os').userInfo();
    return `${username}:${uid}`;
  } catch {
    // An account without an entry in the user database.
    return process.env.USERNAME ?? '';
  }
}

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = process.getBuiltinModule('node:net').createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen({ path }, () => {
      server.off('error', reject);
      server.on('error', () => {});
      // The download keeps the process alive; its lock does not.
      server.unref();
      resolve(server);
    });
  });
}

function releaseOf(server: Server): ReleaseKey {
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** Whether the endpoint is in use: Windows reports a pipe of another process as EACCES or EADDRINUSE. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
}

function isListening(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = process.getBuiltinModule('node:net').connect({ path });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
  });
}

function inUse(key: string, cause?: unknown): BitsDownloadError {
  return new BitsDownloadError(
    'ERR_DOWNLOAD_IN_USE',
    `a download with the key ${JSON.stringify(key)} is running`,
    null,
    {
      cause,
    },
  );
}
