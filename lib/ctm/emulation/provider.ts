import { HResultError } from '../../com/error.js';
import { describeThrown, failureOf, isComFailure } from '../../com/thrown.js';
import type { downloadPriorities } from '../constants.js';

/** `CCM_DTS_PRIORITY` in words. */
export type DownloadPriority = (typeof downloadPriorities)[number];

/** The sixteen inputs of `DownloadContent`, in its order. */
export interface DownloadContentRequest {
  readonly contentId: string;
  readonly contentVersion: string;
  /** A hint where the content is; the provider may ignore it. */
  readonly remotePath: string;
  /** The folder that the content goes to; it exists. */
  readonly localPath: string;
  /** To be passed verbatim with every notification. */
  readonly notifyEndpoint: string;
  /** To be passed verbatim with every notification, as its client data. */
  readonly notifyData: string;
  readonly priority: DownloadPriority;
  /** Seconds until the job must be reported as failed. */
  readonly timeoutSeconds: number;
  /** Bytes between two progress notifications, when these are asked for; 0 for any number. */
  readonly chunkSize: number;
  /** `CCM_DTS_FLAG`, such as `0x4` when progress is asked for. */
  readonly flags: number;
  /** Reserved. */
  readonly locationOptions: string;
  /** The files and byte ranges as XML that `parseManifest()` reads; null for all of the content. */
  readonly fileManifest: string | null;
  /** The user on whose behalf it is downloaded, such as `'S-1-5-18'`. */
  readonly ownerSid: string;
  /** True when a transient error fails the job at once; false when the provider tries again until the timeout. */
  readonly deleteJobOnError: boolean;
  /** The global settings of the provider's registration; empty for none. */
  readonly providerData: string;
  /** The settings of this content for this provider in a `Data` element; empty for none. */
  readonly packageData: string;
}

/**
 * `ICcmAlternateDownloadProvider` in TypeScript: what Content Transfer Manager calls. A method that throws has failed: with the result of
 * an `HResultError`, or `E_FAIL` for any other error. Ids are GUIDs with braces in upper case.
 * Source: https://learn.microsoft.com/intune/configmgr/develop/reference/core/servers/configure/iccmalternatedowloadprovider-interface.
 */
export interface AlternateDownloadProvider {
  /** Starts a job and answers its GUID; a request that cannot be served must fail. */
  downloadContent(request: DownloadContentRequest): Promise<string>;
  /** Fails when there is no such job, or it cannot be cancelled. */
  cancelJob(id: string): Promise<void>;
  /** Fails when there is no such job, or its old source is in use and the new one cannot be. The flags may be ignored. */
  modifyJobSource(id: string, sourceUrl: string, flags: number): Promise<void>;
  /** Fails when there is no such job, or the priority cannot be kept. */
  modifyJobPriority(id: string, priority: DownloadPriority): Promise<void>;
  /** Fails when there is no such job. A timeout that is over at once is reported after the call has returned. */
  modifyJobTimeout(id: string, timeoutSeconds: number): Promise<void>;
  /** Changes nothing when the job is not suspended. Fails when there is no such job. */
  resume(id: string): Promise<void>;
  /** Changes nothing when the job is suspended already. Fails when there is no such job. */
  suspend(id: string): Promise<void>;
}

/** Calls a method of a provider. @throws {HResultError} whatever it fails with */
export async function callProvider<T>(method: keyof AlternateDownloadProvider, call: () => Promise<T>): Promise<T> {
  const operation = operationOf(method);
  try {
    return await call();
  } catch (error) {
    const context = isComFailure(error) ? error.context : describeThrown(error);
    throw withCause(new HResultError(failureOf(error), operation, context), error);
  }
}

/** The method's documented name. */
export function operationOf(method: keyof AlternateDownloadProvider): string {
  return `ICcmAlternateDownloadProvider.${method.charAt(0).toUpperCase()}${method.slice(1)}`;
}

function withCause(error: HResultError, cause: unknown): HResultError {
  error.cause = cause;
  return error;
}
