import { groupProgress, sizeUnknown } from './constants.js';
import type { ErrorRecord, ProgressRecord } from './verbs.js';

const largestDword = 0xffffffffn;

/** Converts a 64-bit count to a DWORD; a larger count becomes the largest DWORD. */
function toDword(bytes: bigint): number {
  return Number(bytes > largestDword ? largestDword : bytes);
}

/**
 * Returns the result of `GetProgress` of a legacy group or job, from the progress of the modern job behind it; null for unknown flags. The percentage
 * is rounded down, 0 while the total is unknown, and 100 only if everything is transferred.
 */
export function legacyProgress(flags: number, progress: ProgressRecord, isComplete: boolean): number | null {
  if (flags === groupProgress.sizeDone) return toDword(progress.bytesTransferred);
  if (flags !== groupProgress.percentDone) return null;
  if (isComplete) return 100;
  const { bytesTotal, bytesTransferred } = progress;
  if (bytesTotal === sizeUnknown || bytesTotal === 0n) return 0;
  return Math.min(Number((bytesTransferred * 100n) / bytesTotal), 99);
}

/** Returns the result of `get_Size`: 0 while the total is unknown. */
export function legacySize({ bytesTotal }: ProgressRecord): number {
  return bytesTotal === sizeUnknown ? 0 : toDword(bytesTotal);
}

const httpFacility = 0x19;
const win32Facility = 0x7;

/**
 * Returns the results of `IBackgroundCopyJob1::GetStatus`. An HTTP status is the transport result, a Win32 error the Win32 result; any other error is
 * the Win32 result as an unchanged HRESULT.
 */
export function legacyResults(error: ErrorRecord | null): { win32Result: number; transportResult: number } {
  if (error === null) return { win32Result: 0, transportResult: 0 };
  const facility = (error.hresult >>> 16) & 0x1fff;
  const code = error.hresult & 0xffff;
  if (facility === httpFacility) return { win32Result: 0, transportResult: code };
  return { win32Result: facility === win32Facility ? code : error.hresult, transportResult: 0 };
}
