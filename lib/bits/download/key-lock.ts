import { errorCode } from '../../com/thrown.js';
import { BitsDownloadError } from './error.js';
import { digestOf } from './hash.js';
import { isListening, listen, stopListening } from './listener.js';
import { lockFolder, lockFolderOf } from './lock-folder.js';

/** Ends the exclusive use of a key. */
export type ReleaseKey = () => Promise<void>;

/**
 * Acquires the exclusive use of a key among the processes of this user. The lock is a listening endpoint that ends with its process, however it ends:
 * a named pipe on Windows, an abstract socket on Linux; neither leaves a file. Other platforms have a socket in the temporary folder, which the next
 * owner deletes if its process was killed.
 * @param machine the machine that has the jobs
 * @throws {BitsDownloadError} `ERR_DOWNLOAD_IN_USE`
 */
export async function lockKey(
  machine: string,
  key: string,
  platform: NodeJS.Platform = process.platform,
): Promise<ReleaseKey> {
  const digest = digestOf(JSON.stringify([userName(), machine, key]));
  if (platform === 'win32') return await lockEndpoint(`\\\\.\\pipe\\winprogress-download-${digest.slice(0, 40)}`, key);
  if (platform === 'linux') return await lockEndpoint(`\0winprogress-download-${digest.slice(0, 40)}`, key);
  const { tmpdir } = process.getBuiltinModule('node:os');
  const release = await lockFolder(lockFolderOf(`winprogress-${digest.slice(0, 16)}`, tmpdir()));
  if (release === null) throw inUse(key);
  return release;
}

/** Listens on an endpoint whose name the system frees when its process ends. @throws {BitsDownloadError} `ERR_DOWNLOAD_IN_USE` */
async function lockEndpoint(path: string, key: string): Promise<ReleaseKey> {
  // Wine lets a second process create a pipe of the same name.
  if (process.platform === 'win32' && (await isListening(path))) throw inUse(key);
  try {
    const server = await listen(path);
    return () => stopListening(server);
  } catch (error) {
    throw isTaken(error) ? inUse(key, error) : error;
  }
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

/** Whether the endpoint is in use: Windows reports a pipe of another process as EACCES or EADDRINUSE. */
function isTaken(error: unknown): boolean {
  return ['EADDRINUSE', 'EACCES'].includes(errorCode(error));
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
