/**
 * The documented names and numbers of Sync Manager (mobsync.h) and Sync Center (syncmgr.h).
 * Source: the headers of the Windows SDK; https://learn.microsoft.com/windows/win32/api/mobsync/ and …/syncmgr/.
 */

/** `SYNCMGRSTATUS` up to 8, in the order of its numbers. `SYNCMGRSTATUS_DELETED` is {@link deletedStatus}. */
export const itemStatuses = [
  'stopped',
  'skipped',
  'pending',
  'updating',
  'succeeded',
  'failed',
  'paused',
  'resuming',
  'updatingIndeterminate',
] as const;

/** `SYNCMGRSTATUS_DELETED`, deprecated since Windows Vista. */
export const deletedStatus = 0x100;

/** The mask of `SYNCMGRPROGRESSITEM`: the fields that are valid. */
export const progressMask = { statusText: 0x1, statusType: 0x2, progressValue: 0x4, maximumValue: 0x8 } as const;

/** `SYNCMGRLOGLEVEL` and `SYNCMGR_EVENT_LEVEL`, from 1 on. */
export const logLevels = ['information', 'warning', 'error'] as const;

/** `SYNCMGRERRORFLAG_ENABLEJUMPTEXT`: `ShowError` is available for this error. */
export const enableJumpText = 0x1;

/** The events of `SYNCMGRFLAG`, from 1 on: the reasons for which a handler is initialised. */
export const initializeEvents = ['connect', 'pendingDisconnect', 'manual', 'idle', 'invoke', 'scheduled'] as const;

/** The bits of `SYNCMGRFLAG` besides the event. */
export const initializeFlags = { settings: 0x100, mayBotherUser: 0x200 } as const;

/** `SYNCMGRHANDLERFLAGS`. */
export const handlerFlags = {
  hasProperties: 0x1,
  mayEstablishConnection: 0x2,
  alwaysListHandler: 0x4,
  hidden: 0x8,
} as const;

/** `SYNCMGRITEMFLAGS`. */
export const itemFlags = {
  hasProperties: 0x1,
  temporary: 0x2,
  roamingUser: 0x4,
  lastUpdateTime: 0x8,
  mayDeleteItem: 0x10,
  hidden: 0x20,
} as const;

/** `SYNCMGRINVOKEFLAGS`. */
export const invokeFlags = { startSync: 0x2, minimized: 0x4 } as const;

/** `SYNCMGRREGISTERFLAGS`. */
export const registerFlags = { connect: 0x1, pendingDisconnect: 0x2, idle: 0x4 } as const;

/** UTF-16 units that the arrays of the legacy structures hold, without the terminator. */
export const maximumHandlerName = 31;
export const maximumItemName = 127;

/** `SYNCMGR_PROGRESS_STATUS` of Sync Center, from 1 on. */
export const reportStatuses = [
  'updating',
  'updatingIndeterminate',
  'succeeded',
  'failed',
  'canceled',
  'disconnected',
] as const;

/** `SYNCMGR_CANCEL_REQUEST`, in the order of its numbers, with the words of Sync Manager's answers. */
export const cancelRequests = ['continue', 'cancelItem', 'cancelAll'] as const;

/** `SYNCMGR_CONTROL_FLAGS`. */
export const controlFlags = { wait: 0x1, noUserInterface: 0x2 } as const;

/** `SYNCMGR_SCF_IGNORE_IF_ALREADY_SYNCING`. */
export const ignoreIfAlreadySyncing = 0x1;

/** `SYNCMGR_UPDATE_REASON`, in the order of its numbers. */
export const updateReasons = ['added', 'changed', 'removed'] as const;

/** UTF-16 units of an id of Sync Center (`MAX_SYNCMGR_ID` less its terminator), and of a progress text. */
export const maximumId = 63;
export const maximumProgressText = 259;

/** `GUID_NULL`: the handler itself, or all errors. */
export const nullGuid = '{00000000-0000-0000-0000-000000000000}';

/** The COM classes of the family that can be activated without knowing a handler. */
export const syncmgrClasses = {
  SyncMgr: '{6295DF27-35EE-11D1-8707-00C04FD93327}',
  SyncMgrClient: '{1202DB60-1DAC-42C5-AED5-1ABDD432248E}',
  SyncMgrControl: '{1A1F4206-0688-4E7F-BE03-D82EC69DF9A5}',
} as const;
