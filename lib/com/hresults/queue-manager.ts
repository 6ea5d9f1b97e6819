/**
 * The results of the legacy queue manager (`QM_E_…`), facility 0x100.
 * Source: qmgr.h of the Windows SDK.
 */
export const queueManagerResults = {
  QM_E_INVALID_STATE: 0x81001001,
  QM_E_SERVICE_UNAVAILABLE: 0x81001002,
  QM_E_DOWNLOADER_UNAVAILABLE: 0x81001003,
  QM_E_ITEM_NOT_FOUND: 0x81001004,
} as const;
