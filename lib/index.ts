// For consumers whose lib is older: what is closed with `await using` has Symbol.asyncDispose.
/// <reference lib="esnext.disposable" preserve="true" />

export type { Bits, CreateGroupOptions, JobSnapshot, UnreadableJobSnapshot } from './bits/bits.js';
export type { AbortAction, DownloadOptions, DownloadResult } from './bits/download.js';
export type { FileEntry, FileSnapshot } from './bits/files.js';
export type { BitsGroup, BitsGroupJob, GroupJobStatus, GroupProgressKind, GroupStatus } from './bits/group.js';
export type { BitsGroupProperty, BitsGroupPropertyValue, BitsGroupTextProperty } from './bits/group-properties.js';
export type {
  BitsJob,
  CreateJobOptions,
  EndResult,
  JobCallbacks,
  JobPriority,
  JobType,
  Subscription,
} from './bits/job.js';
export type { ReadTransferState, TransferSnapshot, TransferState } from './bits/snapshot.js';
export type { Watch, WatchOptions } from './bits/watch.js';
export { type AddonAttempt, AddonLoadError, type AddonLoadErrorOptions } from './com/addon-error.js';
export { AnswerTimeoutError } from './com/answer.js';
export type { ArgumentErrorCode } from './com/arguments.js';
export { HResultError } from './com/error.js';
export type { PartialOf } from './com/partial.js';
export { type ConnectOptions, connect } from './connect.js';
export type { Connection } from './connection.js';
export type { ContentTransfer, OpenNotifierOptions } from './ctm/content-transfer.js';
export type { Followable, FollowedSnapshot, FollowOptions, FollowResult } from './ctm/follow.js';
export { type ContentTransferJob, JobEndedError, type JobOptions, type JobStatus } from './ctm/job.js';
export type { JobCounts } from './ctm/job-counts.js';
export type {
  CtmProgressType,
  ErrorNotification,
  Failure,
  JobAddress,
  ProgressNotification,
  SuccessNotification,
  TransferCounts,
} from './ctm/notifications.js';
export type { ContentTransferNotifier } from './ctm/notifier.js';
export type { ExportNames as ContentTransferExportNames } from './ctm/verbs.js';
export type { ProbedClass, ProbeReport } from './probe.js';
export type { PropertiesResult, SyncAnswer, SyncLogEntry, SyncManagerCallback } from './syncmgr/callback.js';
export type { SyncCancelRequest, SyncCenterStatus } from './syncmgr/center-arguments.js';
export type {
  ControlOptions,
  StartSyncOptions,
  SyncCenterControl,
  SyncCenterResult,
  SyncUpdateReason,
} from './syncmgr/control.js';
export type {
  ShowErrorOutcome,
  SyncHandlerDefinition,
  SyncHandlerItems,
  SyncInitialization,
  SyncInitializeEvent,
  SyncItemDefinition,
  SyncItemsDefinition,
} from './syncmgr/definition.js';
export type { ShowErrorResult, SyncHandler, SynchronizeOptions } from './syncmgr/handler.js';
export type { SyncHandlerInfo, SyncItem, SyncItems } from './syncmgr/handler-records.js';
export type { SyncManagerInvoke, UpdateItemsOptions } from './syncmgr/invoke.js';
export type { SyncItemProgress } from './syncmgr/item-progress.js';
export type { OpenHandlerOptions, UserInterfaceDecision } from './syncmgr/open-options.js';
export type { SyncItemReport, SyncLogLevel, SyncStatus } from './syncmgr/records.js';
export type {
  InstallClassOptions,
  RegisterOptions,
  SyncHandlerRegistration,
  SyncManagerRegistration,
  SyncRegisterEvent,
} from './syncmgr/registration.js';
export type { AdditionalItems, SyncCenterEvent, SyncCenterProgress, SyncCenterReport } from './syncmgr/report.js';
export type { ServedSyncHandler } from './syncmgr/served-handler.js';
export type { SyncHandlerSession } from './syncmgr/served-session.js';
export type {
  SyncCompletedEvent,
  SyncConnectionEvent,
  SyncEvent,
  SyncEvents,
  SyncLogDeletedEvent,
  SyncLogEvent,
  SyncMessageEvent,
  SyncProgressEvent,
} from './syncmgr/sync-events.js';
export type { RegisteredSyncHandler, SyncManager } from './syncmgr/sync-manager.js';
export type { RegistryScope } from './syncmgr/verbs.js';
export type { SyncCallback, SyncTotalsReport } from './winsync/callback.js';
export type { SyncCallbacks } from './winsync/callbacks.js';
export type { SyncProgress, SyncProgressReport, SyncProgressStage, SyncProviderRole } from './winsync/progress.js';
export type { SyncProvider } from './winsync/provider.js';
export type {
  SyncChange,
  SyncChangeReport,
  SyncChangeTotals,
  SyncConflict,
  SyncConflictReport,
  SyncFullEnumerationAction,
  SyncRecoverableError,
  SyncRecoverableErrorReport,
  SyncResolveAction,
  SyncVersion,
} from './winsync/records.js';
export type { RegisteredSyncProvider } from './winsync/registered-provider.js';
export type { ProgressOptions, SyncProgressReports, SyncSession } from './winsync/session.js';
export type { SyncRange, SyncSessionState } from './winsync/session-state.js';
export type { IdFormat, IdParametersRecord } from './winsync/verbs.js';
export type { AttachOptions, CreateSessionOptions, WinSync } from './winsync/win-sync.js';
