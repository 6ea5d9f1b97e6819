import { hresults } from '../../com/hresult.js';
import { remoteFailure } from './http-results.js';
import { resolveRange } from './spans.js';
import type { TransferFile } from './transfer-file.js';

/** A part of the remote file that is requested at once: from `start` up to `end`, exclusive. */
export interface Piece {
  readonly start: bigint;
  readonly end: bigint;
  /** The position of its first byte in the local file. */
  readonly place: bigint;
}

/**
 * Returns the next part to download of a file with ranges, or with random access; null if nothing that was requested is missing.
 * @throws {TransferFailure} `BG_E_INVALID_RANGE` for a range beyond the end of the remote file
 */
export function nextPiece(file: TransferFile, size: bigint): Piece | null {
  const { access, ranges } = file;
  if (access !== null) {
    if (!access.fits(size)) throw remoteFailure(hresults.BG_E_INVALID_RANGE);
    const span = access.next(size);
    return span === null ? null : { ...span, place: span.start };
  }
  let place = 0n;
  for (const range of ranges ?? []) {
    const span = resolveRange(range, size);
    if (span === null) throw remoteFailure(hresults.BG_E_INVALID_RANGE);
    const length = span.end - span.start;
    const here = file.transferred - place;
    if (here < length) return { start: span.start + here, end: span.end, place: file.transferred };
    place += length;
  }
  return null;
}
