/**
 * The results of Sync Manager (`S_SYNCMGR_…`), facility `FACILITY_ITF`. All of them are success codes that a caller must see.
 * Source: mobsync.h of the Windows SDK.
 */
export const syncmgrResults = {
  S_SYNCMGR_MISSINGITEMS: 0x00040201,
  S_SYNCMGR_RETRYSYNC: 0x00040202,
  S_SYNCMGR_CANCELITEM: 0x00040203,
  S_SYNCMGR_CANCELALL: 0x00040204,
  S_SYNCMGR_ITEMDELETED: 0x00040210,
  S_SYNCMGR_ENUMITEMS: 0x00040211,
} as const;
