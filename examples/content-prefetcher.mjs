// Prefetches the content of a game: at low priority, on unmetered networks alone, and in the service of BITS, so that it continues when
// this program ends. The next start takes the download up again and gives the files their names.
//
//   node examples/content-prefetcher.mjs content.json C:\Games\Content
//
// The list: {"version": "season-4", "files": [{"url": "https://…", "path": "maps/north.pak", "sha256": "…", "size": 734003200}]}
import { realpathSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { connect } from 'winprogress';

/** @typedef {{ version: string, files: { url: string, path: string, sha256: string, size: number }[] }} ContentList */

/**
 * Downloads the files of a list in one job. All or none of them get their names.
 *
 * @param {import('winprogress').Connection} connection
 * @param {ContentList} list
 * @param {{ folder: string, signal?: AbortSignal, print?: (line: string) => void }} options
 * @returns {Promise<import('winprogress').BitsDownloadResult>}
 */
export async function prefetch({ bits }, { version, files }, { folder, signal, print = console.log }) {
  const targets = files.map(({ url, path, sha256, size }) => {
    return { url, path: inside(folder, path), integrity: sha256, size: BigInt(size) };
  });
  for (const { path } of targets) await mkdir(dirname(path), { recursive: true });

  let last = '';
  const download = await bits.openDownload(targets, {
    name: `Content ${version}`,
    key: `content ${resolve(folder)}`.slice(-256), // of the place, so that the next list replaces the job of this one
    defaults: 'bits', // no user waits for it: no stall timeout
    priority: 'low',
    transferPolicy: 'unrestricted', // not on a network with a data cap
    onAbort: 'leave', // the job continues in the service
    signal,
    onProgress({ state, fraction, waitingFor }) {
      const percent = fraction === null ? '' : ` ${Math.floor(fraction * 100)} %`;
      // Such as unmeteredNetwork, power, gameMode, or turn while other jobs are first.
      const line = waitingFor === null ? `${state}${percent}` : `waits for ${waitingFor}`;
      if (line !== last) print(line);
      last = line;
    },
  });
  return await download.done;
}

/** The list comes from a server, which must not select files outside the folder. */
function inside(folder, path) {
  const root = resolve(folder);
  const target = resolve(root, path);
  if (!target.startsWith(root.endsWith(sep) ? root : root + sep)) throw new Error(`${path} is outside the folder`);
  return target;
}

async function main() {
  const [listPath, folder] = process.argv.slice(2);
  if (!listPath || !folder) throw new Error('usage: content-prefetcher.mjs LIST FOLDER');
  const list = JSON.parse(await readFile(listPath, 'utf8'));
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  const connection = await connect();
  try {
    const { files, resumed } = await prefetch(connection, list, { folder, signal: interrupted.signal });
    console.log(`${files.length} files${resumed ? ', continued' : ''}`);
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    console.log('interrupted: BITS continues, and the next start finishes it');
  } finally {
    await connection.close();
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename) await main();
