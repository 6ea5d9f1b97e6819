// A complete alternate content provider for Configuration Manager. It downloads the files of a manifest through BITS, and
// reports their progress to Content Transfer Manager. Run it with an emulated manager:
//
//   npx winprogress ctm simulate examples/alternate-content-provider.mjs
import { mkdir } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { downloadFlags, hresults, parseManifest } from 'winprogress';

const timedOut = { hresult: hresults.ERROR_TIMEOUT, message: 'The download has timed out.' };
const longestTimer = 2 ** 31 - 1; // milliseconds

/**
 * Creates the provider: the seven methods of ICcmAlternateDownloadProvider. The GUID of a job is that of its BITS job.
 *
 * @param {import('winprogress').Connection} connection
 * @param {{ library: string }} options the library that exports SendNotifyProgressToCTM and its two siblings
 * @returns {Promise<import('winprogress/emulation').AlternateDownloadProvider & AsyncDisposable>}
 */
export default async function createProvider({ bits, ctm }, { library }) {
  const notifier = await ctm.openNotifier({ library });
  const jobs = new Map();

  function find(id) {
    const job = jobs.get(id);
    if (job === undefined) throw new Error(`job ${id} does not exist`);
    return job;
  }

  /** Reports a job until its end: progress if it was requested, then one success or error. */
  async function follow({ transfer, report, stop }) {
    try {
      await report.status('PreparingDownload');
      const complete = () => transfer.complete();
      const { outcome } = await report.follow(transfer, { signal: stop.signal, complete });
      if (outcome === 'error') await transfer.cancel();
    } catch (error) {
      if (!stop.signal.aborted) console.error(`job ${transfer.id}: ${error.message}`);
    } finally {
      remove(transfer.id);
    }
  }

  function remove(id) {
    clearTimeout(jobs.get(id)?.timer);
    jobs.delete(id);
  }

  /** Cancels a job. */
  async function end({ transfer, stop }) {
    stop.abort();
    remove(transfer.id);
    await transfer.cancel();
  }

  function setTimer(job, seconds) {
    clearTimeout(job.timer);
    const left = Math.max(job.startTime + seconds * 1000 - Date.now(), 0);
    const report = () => job.report.fail(timedOut);
    job.timer = setTimeout(() => end(job).finally(report).catch(console.error), Math.min(left, longestTimer));
  }

  return {
    async downloadContent(request) {
      const files = await filesOf(request);
      for (const { path } of files) await mkdir(dirname(path), { recursive: true });
      const transfer = await bits.createJob({
        name: `Content ${request.contentId} ${request.contentVersion}`.slice(0, 256),
        priority: request.priority,
        files,
        // With deleteJobOnError a transient error is final. Otherwise BITS retries until the timeout.
        noProgressTimeout: request.deleteJobOnError ? 0 : request.timeoutSeconds,
      });
      const report = notifier.job({
        endpoint: request.notifyEndpoint,
        id: transfer.id,
        clientData: request.notifyData,
        chunkSize: request.chunkSize,
        wantsProgress: (request.flags & downloadFlags.notifyProgress) !== 0,
      });
      const job = {
        transfer,
        report,
        stop: new AbortController(),
        startTime: Date.now(),
        following: Promise.resolve(),
      };
      jobs.set(transfer.id, job);
      setTimer(job, request.timeoutSeconds);
      await transfer.resume();
      // The manager receives the GUID of the job as the result of this call, so reports must follow it.
      job.following = new Promise(setImmediate).then(() => follow(job));
      return transfer.id;
    },
    cancelJob: async (id) => end(find(id)),
    // The manifest contains the sources of the files. The location is not used, so a change of it can be ignored.
    modifyJobSource: async (id) => void find(id),
    modifyJobPriority: async (id, priority) => find(id).transfer.setPriority(priority),
    modifyJobTimeout: async (id, seconds) => setTimer(find(id), seconds),
    async resume(id) {
      const { transfer } = find(id);
      if ((await transfer.getState()) === 'suspended') await transfer.resume();
    },
    suspend: async (id) => find(id).transfer.suspend(),
    async [Symbol.asyncDispose]() {
      await Promise.all([...jobs.values()].map((job) => (job.report.ended ? job.following : end(job))));
      await notifier.close();
    },
  };
}

/** Returns the files to download. A request that the provider cannot serve must fail, so that the manager calls another provider. */
async function filesOf({ fileManifest, remotePath, localPath }) {
  if (fileManifest === null) throw new Error('the provider requires a file manifest');
  const folder = resolve(localPath);
  const { files } = await parseManifest(fileManifest);
  return files.map(({ source, destination, chunks }) => {
    if (chunks.length > 0) throw new Error('the provider does not support chunks of files');
    const path = resolve(folder, destination);
    if (!path.startsWith(folder + sep)) throw new Error(`${destination} is outside the folder of the content`);
    return { url: new URL(source, remotePath === '' ? undefined : remotePath).href, path };
  });
}
