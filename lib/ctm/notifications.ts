import {
  outOfRange,
  requireBigInt,
  requireDword,
  requireOneOf,
  requireResult,
  requireText,
  wrongValue,
} from '../com/arguments.js';
import { parseGuid } from '../com/guid.js';
import { succeeded, toHexadecimal } from '../com/hresult.js';
import { progressTypes } from './constants.js';

/** `S_DTS_PROGRESS_…` for a change of status; null or the empty text if only counts have changed. They are sent as NULL and as empty text. */
export type ContentTransferProgressType = (typeof progressTypes)[number] | '' | null;

/** The job of a notification. */
export interface ContentTransferJobAddress {
  /** `szNotifyEndpoint` of `DownloadContent`, passed back verbatim. */
  readonly endpoint: string;
  /** The GUID that `DownloadContent` returned; sent with braces and in upper case. */
  readonly id: string;
  /** `szNotifyData` of `DownloadContent`, passed back verbatim. */
  readonly clientData: string;
}

/** The progress of a job. */
export interface ContentTransferCounts {
  /** Bytes of the whole job, 0 to 2^64-1; `0n` while they are unknown. Sent as decimal text. */
  readonly bytesTotal: bigint;
  /** Bytes transferred so far, 0 to 2^64-1. Sent as decimal text. */
  readonly bytesTransferred: bigint;
  /** Files of the whole job, 0 to 2^32-1; 0 while they are unknown. */
  readonly filesTotal: number;
  /** Files transferred so far, 0 to 2^32-1. */
  readonly filesTransferred: number;
}

export interface ContentTransferProgressNotification extends ContentTransferJobAddress, ContentTransferCounts {
  /** NULL if it is omitted or null. */
  readonly progressType?: ContentTransferProgressType | undefined;
}

export interface ContentTransferSuccessNotification extends ContentTransferJobAddress, ContentTransferCounts {}

/** The reason of a failed job. */
export interface ContentTransferFailure {
  /** A failure code, signed or unsigned. */
  readonly hresult: number;
  /** For people; may be empty, never NULL. */
  readonly message: string;
}

export interface ContentTransferErrorNotification extends ContentTransferJobAddress, ContentTransferFailure {}

/** Checks the address and converts the id to the form with braces, in upper case. @throws {TypeError | RangeError} */
export function requireAddress({
  endpoint,
  id,
  clientData,
}: Partial<ContentTransferJobAddress>): ContentTransferJobAddress {
  return {
    endpoint: requireText(endpoint, 'endpoint'),
    id: parseGuid(id),
    clientData: requireText(clientData, 'clientData'),
  };
}

/** Reads the type of a progress notification. @throws {TypeError} if it is not a string; {RangeError} if it is not one of the documented words */
export function requireProgressType(value: unknown): Exclude<ContentTransferProgressType, '' | null> {
  return requireOneOf(value, 'progressType (S_DTS_PROGRESS_...)', progressTypes);
}

/** Checks the counts: none is above a known total. @throws {TypeError | RangeError} */
export function requireCounts(counts: Partial<ContentTransferCounts>): ContentTransferCounts {
  const bytesTotal = requireBigInt(counts.bytesTotal, 'bytesTotal');
  const bytesTransferred = requireBigInt(counts.bytesTransferred, 'bytesTransferred');
  const filesTotal = requireDword(counts.filesTotal, 'filesTotal');
  const filesTransferred = requireDword(counts.filesTransferred, 'filesTransferred');
  requireWithin('bytesTransferred', bytesTransferred, 'bytesTotal', bytesTotal);
  requireWithin('filesTransferred', filesTransferred, 'filesTotal', filesTotal);
  return { bytesTotal, bytesTransferred, filesTotal, filesTransferred };
}

function requireWithin(name: string, transferred: bigint | number, totalName: string, total: bigint | number): void {
  if (total !== 0n && total !== 0 && transferred > total) {
    throw outOfRange(
      `${name} (${transferred}) must not be above ${totalName} (${total}); a total that is not known is 0 (SendNotifyProgressToCTM)`,
    );
  }
}

/** Checks that everything is transferred, as SendNotifySuccessToCTM recommends. @throws {RangeError} if it is not */
export function requireComplete(counts: ContentTransferCounts): void {
  const { bytesTotal, bytesTransferred, filesTotal, filesTransferred } = counts;
  if (bytesTransferred !== bytesTotal || filesTransferred !== filesTotal) {
    throw outOfRange(
      'at success the number of bytes and files transferred should equal the total (SendNotifySuccessToCTM): ' +
        `${bytesTransferred} of ${bytesTotal} bytes and ${filesTransferred} of ${filesTotal} files ` +
        'are refused without allowPartialSuccess',
    );
  }
}

/** Checks a failure, and returns it with its code as an unsigned number. @throws {TypeError | RangeError} */
export function requireFailure({ hresult, message }: Partial<ContentTransferFailure>): ContentTransferFailure {
  const code = requireResult(hresult);
  if (succeeded(code)) {
    throw wrongValue(`hresult must be a failure code (SendNotifyErrorToCTM), not ${toHexadecimal(code)}`);
  }
  return { hresult: code, message: requireText(message, 'message (szErrorMessage, never NULL)') };
}
