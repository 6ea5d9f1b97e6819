/**
 * The numbers of bits.h and qmgr.h that cross the seam.
 * Sources: https://learn.microsoft.com/windows/win32/api/bits/ and https://learn.microsoft.com/windows/win32/api/qmgr/.
 */

/** `BG_SIZE_UNKNOWN`: a total that is not known (yet). */
export const sizeUnknown = 0xffff_ffff_ffff_ffffn;

/** `BG_JOB_STATE`, in the order of its numbers. */
export const transferStates = [
  'queued',
  'connecting',
  'transferring',
  'suspended',
  'error',
  'transientError',
  'transferred',
  'acknowledged',
  'canceled',
] as const;

/** `BG_JOB_TYPE`, in the order of its numbers. */
export const jobTypes = ['download', 'upload', 'uploadReply'] as const;

/** `BG_JOB_PRIORITY`, in the order of its numbers. */
export const jobPriorities = ['foreground', 'high', 'normal', 'low'] as const;

/** `BG_ERROR_CONTEXT`, in the order of its numbers. */
export const errorContexts = [
  'none',
  'unknown',
  'generalQueueManager',
  'queueManagerNotification',
  'localFile',
  'remoteFile',
  'generalTransport',
  'remoteApplication',
  'serverCertificateCallback',
] as const;

/** `BG_NOTIFY_…`. */
export const notify = {
  jobTransferred: 0x1,
  jobError: 0x2,
  disable: 0x4,
  jobModification: 0x8,
  fileTransferred: 0x10,
  fileRangesTransferred: 0x20,
} as const;

/** `BG_JOB_ENUM_ALL_USERS`. */
export const enumerateAllUsers = 0x1;

/** `QM_PROGRESS_…`. */
export const groupProgress = {
  percentDone: 1,
  timeDone: 2,
  sizeDone: 3,
} as const;

/** `QM_STATUS_…`. */
export const groupStatus = {
  fileComplete: 0x1,
  fileIncomplete: 0x2,
  jobComplete: 0x4,
  jobIncomplete: 0x8,
  jobError: 0x10,
  groupComplete: 0x40,
  groupIncomplete: 0x80,
  groupSuspended: 0x100,
  groupError: 0x200,
  groupForeground: 0x400,
} as const;

/** `GROUPPROP_…`. */
export const groupProperty = {
  priority: 0,
  remoteUserId: 1,
  remoteUserPassword: 2,
  localUserId: 3,
  localUserPassword: 4,
  protocolFlags: 5,
  notifyFlags: 6,
  notifyClsid: 7,
  progressSize: 8,
  progressPercent: 9,
  progressTime: 10,
  displayName: 11,
  description: 12,
} as const;

/** Longest names that BITS takes, in UTF-16 units. */
export const limits = {
  displayName: 256,
  description: 1024,
  url: 2200,
  /** `MAX_PATH`. */
  path: 260,
} as const;

/** The coclasses of the family, by the names that their headers give them. */
export const bitsClasses = {
  BackgroundCopyManager: '{4991D34B-80A1-4291-83B6-3328366B9097}',
  BackgroundCopyManager1_5: '{F087771F-D74F-4C1A-BB8A-E16ACA9124EA}',
  BackgroundCopyManager2_0: '{6D18AD12-BDE3-4393-B311-099C346E6DF9}',
  BackgroundCopyManager2_5: '{03CA98D6-FF5D-49B8-ABC6-03DD84127020}',
  BackgroundCopyManager3_0: '{659CDEA7-489E-11D9-A9CD-000D56965251}',
  BackgroundCopyManager4_0: '{BB6DF56B-CACE-11DC-9992-0019B93A3A84}',
  BackgroundCopyManager5_0: '{1ECCA34C-E88A-44E3-8D6A-8921BDE9E452}',
  BackgroundCopyManager10_1: '{4BD3E4E1-7BD4-4A2B-9964-496400DE5193}',
  BackgroundCopyManager10_2: '{4575438F-A6C8-4976-B0FE-2F26B80D959E}',
  BackgroundCopyManager10_3: '{5FD42AD5-C04E-4D36-ADC7-E08FF15737AD}',
  BackgroundCopyQMgr: '{69AD4AEE-51BE-439B-A92C-86AE490E8B30}',
} as const;
