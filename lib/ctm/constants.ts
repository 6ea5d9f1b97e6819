/**
 * The documented names and numbers of Content Transfer Manager.
 * Source: https://learn.microsoft.com/intune/configmgr/develop/reference/core/servers/configure/alternate-content-provider-classes.
 */

/** `S_DTS_PROGRESS_…`: the types of a progress notification when the status changes. */
export const progressTypes = [
  'DownloadingManifest',
  'ProcessingManifest',
  'CreatingDirectories',
  'PreparingDownload',
  'DownloadingData',
] as const;

/** The documented names of the three functions: the default names of a library's exports. */
export const functionNames = {
  progress: 'SendNotifyProgressToCTM',
  success: 'SendNotifySuccessToCTM',
  error: 'SendNotifyErrorToCTM',
} as const;

/** `CCM_DTS_FLAG`. All but `directory` and `notifyProgress` are reserved. */
export const downloadFlags = {
  singleFile: 0x1,
  directory: 0x2,
  notifyProgress: 0x4,
  insecureTransport: 0x8,
  topLevelFilesOnly: 0x10,
  sendAuthHeaders: 0x20,
  sendAuthHeadersMixed: 0x40,
  useInputManifest: 0x80,
  skipHostChangeHandling: 0x100,
} as const;

/** `CCM_DTS_PRIORITY`, in the order of its numbers (which no public source states: they follow from the order). */
export const downloadPriorities = ['foreground', 'high', 'normal', 'low'] as const;
