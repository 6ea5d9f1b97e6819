import type { FileHandle } from 'node:fs/promises';
import { hresults } from '../../com/hresult.js';
import { writeAll } from './body-writer.js';
import { discardBody, type HttpClient } from './http-client.js';
import { cutFailure, invalidResponseFailure, remoteFailure, remoteFileChanged, statusFailure } from './http-results.js';
import { nextPiece, type Piece } from './pieces.js';
import { isSameVersion, type RemoteFile } from './remote-file.js';
import { sendRequest } from './requests.js';
import { bodyOf } from './response-body.js';
import { openTemporaryFile, restartFile, stampFile } from './temporary-file.js';
import type { TransferFile } from './transfer-file.js';
import type { TransferObserver, TransferTerms } from './transfer-terms.js';

/**
 * Downloads ranges of a file: those of `AddFileWithRanges` one after the other, or the parts of a file with random access. The server must state the
 * size and have ranges, whatever the policy is. Resolves when nothing that was requested is missing.
 * @throws {TransferFailure}
 */
export async function downloadRanges(
  client: HttpClient,
  file: TransferFile,
  terms: TransferTerms,
  observer: TransferObserver,
  signal: AbortSignal,
): Promise<void> {
  const { response, answer } = await sendRequest(client, 'HEAD', file, terms, {}, signal);
  discardBody(response);
  if (answer.status !== 200) throw statusFailure(answer.status);
  const { size } = answer.file;
  if (size === null) throw remoteFailure(hresults.BG_E_MISSING_FILE_SIZE);
  if (answer.refusesRanges) throw remoteFailure(hresults.BG_E_INSUFFICIENT_RANGE_SUPPORT);
  const handle = await openTemporaryFile(file, signal);
  try {
    const { size: present } = await handle.stat({ bigint: true });
    const expected = file.access?.filled.list.at(-1)?.end ?? file.transferred;
    const other = file.known === null || !isSameVersion(file.known, answer.file);
    // The temporary file may have been deleted, or cut by a loss of power.
    const bound = file.access?.bindsVersion === true;
    if (other || present < expected) await restartFile(file, handle, observer);
    if (other && bound) throw remoteFileChanged();
    file.known = answer.file;
    file.total = file.sizeOf(size);
    observer.connected();
    for (let piece = nextPiece(file, size); piece !== null && !signal.aborted; piece = nextPiece(file, size)) {
      await downloadPiece(client, file, terms, piece, size, handle, observer, signal);
      const filled = file.access?.takeFilled(size) ?? [];
      if (filled.length > 0) observer.rangesTransferred(filled);
    }
    if (signal.aborted) return;
    if (file.transferred === file.total) {
      await stampFile(handle, answer.file.modified);
      file.finish();
    }
    observer.progressed();
  } finally {
    await handle.close();
  }
}

/** Downloads a piece. The server may send a shorter part: the missing part is requested next. @throws {TransferFailure} */
async function downloadPiece(
  client: HttpClient,
  file: TransferFile,
  terms: TransferTerms,
  piece: Piece,
  size: bigint,
  handle: FileHandle,
  observer: TransferObserver,
  signal: AbortSignal,
): Promise<void> {
  const range = { Range: `bytes=${piece.start}-${piece.end - 1n}` };
  const { response, answer } = await sendRequest(client, 'GET', file, terms, range, signal);
  try {
    if (answer.status === 200) throw remoteFailure(hresults.BG_E_INSUFFICIENT_RANGE_SUPPORT);
    if (answer.status !== 206) throw statusFailure(answer.status);
    if (answer.range === null || answer.range === 'unusable')
      throw remoteFailure(hresults.BG_E_INSUFFICIENT_RANGE_SUPPORT);
    const { start, end, size: stated } = answer.range;
    if (start !== piece.start || end === null || end > piece.end) throw invalidResponseFailure();
    const changed = (stated !== null && stated !== size) || (file.known !== null && isOther(file, answer.file));
    if (changed) {
      const bound = file.access?.bindsVersion === true;
      await restartFile(file, handle, observer);
      throw bound ? remoteFileChanged() : invalidResponseFailure();
    }
    let position = piece.start;
    for await (const blocks of bodyOf(response)) {
      if (signal.aborted) return;
      const length = BigInt(blocks.reduce((sum, block) => sum + block.length, 0));
      if (position + length > end) throw invalidResponseFailure();
      await writeAll(handle, blocks, Number(piece.place + position - piece.start));
      position += length;
      if (file.access !== null) file.fill(piece.start, position);
      else file.transferred += length;
      observer.progressed();
    }
    if (position < end) throw cutFailure();
  } finally {
    response.destroy();
  }
}

function isOther(file: TransferFile, found: RemoteFile): boolean {
  const { known } = file;
  if (known === null) return false;
  if (known.encoding !== found.encoding) return true;
  if (known.modified !== null && found.modified !== null) return known.modified !== found.modified;
  return known.entityTag !== null && found.entityTag !== null && known.entityTag !== found.entityTag;
}
