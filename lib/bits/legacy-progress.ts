import { groupProgress, sizeUnknown } from './constants.js';
import type { ErrorRecord, ProgressRecord } from './verbs.js';

const largestDword = 0xffffffffn;

/** A 64-bit count as a DWORD: what does not fit says the largest that does. */
function toDword(bytes: bigint): number {
  return Number(bytes > largestDword ? largestDword : bytes);
}

/**
 * What `GetProgress` of a legacy group or job says about the modern job behind it; null for kinds that it does not know. Percent rounds
 * down, is 0 while the total is not known, and 100 only when everything is transferred.
 */
export function legacyProgress(flags: number, progress: ProgressRecord, isComplete: boolean): number | null {
  if (flags === groupProgress.sizeDone) return toDword(progress.bytesTransferred);
  if (flags !== groupProgress.percentDone) return null;
  if (isComplete) return 100;
  const { bytesTotal, bytesTransferred } = progress;
  if (bytesTotal === sizeUnknown || bytesTotal === 0n) return 0;
  return Math.min(Number((bytesTransferred * 100n) / bytesTotal), 99);
}

/** What `get_Size` says: 0 while the total is not known. */
export function legacySize({ bytesTotal }: ProgressRecord): number {
  return bytesTotal === sizeUnknown ? 0 : toDword(bytesTotal);
}

const httpFacility = 0x19;
const win32Facility = 0x7;

/** The results of `IBackgroundCopyJob1::GetStatus`: an HTTP status is the transport's, a Win32 error the other; what is neither shows as the HRESULT itself. */
export function legacyResults(error: ErrorRecord | null): { win32Result: number; transportResult: number } {
  if (error === null) return { win32Result: 0, transportResult: 0 };
  const facility = (error.hresult >>> 16) & 0x1fff;
  const code = error.hresult & 0xffff;
  if (facility === httpFacility) return { win32Result: 0, transportResult: code };
  return { win32Result: facility === win32Facility ? code : error.hresult, transportResult: 0 };
}
