import { mkdtemp, readdir, rename, rm, rmdir } from 'node:fs/promises';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { errorCode } from '../../com/thrown.js';
import { isListening, listen, stopListening } from './listener.js';

/** The longest path of a socket in bytes: 103 on macOS, 107 on Linux. Node.js truncates a longer one without an error. */
const longestSocketPath = 103;

/** The characters that `mkdtemp()` appends. */
const suffixLength = 6;

/** Returns the path of a lock in the temporary folder, or in `/tmp` if its socket would have a path that is too long. */
export function lockFolderOf(name: string, temporaryFolder: string): string {
  const path = join(temporaryFolder, name);
  const longest = Buffer.byteLength(path) + 2 * (1 + suffixLength);
  return longest > longestSocketPath ? join('/tmp', name) : path;
}

/**
 * Acquires a lock that ends with its process, where sockets have names in the file system. The lock is a folder with the socket of its owner, which
 * listens before the folder gets its name. Since a folder takes the place of an empty one only, one process succeeds. The socket of an ended process is
 * deleted under its unique name: the socket of another owner never has that name.
 * @returns the function that ends it; null if another owner has it
 * @throws an error with the `code` of Node.js if the folder cannot be written to
 */
export async function lockFolder(path: string): Promise<(() => Promise<void>) | null> {
  const folder = await mkdtemp(`${path}.`);
  const name = folder.slice(-suffixLength);
  const server = await listenIn(folder, name);
  try {
    while (!(await takePlace(folder, path))) {
      if (await hasOwner(path)) return await end(server, folder, name);
    }
  } catch (error) {
    await end(server, folder, name);
    throw error;
  }
  return async () => {
    await end(server, path, name);
  };
}

async function listenIn(folder: string, name: string): Promise<Server> {
  try {
    return await listen(join(folder, name));
  } catch (error) {
    await rmdir(folder);
    throw error;
  }
}

/** Gives a folder its name. Resolves to false if a folder has it that is not empty. */
async function takePlace(folder: string, path: string): Promise<boolean> {
  try {
    await rename(folder, path);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST'].includes(errorCode(error))) return false;
    throw error;
  }
}

/** Returns whether an owner listens. Deletes the sockets of owners that have ended. */
async function hasOwner(path: string): Promise<boolean> {
  for (const name of await namesIn(path)) {
    const socket = join(path, name);
    if (await isListening(socket)) return true;
    await rm(socket, { force: true });
  }
  return false;
}

async function namesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    // Its owner has ended the lock meanwhile.
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Deletes the socket and, unless the next owner has it by then, the folder. */
async function end(server: Server, folder: string, name: string): Promise<null> {
  await rm(join(folder, name), { force: true });
  await rmdir(folder).catch(() => {});
  await stopListening(server);
  return null;
}
