/**
 * The documented names and numbers of Windows Sync.
 * Source: winsync.h of the Windows SDK; https://learn.microsoft.com/windows/win32/api/winsync/.
 */

/** `SYNC_PROVIDER_ROLE`, in the order of its numbers. Changes go from the source to the destination. */
export const providerRoles = ['source', 'destination'] as const;

/** `SYNC_PROGRESS_STAGE`, in the order of its numbers. */
export const progressStages = ['changeDetection', 'changeEnumeration', 'changeApplication'] as const;

/** The stage whose reports are added up. */
export const changeApplication = progressStages.indexOf('changeApplication');

/** `SYNC_FULL_ENUMERATION_ACTION`, in the order of its numbers. */
export const fullEnumerationActions = ['fullEnumeration', 'partialSync', 'abort'] as const;

/** `SYNC_RESOLVE_ACTION`, in the order of its numbers. */
export const resolveActions = [
  'defer',
  'acceptDestinationProvider',
  'acceptSourceProvider',
  'merge',
  'transferAndDefer',
] as const;

/** `SYNC_CHANGE_FLAG_…`. */
export const changeFlags = { deleted: 0x1, doesNotExist: 0x2, ghost: 0x4 } as const;

/** `SYNC_PROVIDER_STATE_…` of syncregistration.h. */
export const providerStates = { enabled: 0x1, dirty: 0x2 } as const;

/** The COM classes of the family that can be activated without knowing a provider. In-process servers. */
export const winsyncClasses = { SyncProviderRegistration: '{F82B4EF1-93A9-4DDE-8015-F7950A1A6E31}' } as const;
