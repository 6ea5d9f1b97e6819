// For consumers with an older `lib`: objects for `await using` have Symbol.asyncDispose.
/// <reference lib="esnext.disposable" preserve="true" />

export type { BitsAvailability, BitsAvailabilityReason, BitsInterfaces } from './bits/availability.js';
export type { Bits, BitsAvailabilityOptions } from './bits/bits.js';
export type {
  BitsCertificateLocation,
  BitsCertificatePins,
  BitsClientCertificate,
  BitsClientCertificateInfo,
} from './bits/certificates.js';
export type {
  BitsAuthenticationScheme,
  BitsAuthenticationTarget,
  BitsCredentials,
  BitsExplicitCredentials,
  BitsImplicitCredentials,
} from './bits/credentials.js';
export type {
  BitsHelperToken,
  BitsIntegrityLevel,
  BitsJobDetails,
  BitsJobOwner,
  BitsJobTimes,
} from './bits/details.js';
export { BitsDownloadError, type BitsDownloadErrorCode } from './bits/download/error.js';
export type { BitsDownload } from './bits/download/handle.js';
export type {
  BitsDownloadedFile,
  BitsDownloadFallback,
  BitsDownloadFile,
  BitsDownloadOptions,
  BitsDownloadResult,
  BitsExistingAction,
} from './bits/download/types.js';
export type { BitsFile, BitsPeerStatistics } from './bits/file.js';
export type { BitsFileEntry, BitsFileSnapshot, BitsNewFile } from './bits/files.js';
export type { BitsCanceledJobs, BitsCancelFailure } from './bits/found-jobs.js';
export type { BitsGroup, BitsGroupStatus } from './bits/group.js';
export type {
  BitsGroupCallbackOptions,
  BitsGroupStatusNotification,
  ServedBitsGroupCallback,
} from './bits/group-callback.js';
export type { BitsGroupJob, BitsGroupJobStatus, BitsGroupProgressKind } from './bits/group-job.js';
export type { BitsGroupProperty, BitsGroupPropertyValue, BitsGroupTextProperty } from './bits/group-properties.js';
export type { CreateBitsGroupOptions } from './bits/groups.js';
export type {
  BitsCertificateError,
  BitsHttpDetails,
  BitsHttpSettings,
  BitsReadHttpSettings,
  BitsRedirectPolicy,
} from './bits/http-settings.js';
export type { BitsEndResult, BitsJob, BitsJobListeners, BitsSubscription, CreateBitsJobOptions } from './bits/job.js';
export type { BitsCancelFilter, BitsJobFilter } from './bits/job-filter.js';
export type { BitsJobSnapshot, BitsJobType, UnreadableBitsJobSnapshot } from './bits/job-list.js';
export type { BitsJobProperties, BitsReplyProgress } from './bits/job-properties.js';
export type { BitsListOptions } from './bits/jobs.js';
export type { BitsJobsChange, BitsJobsWatch, BitsJobsWatchOptions } from './bits/jobs-watch.js';
export type {
  BitsNotifyCommand,
  BitsNotifyCommandEvent,
  BitsNotifyCommandInfo,
  BitsNotifyFlag,
} from './bits/notify-command.js';
export type { BitsProxyServers, BitsProxySettings, BitsReadProxySettings } from './bits/proxy.js';
export type { BitsByteRange, BitsReadByteRange } from './bits/ranges.js';
export type { BitsRequestHeaders } from './bits/request-headers.js';
export type { BitsHttpResponse } from './bits/response-headers.js';
export type {
  BitsFileAclPart,
  BitsHelperTokenUse,
  BitsJobPriority,
  BitsJobSettings,
  BitsSettingNote,
  BitsSettingsResult,
} from './bits/settings.js';
export type { BitsReadTransferState, BitsTransferSnapshot, BitsTransferState } from './bits/snapshot.js';
export type { BitsAbortAction, BitsTransferOptions } from './bits/transfer/types.js';
export type { BitsTransferDiagnostics, BitsTransferEndDiagnostics } from './bits/transfer-diagnostics.js';
export type {
  BitsCostState,
  BitsReadTransferPolicy,
  BitsTransferPolicy,
  BitsTransferPolicyName,
} from './bits/transfer-policy.js';
export { BitsUploadError, type BitsUploadErrorCode } from './bits/upload/error.js';
export type { BitsUploadOptions, BitsUploadResult } from './bits/upload/types.js';
export type { BitsWaitReason } from './bits/waiting.js';
export type { BitsWatch, BitsWatchOptions } from './bits/watch.js';
export type { SignalOptions } from './com/abort.js';
export { type AddonAttempt, AddonLoadError, type AddonLoadErrorOptions } from './com/addon-error.js';
export { type ArgumentError, type ArgumentErrorCode, isArgumentError } from './com/arguments.js';
export type { Closable } from './com/closable.js';
export type { CallDiagnostics } from './com/diagnostics/calls.js';
export type { DiagnosticsError } from './com/diagnostics/error.js';
export type {
  SessionDiagnostics,
  SessionEndDiagnostics,
  SessionIdentity,
  SessionProgressDiagnostics,
} from './com/diagnostics/sessions.js';
export type { SinkDeliveryDiagnostics, SinkDiagnostics } from './com/diagnostics/sinks.js';
export { type HResultCode, HResultError, type HResultErrorOptions, isHResult } from './com/error.js';
export { parseGuid } from './com/guid.js';
export { hresults } from './com/hresult.js';
export type { JsonSerializable } from './com/json.js';
export type { PartialOf } from './com/partial.js';
export { AnswerTimeoutError } from './com/questions.js';
export type { ProgressEstimate } from './com/rate.js';
export { type ConnectOptions, connect, defaultBackend } from './connect.js';
export type { Connection } from './connection.js';
export { downloadFlags } from './ctm/constants.js';
export type { ContentTransfer } from './ctm/content-transfer.js';
export type {
  ContentTransferFollowOptions,
  ContentTransferFollowResult,
  ContentTransferSource,
  ContentTransferSourceSnapshot,
} from './ctm/follow.js';
export {
  type DownloadProviderMofOptions,
  type DownloadProviderPolicy,
  formatDownloadProviderMof,
} from './ctm/formats/download-provider.js';
export type { DownloadManifest, DownloadManifestChunk, DownloadManifestFile } from './ctm/formats/manifest.js';
export type {
  ContentTransferJob,
  ContentTransferJobOptions,
  ContentTransferJobSnapshot,
  ContentTransferJobStatus,
} from './ctm/job.js';
export type { ContentTransferJobCounts } from './ctm/job-counts.js';
export { ContentTransferJobEndedError } from './ctm/job-error.js';
export type {
  ContentTransferCounts,
  ContentTransferErrorNotification,
  ContentTransferFailure,
  ContentTransferJobAddress,
  ContentTransferProgressNotification,
  ContentTransferProgressType,
  ContentTransferSuccessNotification,
} from './ctm/notifications.js';
export type { ContentTransferNotifier } from './ctm/notifier.js';
export type { ContentTransferNotifierOptions } from './ctm/open.js';
export { parseManifest } from './ctm/parse-manifest.js';
export type { ContentTransferExportNames } from './ctm/verbs.js';
export type { DiagnosticsChannels } from './diagnostics-channels.js';
export type { ProbedClass, ProbeReport } from './probe.js';
export type {
  SyncManagerAnswer,
  SyncManagerCallback,
  SyncManagerLogEntry,
  SyncManagerPropertiesResult,
} from './syncmgr/callback.js';
export type { SyncCenterCancelRequest, SyncCenterStatus } from './syncmgr/center-arguments.js';
export type {
  SyncCenterAbortAction,
  SyncCenterControl,
  SyncCenterControlOptions,
  SyncCenterResult,
  SyncCenterStartOptions,
  SyncCenterUpdateReason,
} from './syncmgr/control.js';
export type {
  SyncManagerHandlerDefinition,
  SyncManagerHandlerItems,
  SyncManagerInitialization,
  SyncManagerInitializeEvent,
  SyncManagerItemDefinition,
  SyncManagerItemsDefinition,
  SyncManagerShowErrorOutcome,
} from './syncmgr/definition.js';
export type {
  SyncManagerHandler,
  SyncManagerInfoOptions,
  SyncManagerItemsOptions,
  SyncManagerShowErrorResult,
  SyncManagerSynchronizeOptions,
} from './syncmgr/handler.js';
export type { SyncManagerHandlerInfo, SyncManagerItem, SyncManagerItems } from './syncmgr/handler-records.js';
export type { SyncManagerInvoke, SyncManagerUpdateItemsOptions } from './syncmgr/invoke.js';
export type { SyncManagerItemProgress } from './syncmgr/item-progress.js';
export type { OpenSyncManagerHandlerOptions, SyncManagerUserInterfaceDecision } from './syncmgr/open-options.js';
export type { SyncManagerItemReport, SyncManagerLogLevel, SyncManagerStatus } from './syncmgr/records.js';
export type {
  SyncManagerHandlerRegistration,
  SyncManagerInstallOptions,
  SyncManagerRegisterEvent,
  SyncManagerRegisterOptions,
  SyncManagerRegistration,
} from './syncmgr/registration.js';
export type {
  SyncCenterAdditionalItems,
  SyncCenterEvent,
  SyncCenterItemProgress,
  SyncCenterProgress,
  SyncCenterReport,
} from './syncmgr/report.js';
export type { ServedSyncManagerHandler } from './syncmgr/served-handler.js';
export type { SyncManagerHandlerSession } from './syncmgr/served-session.js';
export type {
  SyncManagerCompletedEvent,
  SyncManagerConnectionEvent,
  SyncManagerEvent,
  SyncManagerEvents,
  SyncManagerLogDeletedEvent,
  SyncManagerLogEvent,
  SyncManagerMessageEvent,
  SyncManagerProgressEvent,
} from './syncmgr/sync-events.js';
export type { RegisteredSyncManagerHandler, SyncManager } from './syncmgr/sync-manager.js';
export type { SyncManagerRegistryScope } from './syncmgr/verbs.js';
export type { WinSyncCallback, WinSyncTotalsReport } from './winsync/callback.js';
export type { WinSyncListeners } from './winsync/callbacks.js';
export type { CreateWinSyncSessionOptions, WinSyncAttachOptions } from './winsync/open.js';
export type {
  WinSyncProgress,
  WinSyncProgressReport,
  WinSyncProgressStage,
  WinSyncProviderRole,
} from './winsync/progress.js';
export type { WinSyncProvider } from './winsync/provider.js';
export type {
  WinSyncChange,
  WinSyncChangeReport,
  WinSyncChangeTotals,
  WinSyncConflict,
  WinSyncConflictReport,
  WinSyncFullEnumerationAction,
  WinSyncRecoverableError,
  WinSyncRecoverableErrorReport,
  WinSyncResolveAction,
  WinSyncVersion,
} from './winsync/records.js';
export type { RegisteredWinSyncProvider } from './winsync/registered-provider.js';
export type { WinSyncProgressOptions, WinSyncProgressReports, WinSyncSession } from './winsync/session.js';
export type { WinSyncRange, WinSyncSessionState } from './winsync/session-state.js';
export type { WinSyncIdFormat, WinSyncIdParameters } from './winsync/verbs.js';
export type { WinSync } from './winsync/win-sync.js';
