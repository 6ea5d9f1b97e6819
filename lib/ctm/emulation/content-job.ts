/** The progress of a job. A total that is not known yet is null. */
export interface ContentProgress {
  readonly bytesTotal: bigint | null;
  readonly bytesTransferred: bigint;
  readonly filesTotal: number | null;
  readonly filesTransferred: number;
}

/**
 * The state of a job: `requested` until the provider has accepted it; `failed` by the provider's report or the timeout; `canceled` by
 * `cancel()`.
 */
export type ContentJobState = 'requested' | 'downloading' | 'suspended' | 'succeeded' | 'failed' | 'canceled';

/** The final state of a job. */
export type ContentJobEnd = Extract<ContentJobState, 'succeeded' | 'failed' | 'canceled'>;

/**
 * A job with the documented properties of `CCM_CTM_JobStateEx4`, its state and its progress.
 * Source: https://learn.microsoft.com/intune/configmgr/develop/reference/core/servers/configure/ccm_ctm_jobstateex4-class.
 */
export interface ContentJobRecord {
  readonly ProviderSettingsFromRequest: string;
  readonly CurrentProviderPriority: number;
  readonly CurrentProviderLogicalName: string;
  readonly CurrentProviderCLSID: string;
  readonly CurrentProviderGlobalSettings: string;
  readonly CurrentProviderSettingsFromRequest: string;
  readonly state: ContentJobState;
  readonly progress: ContentProgress;
}
