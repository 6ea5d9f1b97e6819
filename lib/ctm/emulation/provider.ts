import { HResultError } from '../../com/error.js';
import { describeThrown, failureOf, isComFailure } from '../../com/thrown.js';
import type { downloadPriorities } from '../constants.js';

/** The names of the `CCM_DTS_PRIORITY` values. */
export type DownloadPriority = (typeof downloadPriorities)[number];

/** The sixteen inputs of `DownloadContent`, in their order. */
export interface DownloadContentRequest {
  readonly contentId: string;
  readonly contentVersion: string;
  /** A hint about the source of the content; the provider may ignore it. */
  readonly remotePath: string;
  /** The destination folder, which exists. */
  readonly localPath: string;
  /** Must be passed verbatim with each notification. */
  readonly notifyEndpoint: string;
  /** The client data, which must be passed verbatim with each notification. */
  readonly notifyData: string;
  readonly priority: DownloadPriority;
  /** Seconds after which the job must be reported as failed. */
  readonly timeoutSeconds: number;
  /** Bytes between two progress notifications, if they are requested; 0 for any number. */
  readonly chunkSize: number;
  /** `CCM_DTS_FLAG`, such as `0x4` if progress is requested. */
  readonly flags: number;
  /** Reserved. */
  readonly locationOptions: string;
  /** The files and byte ranges as XML for `parseManifest()`; null for all of the content. */
  readonly fileManifest: string | null;
  /** The user on whose behalf the content is downloaded, such as `'S-1-5-18'`. */
  readonly ownerSid: string;
  /** Whether a transient error fails the job at once; if false, the provider retries until the timeout. */
  readonly deleteJobOnError: boolean;
  /** The global settings in the provider's registration; empty for none. */
  readonly providerData: string;
  /** The settings of this provider for this content, in a `Data` element; empty for none. */
  readonly packageData: string;
}

/**
 * `ICcmAlternateDownloadProvider` in TypeScript, called by Content Transfer Manager. A method fails by throwing: with the result of an
 * `HResultError`, or `E_FAIL` for any other error. Ids are GUIDs in braces and upper case.
 * Source: https://learn.microsoft.com/intune/configmgr/develop/reference/core/servers/configure/iccmalternatedowloadprovider-interface.
 */
export interface AlternateDownloadProvider {
  /** Starts a job and returns its GUID; must fail if the request cannot be served. */
  downloadContent(request: DownloadContentRequest): Promise<string>;
  /** Cancels a job. Fails if the job does not exist, or cannot be cancelled. */
  cancelJob(id: string): Promise<void>;
  /**
   * Changes the source of a job. Fails if the job does not exist, or if its old source is in use and the new one is not possible. The flags may be
   * ignored.
   */
  modifyJobSource(id: string, sourceUrl: string, flags: number): Promise<void>;
  /** Changes the priority of a job. Fails if the job does not exist, or the priority is not possible. */
  modifyJobPriority(id: string, priority: DownloadPriority): Promise<void>;
  /** Changes the timeout of a job. Fails if the job does not exist. A timeout that has already passed is reported after the call has returned. */
  modifyJobTimeout(id: string, timeoutSeconds: number): Promise<void>;
  /** Resumes a job. Has no effect if the job is not suspended. Fails if it does not exist. */
  resume(id: string): Promise<void>;
  /** Suspends a job. Has no effect if the job is already suspended. Fails if it does not exist. */
  suspend(id: string): Promise<void>;
}

/** Calls a method of a provider. @throws {HResultError} the failure of the method */
export async function callProvider<T>(method: keyof AlternateDownloadProvider, call: () => Promise<T>): Promise<T> {
  const operation = operationOf(method);
  try {
    return await call();
  } catch (error) {
    const context = isComFailure(error) ? error.context : describeThrown(error);
    throw withCause(new HResultError(failureOf(error), operation, context), error);
  }
}

/** Returns the documented name of the method. */
export function operationOf(method: keyof AlternateDownloadProvider): string {
  return `ICcmAlternateDownloadProvider.${method.charAt(0).toUpperCase()}${method.slice(1)}`;
}

function withCause(error: HResultError, cause: unknown): HResultError {
  error.cause = cause;
  return error;
}
