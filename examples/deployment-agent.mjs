// Downloads one package for Configuration Manager, and reports success only after its hash has been verified. A native alternate content
// provider starts it with a request, and again after a restart, when it continues the download:
//
//   node examples/deployment-agent.mjs request.json
//
// The request: {"library": "C:\\Provider\\notify.dll", "endpoint": "…", "id": "{GUID}", "clientData": "…", "chunkSize": 65536,
// "wantsProgress": true, "url": "https://…", "path": "C:\\…", "sha256": "…", "size": 48211968}. The id is the GUID that DownloadContent
// has returned. alternate-content-provider.mjs is a provider of manifests, without hashes, that is written in JavaScript as a whole.
import { realpathSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { connect, hresults } from 'winprogress';

/**
 * @typedef {{
 *   library: string, endpoint: string, id: string, clientData: string, chunkSize: number, wantsProgress: boolean,
 *   url: string, path: string, sha256: string, size: number,
 * }} DeploymentRequest
 */

/**
 * Downloads the package and reports it, until exactly one success or error is sent. After an abort nothing final is sent, and the job of BITS is
 * suspended: a later call continues it.
 *
 * @param {import('winprogress').Connection} connection
 * @param {DeploymentRequest} request
 * @param {{ signal?: AbortSignal }} [options]
 * @returns {Promise<import('winprogress').ContentTransferFollowResult>}
 */
export async function deploy({ bits, ctm }, request, { signal } = {}) {
  const { library, endpoint, id, clientData, chunkSize, wantsProgress } = request;
  const notifier = await ctm.openNotifier({ library });
  try {
    const report = notifier.job({ endpoint, id, clientData, chunkSize, wantsProgress });
    return await report.follow({ watch: () => verifiedDownload(bits, request, signal) }, { signal });
  } finally {
    await notifier.close();
  }
}

/**
 * Yields the snapshots of the transfer, and at the end whether the file is in place. BITS has transferred all bytes before they are verified, so its
 * own last state is not the result.
 */
async function* verifiedDownload(bits, { id, url, path, sha256, size }, signal) {
  let last = { bytesTotal: BigInt(size), bytesTransferred: 0n, filesTotal: 1, filesTransferred: 0 };
  try {
    const target = resolve(path);
    await mkdir(dirname(target), { recursive: true });
    const download = await bits.openDownload([{ url, path: target, integrity: sha256, size: BigInt(size) }], {
      key: `deployment ${id}`,
      defaults: 'bits',
      onAbort: 'suspend',
      signal,
    });
    for await (const snapshot of download.watch({ signal })) {
      if (isEnded(snapshot.state)) break;
      last = snapshot;
      yield snapshot;
    }
    const { bytes } = await download.done;
    yield {
      ...last,
      state: 'acknowledged',
      bytesTotal: bytes,
      bytesTransferred: bytes,
      filesTransferred: 1,
      error: null,
    };
  } catch (error) {
    if (signal?.aborted) throw error;
    yield { ...last, state: 'error', error: failureOf(error) };
  }
}

function isEnded(state) {
  return ['error', 'transferred', 'acknowledged', 'canceled'].includes(state);
}

/** What Configuration Manager shows. Errors of BITS have an HRESULT, those of the verification a code alone. */
function failureOf({ hresult, code, message }) {
  if (code === 'ERR_DOWNLOAD_INTEGRITY' || code === 'ERR_DOWNLOAD_SIZE') {
    return { hresult: hresults.ERROR_FILE_CORRUPT, message };
  }
  return { hresult: hresult ?? hresults.E_FAIL, message };
}

async function main() {
  const [requestPath] = process.argv.slice(2);
  if (!requestPath) throw new Error('usage: deployment-agent.mjs REQUEST');
  const request = JSON.parse(await readFile(requestPath, 'utf8'));
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  const connection = await connect();
  try {
    const { outcome, error } = await deploy(connection, request, { signal: interrupted.signal });
    console.log(outcome, error?.message ?? '');
    if (outcome === 'error') process.exitCode = 1;
  } finally {
    await connection.close();
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename) await main();
