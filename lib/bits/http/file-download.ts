import type { FileHandle } from 'node:fs/promises';
import { writeBody } from './body-writer.js';
import { discardBody, type HttpClient } from './http-client.js';
import { cutFailure, invalidResponseFailure } from './http-results.js';
import { downloadRanges } from './range-download.js';
import { type Decision, decide, decideEnd, type RemoteFile } from './remote-file.js';
import { sendRequest } from './requests.js';
import { bodyOf } from './response-body.js';
import { checkTarget } from './target.js';
import { openTemporaryFile, restartFile, stampFile } from './temporary-file.js';
import type { TransferFile } from './transfer-file.js';
import type { HttpPolicy, TransferObserver, TransferTerms } from './transfer-terms.js';

/** The number of successive requests without a new byte, after which no more are sent. */
const maximumRequests = 5;

/** A download over HTTP. */
export interface FileDownload {
  readonly client: HttpClient;
  readonly file: TransferFile;
  readonly terms: TransferTerms;
  readonly policy: HttpPolicy;
  readonly observer: TransferObserver;
  readonly signal: AbortSignal;
}

/**
 * Downloads the missing bytes of a file, or of its ranges, over HTTP to its temporary file. Resolves when nothing is missing, or soon after the
 * signal is aborted; then nothing more is written.
 * @throws {TransferFailure}
 */
export async function downloadFile(download: FileDownload): Promise<void> {
  const { client, file, terms, observer, signal } = download;
  await checkTarget(file.localName);
  if (file.ranges !== null || file.access !== null) {
    await downloadRanges(client, file, terms, observer, signal);
    return;
  }
  await (terms.hasCustomMethod ? downloadAnew(download) : downloadRest(download));
  if (!signal.aborted) finishFile(file, observer);
}

/** Marks a file as complete. @throws {TransferFailure} if bytes are missing */
export function finishFile(file: TransferFile, observer: TransferObserver): void {
  if (file.total !== null && file.total !== file.transferred) throw cutFailure();
  file.finish();
  observer.progressed();
}

/** Sends one request with the method of the job, without HEAD before it. */
async function downloadAnew(download: FileDownload): Promise<void> {
  const { file, observer, signal } = download;
  await withTemporaryFile(file, signal, async (handle) => {
    // A download that cannot be continued restarts after each interruption.
    await restartFile(file, handle, observer);
    const first = { kind: 'ask', start: 0n, condition: null, file: null } as const;
    await fetchAndStamp(download, handle, first, false);
  });
}

async function downloadRest(download: FileDownload): Promise<void> {
  const { client, file, terms, observer, signal } = download;
  const head = await sendRequest(client, 'HEAD', file, terms, {}, signal);
  discardBody(head.response);
  const known = terms.dynamic ? null : file.known;
  const before = { conditional: false, head: null, policy: policyOf(download) };
  // A response without the file leaves no temporary file.
  const refused = decide({ ...before, known, transferred: 0n, start: 0n }, head.answer);
  if (refused.kind === 'fail') throw refused.failure;
  await withTemporaryFile(file, signal, async (handle) => {
    if (terms.dynamic) await restartFile(file, handle, observer);
    const { transferred } = file;
    const first = decide({ ...before, known, transferred, start: transferred }, head.answer);
    const answered = head.answer.status === 200 || head.answer.status === 204;
    await fetchAndStamp(download, handle, first, answered);
  });
}

async function fetchAndStamp(download: FileDownload, handle: FileHandle, first: Decision, head: boolean) {
  const found = await fetchFile(download, handle, first, head);
  if (!download.signal.aborted) await stampFile(handle, found?.modified ?? null);
}

/** Sends requests until the file is complete. Resolves to the version of the remote file, or to null if the signal is aborted. */
async function fetchFile(
  download: FileDownload,
  handle: FileHandle,
  first: Decision,
  head: boolean,
): Promise<RemoteFile | null> {
  const { client, file, terms, observer, signal } = download;
  let decision = first;
  // Bytes before this position are not new: a server may provoke one restart after another.
  let furthest = file.transferred;
  for (let requests = 0; requests < maximumRequests; requests += 1) {
    if (decision.kind === 'fail') throw decision.failure;
    if (decision.kind === 'done') return storeVersion(file, decision.file);
    if (decision.kind === 'take') throw invalidResponseFailure();
    const { start, condition, file: known } = decision;
    const range = start === 0n ? {} : { Range: `bytes=${start}-` };
    const headers = condition === null ? range : { ...range, 'If-Range': condition };
    const { response, answer } = await sendRequest(client, terms.httpMethod, file, terms, headers, signal);
    const request = { known, transferred: file.transferred, start, conditional: condition !== null, head };
    decision = decide({ ...request, policy: policyOf(download) }, answer);
    if (decision.kind !== 'take') {
      discardBody(response);
      continue;
    }
    const body = bodyOf(response);
    try {
      if (decision.start !== file.transferred || decision.start === 0n) await restartFile(file, handle, observer);
      if (decision.start !== file.transferred) throw invalidResponseFailure();
      storeVersion(file, decision.file);
      observer.connected();
      await writeBody(file, handle, body, decision.end, observer, signal);
    } finally {
      response.destroy();
    }
    if (signal.aborted) return null;
    const rest = decideEnd(decision.file, file.transferred, decision.end);
    if (rest === null) return decision.file;
    if (file.transferred > furthest) {
      furthest = file.transferred;
      requests = 0;
    }
    decision = rest;
  }
  throw invalidResponseFailure();
}

function policyOf({ terms, policy }: FileDownload): HttpPolicy {
  return terms.dynamic || terms.hasCustomMethod ? 'lenient' : policy;
}

export function storeVersion(file: TransferFile, found: RemoteFile): RemoteFile {
  file.known = found;
  file.total = found.size;
  return found;
}

/** Calls a function with the open temporary file. Uses the size on the disk: another process may have written more than it has recorded. */
export async function withTemporaryFile(
  file: TransferFile,
  signal: AbortSignal,
  use: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  const handle = await openTemporaryFile(file, signal);
  try {
    file.transferred = (await handle.stat({ bigint: true })).size;
    await use(handle);
  } finally {
    await handle.close();
  }
}
