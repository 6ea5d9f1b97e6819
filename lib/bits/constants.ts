/**
 * The numbers of bits.h and qmgr.h that are exchanged with the backend.
 * Sources: https://learn.microsoft.com/windows/win32/api/bits/ and https://learn.microsoft.com/windows/win32/api/qmgr/.
 */

/** `BG_SIZE_UNKNOWN`: a total that is not known, or not yet. */
export const sizeUnknown = 0xffff_ffff_ffff_ffffn;

/** `BG_LENGTH_TO_EOF`: a range that reaches to the end of the file. */
export const lengthToEndOfFile = 0xffff_ffff_ffff_ffffn;

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

/** The flags of `QM_NOTIFY_…` that are supported. */
export const groupNotify = { groupDone: 0x4, disable: 0x40 } as const;

/** `BG_JOB_PROXY_USAGE`, in the order of its numbers. */
export const proxyUsages = ['preconfigured', 'none', 'override', 'autoDetect'] as const;

/** `BG_AUTH_TARGET`, from 1. */
export const authenticationTargets = ['server', 'proxy'] as const;

/** `BG_AUTH_SCHEME`, from 1. `BG_AUTH_SCHEME_PASSPORT` is omitted: its service no longer exists. */
export const authenticationSchemes = ['basic', 'digest', 'ntlm', 'negotiate'] as const;

/** `BG_CERT_STORE_LOCATION`, in the order of its numbers. */
export const certificateLocations = [
  'currentUser',
  'localMachine',
  'currentService',
  'services',
  'users',
  'currentUserGroupPolicy',
  'localMachineGroupPolicy',
  'localMachineEnterprise',
] as const;

/** `BITS_COST_STATE_…`, and `BITS_COST_OPTION_IGNORE_CONGESTION`. */
export const costFlags = {
  unrestricted: 0x1,
  cappedUsageUnknown: 0x2,
  belowCap: 0x4,
  nearCap: 0x8,
  overCapCharged: 0x10,
  overCapThrottled: 0x20,
  usageBased: 0x40,
  roaming: 0x80,
  ignoreCongestion: 0x8000_0000,
} as const;

/** `BITS_JOB_TRANSFER_POLICY_…`. */
export const transferPolicies = {
  always: 0x8000_00ff,
  notRoaming: 0x8000_007f,
  noSurcharge: 0x8000_006f,
  standard: 0x8000_0067,
  unrestricted: 0x8000_0021,
} as const;

/** `BG_COPY_FILE_…`. */
export const fileAclFlags = { owner: 0x1, group: 0x2, dacl: 0x4, sacl: 0x8 } as const;

/** `BG_TOKEN_…`. */
export const helperTokenFlags = { localFile: 0x1, network: 0x2 } as const;

/** `BG_JOB_DISABLE_BRANCH_CACHE`. */
export const disableBranchCache = 0x4;

/** `BG_SSL_…` and `BG_HTTP_REDIRECT_POLICY_…`. */
export const security = {
  checkRevocation: 0x1,
  redirectPolicyMask: 0x700,
  allowRedirectToHttp: 0x800,
} as const;

/** `BG_SSL_IGNORE_…`. */
export const ignoredCertificateErrors = { name: 0x2, date: 0x4, authority: 0x8, usage: 0x10 } as const;

/** `BG_HTTP_REDIRECT_POLICY_…` under its mask. */
export const redirectPolicies = { follow: 0x0, report: 0x100, refuse: 0x200 } as const;

/** `SECURITY_MANDATORY_…_RID` of winnt.h. */
export const integrityLevels = {
  untrusted: 0x0000,
  low: 0x1000,
  medium: 0x2000,
  mediumPlus: 0x2100,
  high: 0x3000,
  system: 0x4000,
  protectedProcess: 0x5000,
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

/** Longest names that BITS accepts, in UTF-16 units. */
export const limits = {
  displayName: 256,
  description: 1024,
  url: 2200,
  /** `MAX_PATH`. */
  path: 260,
  /** The command line of a notification. */
  commandLine: 4000,
  /** With the terminating NUL. */
  headers: 16_384,
  userName: 300,
  password: 65_535,
} as const;

/** The coclasses of the family, by their names in the headers. */
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
