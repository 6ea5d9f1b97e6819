// For consumers with an older `lib`: objects for `await using` have Symbol.asyncDispose.
/// <reference lib="esnext.disposable" preserve="true" />

export type { BitsVersion } from './bits/emulation/bits-version.js';
export {
  type AuthenticationSchemeName,
  type BitsServiceState,
  MachineConditions,
  type NetworkCost,
  type NotifyCommandRun,
  type PowerSource,
  type RequiredCredentials,
  type TransferRestriction,
} from './bits/emulation/machine-conditions.js';
export {
  StateDirectoryError,
  type StateErrorListener,
  StateFileError,
} from './bits/emulation/persistence/state-errors.js';
export type { ScriptedFiles } from './bits/emulation/scripted/disk.js';
export type { NetworkRequest, ScriptedNetwork } from './bits/emulation/scripted/network.js';
export type { ReceiverOptions } from './bits/emulation/scripted/receiver.js';
export type { ServedFileOptions, TransferFault } from './bits/emulation/scripted/served-file.js';
export type { BitsPolicy } from './bits/emulation/settings.js';
export { EmulatedUser } from './bits/emulation/users.js';
export type { HttpPolicy } from './bits/http/transfer-terms.js';
export type { Clock } from './com/clock.js';
export type { PartialOf } from './com/partial.js';
export type { ContentJobEnd, ContentJobRecord, ContentJobState, ContentProgress } from './ctm/emulation/content-job.js';
export type { ContentRequest } from './ctm/emulation/content-request.js';
export type { ContentTransferEmulation, ContentTransferPolicy } from './ctm/emulation/content-transfer-emulation.js';
export type { ReceivedNotification, RuleViolation } from './ctm/emulation/job-reports.js';
export type {
  EmulatedLibrary,
  EmulatedLibraryOptions,
  LibraryAnswer,
  LibraryArchitecture,
} from './ctm/emulation/library.js';
export type { ManagedContentJob } from './ctm/emulation/managed-job.js';
export type { ContentTransferManager } from './ctm/emulation/manager.js';
export type { NotificationRule } from './ctm/emulation/notification-rules.js';
export type { AlternateDownloadProvider, DownloadContentRequest, DownloadPriority } from './ctm/emulation/provider.js';
export type {
  ContentTransferNotification,
  SentErrorNotification,
  SentProgressNotification,
  SentSuccessNotification,
} from './ctm/emulation/sent-notifications.js';
export {
  formatAlternateDownloadSettings,
  type ProviderSettings,
  parseAlternateDownloadSettings,
} from './ctm/emulation/settings.js';
export type { DownloadProviderOptions, DownloadProviderPolicy } from './ctm/formats/download-provider.js';
export {
  type DownloadManifestChunk,
  type DownloadManifestFile,
  type DownloadManifestOptions,
  formatManifest,
} from './ctm/formats/manifest.js';
export type { EmulationClock } from './emulation/clock.js';
export { createEmulation, EmulatedSession, Emulation } from './machine/emulation.js';
export type { EmulationOptions } from './machine/options.js';
export type { CallLog, MachineCall } from './syncmgr/emulation/call-log.js';
export {
  type HandlerInfoAnswer,
  type LogErrorStructure,
  logErrorSize,
  type MethodResult,
  type ProgressItemStructure,
  progressItemSize,
  type SynchronizeCallbackObject,
  type SynchronizeObject,
} from './syncmgr/emulation/objects.js';
export type { SyncManagerPolicy, UnknownPolicy } from './syncmgr/emulation/policy.js';
export type { HandlerRun } from './syncmgr/machine/handler-run.js';
export type {
  CenterEvent,
  CenterHandlerDefinition,
  CenterItem,
  CenterRun,
  SyncCenter,
  SyncCenterOutcome,
} from './syncmgr/machine/sync-center.js';
export type { HandlerClassDefinition, SyncManagerEmulation } from './syncmgr/machine/syncmgr-emulation.js';
export type { HandlerInfoRecord, ItemRecord, ItemsRecord } from './syncmgr/verbs.js';
export type { SessionStateObject, SyncCallbackObject } from './winsync/emulation/objects.js';
export type { EmulatedProviderOptions, ProviderContext, ProviderRun } from './winsync/emulation/provider.js';
export {
  runScript,
  type ScriptAction,
  type ScriptAnswered,
  type ScriptRole,
  type ScriptStep,
  type ScriptTotals,
} from './winsync/emulation/provider-script.js';
export type { RegisteredProvider } from './winsync/emulation/registered-providers.js';
export type { ItemVersion } from './winsync/emulation/replicas/knowledge.js';
export {
  createReplica,
  type Replica,
  type ReplicaItem,
  type ReplicaOptions,
} from './winsync/emulation/replicas/replica.js';
export { type ReplicaRun, runReplicas } from './winsync/emulation/replicas/replica-run.js';
export type { ReplicaStatistics, ReplicaSynchronizationOptions } from './winsync/emulation/replicas/synchronization.js';
export type { WinSyncEmulation, WinSyncPolicy } from './winsync/emulation/winsync-emulation.js';
export type {
  BufferAnswer,
  ChangeRecord,
  ConflictRecord,
  RecoverableErrorRecord,
  VersionRecord,
  WinSyncIdFormat,
  WinSyncIdParameters,
} from './winsync/verbs.js';
