// The download of an updater, such as could stand behind electron-updater or Squirrel: BITS transfers the installer in the background and
// continues after a restart, and the installer is started only if its hash is that of the manifest.
//
//   node examples/application-updater.mjs https://example.org/update.json C:\Updates --dry-run
//   node examples/application-updater.mjs https://example.org/update.json C:\Updates -- msiexec /quiet /i
//
// The manifest: {"version": "2.1.0", "url": "setup-2.1.0.msi", "sha256": "<64 hexadecimal digits>", "size": 48211968}. It
// determines what is installed: serve it over HTTPS, and let only the user of the updater write to the folder.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, realpathSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { connect } from 'winprogress';

const key = 'example-updater'; // one for each application: a new version replaces the unfinished download of an older one

/** Reads and checks a manifest. @param {string} location a URL, or the path of a file */
export async function readManifest(location) {
  const isUrl = /^https?:\/\//i.test(location);
  const base = isUrl ? new URL(location) : pathToFileURL(resolve(location));
  const { version, url, sha256, size } = JSON.parse(await (isUrl ? textOf(base) : readFile(base, 'utf8')));
  // The version becomes part of a file name.
  if (!/^\d[\w.+-]{0,63}$/.test(version)) throw new Error('the manifest has no valid version');
  if (!/^[\da-f]{64}$/i.test(sha256)) throw new Error('the manifest has no valid sha256');
  if (!Number.isSafeInteger(size) || size < 0) throw new Error('the manifest has no valid size');
  const source = new URL(url, base);
  if (!/^https?:$/.test(source.protocol)) throw new Error('the manifest has no valid url');
  return { version, url: source.href, sha256: sha256.toLowerCase(), size: BigInt(size) };
}

async function textOf(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: HTTP status ${response.status}`);
  return await response.text();
}

/**
 * Downloads the installer, or continues the download that an earlier process has begun, and applies it.
 *
 * @param {import('winprogress').Connection} connection
 * @param {Awaited<ReturnType<typeof readManifest>>} manifest
 * @param {{
 *   folder: string,
 *   apply: (path: string) => unknown,
 *   signal?: AbortSignal,
 *   onProgress?: (snapshot: import('winprogress').BitsTransferSnapshot) => unknown,
 * }} options `apply` receives the path of the verified installer
 * @returns whether the download of an earlier process was continued
 */
export async function update({ bits }, { version, url, sha256, size }, { folder, apply, signal, onProgress }) {
  await mkdir(folder, { recursive: true });
  const path = resolve(join(folder, `${version}${extname(new URL(url).pathname)}`));
  let resumed = false;
  // The last process may have ended between the download and the installation.
  if ((await hashOf(path)) !== sha256) {
    const download = await bits.openDownload([{ url, path, integrity: sha256, size }], {
      key,
      onAbort: 'suspend', // an update that the user has stopped costs no more bandwidth, and keeps its bytes
      fallback: 'http', // where BITS is disabled, and behind servers that it cannot use
      onProgress,
      signal,
    });
    // Rejects if the size or the hash is another one: then there is no file.
    ({ resumed } = await download.done);
  }
  await apply(path);
  return resumed;
}

/** Null if the file does not exist. */
async function hashOf(path) {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
  return hash.digest('hex');
}

/** Starts the command with the installer as its last argument, without a shell that could interpret the path. */
async function start(command, path) {
  const [program, ...args] = command;
  const child = spawn(program, [...args, path], { stdio: 'inherit' });
  const [code] = await once(child, 'exit'); // rejects if the command cannot be started
  if (code !== 0) throw new Error(`the installer ended with ${code}`);
}

async function main() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'dry-run': { type: 'boolean' } } });
  const [location, folder, ...command] = positionals;
  if (!location || !folder || (command.length === 0 && !values['dry-run'])) {
    throw new Error('usage: application-updater.mjs MANIFEST FOLDER (--dry-run | -- COMMAND [ARGUMENT…])');
  }
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  const apply = (path) => (values['dry-run'] ? console.log(path) : start(command, path));
  const connection = await connect();
  try {
    await update(connection, await readManifest(location), { folder, apply, signal: interrupted.signal });
  } finally {
    await connection.close();
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename) await main();
