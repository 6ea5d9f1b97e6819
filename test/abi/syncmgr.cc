#include "abi.h"

#include <mobsync.h>
#if HAS_SYNCMGR
#include <syncmgr.h>
#endif

#include "syncmgr/center_interfaces.h"
#include "syncmgr/identifiers.h"
#include "syncmgr/interfaces.h"

namespace com = winprogress::com;
namespace syncmgr = winprogress::syncmgr;

// mobsync.h
SAME_RESULT(syncmgr::kMissingItems, S_SYNCMGR_MISSINGITEMS);
SAME_RESULT(syncmgr::kRetrySync, S_SYNCMGR_RETRYSYNC);
SAME_RESULT(syncmgr::kCancelItem, S_SYNCMGR_CANCELITEM);
SAME_RESULT(syncmgr::kCancelAll, S_SYNCMGR_CANCELALL);
SAME_VALUE(syncmgr::kStatusText, SYNCMGRPROGRESSITEM_STATUSTEXT);
SAME_VALUE(syncmgr::kStatusType, SYNCMGRPROGRESSITEM_STATUSTYPE);
SAME_VALUE(syncmgr::kProgressValue, SYNCMGRPROGRESSITEM_PROGVALUE);
SAME_VALUE(syncmgr::kMaximumValue, SYNCMGRPROGRESSITEM_MAXVALUE);
SAME_VALUE(syncmgr::kErrorFlags, SYNCMGRLOGERROR_ERRORFLAGS);
SAME_VALUE(syncmgr::kErrorId, SYNCMGRLOGERROR_ERRORID);
SAME_VALUE(syncmgr::kItemId, SYNCMGRLOGERROR_ITEMID);
SAME_VALUE(syncmgr::kLogLevelInformation, SYNCMGRLOGLEVEL_INFORMATION);
SAME_VALUE(syncmgr::kLogLevelError, SYNCMGRLOGLEVEL_ERROR);
SAME_VALUE(syncmgr::kHandlerNameLength, MAX_SYNCMGRHANDLERNAME);
SAME_VALUE(syncmgr::kItemNameLength, MAX_SYNCMGRITEMNAME);
SAME_SIZE(syncmgr::SyncMgrProgressItem, SYNCMGRPROGRESSITEM);
SAME_OFFSET(syncmgr::SyncMgrProgressItem, size, SYNCMGRPROGRESSITEM, cbSize);
SAME_OFFSET(syncmgr::SyncMgrProgressItem, mask, SYNCMGRPROGRESSITEM, mask);
SAME_OFFSET(syncmgr::SyncMgrProgressItem, status_text, SYNCMGRPROGRESSITEM, lpcStatusText);
SAME_OFFSET(syncmgr::SyncMgrProgressItem, status_type, SYNCMGRPROGRESSITEM, dwStatusType);
SAME_OFFSET(syncmgr::SyncMgrProgressItem, progress_value, SYNCMGRPROGRESSITEM, iProgValue);
SAME_OFFSET(syncmgr::SyncMgrProgressItem, maximum_value, SYNCMGRPROGRESSITEM, iMaxValue);
SAME_SIZE(syncmgr::SyncMgrLogErrorInfo, SYNCMGRLOGERRORINFO);
SAME_OFFSET(syncmgr::SyncMgrLogErrorInfo, mask, SYNCMGRLOGERRORINFO, mask);
SAME_OFFSET(syncmgr::SyncMgrLogErrorInfo, error_flags, SYNCMGRLOGERRORINFO, dwSyncMgrErrorFlags);
SAME_OFFSET(syncmgr::SyncMgrLogErrorInfo, error_id, SYNCMGRLOGERRORINFO, ErrorID);
SAME_OFFSET(syncmgr::SyncMgrLogErrorInfo, item_id, SYNCMGRLOGERRORINFO, ItemID);
SAME_SIZE(syncmgr::SyncMgrHandlerInfo, SYNCMGRHANDLERINFO);
SAME_OFFSET(syncmgr::SyncMgrHandlerInfo, icon, SYNCMGRHANDLERINFO, hIcon);
SAME_OFFSET(syncmgr::SyncMgrHandlerInfo, flags, SYNCMGRHANDLERINFO, SyncMgrHandlerFlags);
SAME_OFFSET(syncmgr::SyncMgrHandlerInfo, name, SYNCMGRHANDLERINFO, wszHandlerName);
SAME_SIZE(syncmgr::SyncMgrItem, SYNCMGRITEM);
SAME_OFFSET(syncmgr::SyncMgrItem, flags, SYNCMGRITEM, dwFlags);
SAME_OFFSET(syncmgr::SyncMgrItem, item_id, SYNCMGRITEM, ItemID);
SAME_OFFSET(syncmgr::SyncMgrItem, state, SYNCMGRITEM, dwItemState);
SAME_OFFSET(syncmgr::SyncMgrItem, icon, SYNCMGRITEM, hIcon);
SAME_OFFSET(syncmgr::SyncMgrItem, name, SYNCMGRITEM, wszItemName);
SAME_OFFSET(syncmgr::SyncMgrItem, last_update, SYNCMGRITEM, ftLastUpdate);

#if HAS_SYNCMGR
// syncmgr.h
SAME_SIZE(syncmgr::CenterStatus, SYNCMGR_PROGRESS_STATUS);
SAME_SIZE(syncmgr::CancelRequest, SYNCMGR_CANCEL_REQUEST);
SAME_SIZE(syncmgr::EventLevel, SYNCMGR_EVENT_LEVEL);
#endif

namespace abi {

#if HAS_SYNCMGR
namespace {

void CheckSyncCenter() {
  SAME_INTERFACE(syncmgr, ISyncMgrSessionCreator);
  SAME_INTERFACE(syncmgr, ISyncMgrSyncCallback);
  SAME_INTERFACE(syncmgr, ISyncMgrControl);
  SAME_INTERFACE(syncmgr, ISyncMgrSyncResult);
  SAME_INTERFACE(syncmgr, ISyncMgrSyncItem);
  SAME_INTERFACE(syncmgr, ISyncMgrConflict);
  SAME_CLASS(syncmgr::kClassSyncMgrClient, SyncMgrClient);
  SAME_CLASS(syncmgr::kClassSyncMgrControl, SyncMgrControl);
  SAME_METHOD(syncmgr, ISyncMgrSyncCallback, ReportProgress);
  SAME_METHOD(syncmgr, ISyncMgrSyncCallback, SetHandlerProgressText);
  SAME_METHOD(syncmgr, ISyncMgrSyncCallback, ReportEvent);
  SAME_METHOD(syncmgr, ISyncMgrSyncCallback, CanContinue);
  SAME_METHOD(syncmgr, ISyncMgrSyncCallback, QueryForAdditionalItems);
  SAME_METHOD(syncmgr, ISyncMgrSyncCallback, AddItemToSession);
  SAME_METHOD(syncmgr, ISyncMgrSyncCallback, AddIUnknownToSession);
  SAME_METHOD(syncmgr, ISyncMgrSyncCallback, ProposeItem);
  SAME_METHOD(syncmgr, ISyncMgrSyncCallback, CommitItem);
  SAME_METHOD(syncmgr, ISyncMgrSyncCallback, ReportManualSync);
  SAME_METHOD(syncmgr, ISyncMgrSessionCreator, CreateSession);
  SAME_METHOD(syncmgr, ISyncMgrSyncResult, Result);
  SAME_METHOD(syncmgr, ISyncMgrControl, StartHandlerSync);
  SAME_METHOD(syncmgr, ISyncMgrControl, StartItemSync);
  SAME_METHOD(syncmgr, ISyncMgrControl, StartSyncAll);
  SAME_METHOD(syncmgr, ISyncMgrControl, StopHandlerSync);
  SAME_METHOD(syncmgr, ISyncMgrControl, StopItemSync);
  SAME_METHOD(syncmgr, ISyncMgrControl, StopSyncAll);
  SAME_METHOD(syncmgr, ISyncMgrControl, UpdateHandlerCollection);
  SAME_METHOD(syncmgr, ISyncMgrControl, UpdateHandler);
  SAME_METHOD(syncmgr, ISyncMgrControl, UpdateItem);
  SAME_METHOD(syncmgr, ISyncMgrControl, UpdateEvents);
  SAME_METHOD(syncmgr, ISyncMgrControl, UpdateConflict);
  SAME_METHOD(syncmgr, ISyncMgrControl, UpdateConflicts);
  SAME_METHOD(syncmgr, ISyncMgrControl, ActivateHandler);
  SAME_METHOD(syncmgr, ISyncMgrControl, EnableHandler);
  SAME_METHOD(syncmgr, ISyncMgrControl, EnableItem);
}

}  // namespace
#endif

void CheckSyncManager() {
#if HAS_UUIDOF
  SAME_INTERFACE(syncmgr, ISyncMgrSynchronize);
  SAME_INTERFACE(syncmgr, ISyncMgrSynchronizeCallback);
  SAME_INTERFACE(syncmgr, ISyncMgrRegister);
  SAME_INTERFACE(syncmgr, ISyncMgrEnumItems);
  SAME_INTERFACE(syncmgr, ISyncMgrSynchronizeInvoke);
  SAME_CLASS(syncmgr::kClassSyncMgr, SyncMgr);
#else
  Check(IsSame(com::kInterfaceId<syncmgr::ISyncMgrSynchronize>, IID_ISyncMgrSynchronize), "IID of ISyncMgrSynchronize");
  Check(IsSame(com::kInterfaceId<syncmgr::ISyncMgrSynchronizeCallback>, IID_ISyncMgrSynchronizeCallback),
        "IID of ISyncMgrSynchronizeCallback");
  Check(IsSame(com::kInterfaceId<syncmgr::ISyncMgrRegister>, IID_ISyncMgrRegister), "IID of ISyncMgrRegister");
  Check(IsSame(com::kInterfaceId<syncmgr::ISyncMgrEnumItems>, IID_ISyncMgrEnumItems), "IID of ISyncMgrEnumItems");
  Check(IsSame(com::kInterfaceId<syncmgr::ISyncMgrSynchronizeInvoke>, IID_ISyncMgrSynchronizeInvoke),
        "IID of ISyncMgrSynchronizeInvoke");
  Check(IsSame(syncmgr::kClassSyncMgr, CLSID_SyncMgr), "CLSID of SyncMgr");
#endif
  SAME_METHOD(syncmgr, ISyncMgrSynchronizeCallback, ShowPropertiesCompleted);
  SAME_METHOD(syncmgr, ISyncMgrSynchronizeCallback, PrepareForSyncCompleted);
  SAME_METHOD(syncmgr, ISyncMgrSynchronizeCallback, SynchronizeCompleted);
  SAME_METHOD(syncmgr, ISyncMgrSynchronizeCallback, ShowErrorCompleted);
  SAME_METHOD(syncmgr, ISyncMgrSynchronizeCallback, EnableModeless);
  SAME_METHOD(syncmgr, ISyncMgrSynchronizeCallback, Progress);
  SAME_METHOD(syncmgr, ISyncMgrSynchronizeCallback, LogError);
  SAME_METHOD(syncmgr, ISyncMgrSynchronizeCallback, DeleteLogError);
  SAME_METHOD(syncmgr, ISyncMgrSynchronizeCallback, EstablishConnection);
  SAME_METHOD(syncmgr, ISyncMgrEnumItems, Next);
  SAME_METHOD(syncmgr, ISyncMgrEnumItems, Skip);
  SAME_METHOD(syncmgr, ISyncMgrEnumItems, Reset);
  SAME_METHOD(syncmgr, ISyncMgrEnumItems, Clone);
  SAME_METHOD(syncmgr, ISyncMgrSynchronize, Initialize);
  SAME_METHOD(syncmgr, ISyncMgrSynchronize, GetHandlerInfo);
  SAME_METHOD(syncmgr, ISyncMgrSynchronize, EnumSyncMgrItems);
  SAME_METHOD(syncmgr, ISyncMgrSynchronize, GetItemObject);
  SAME_METHOD(syncmgr, ISyncMgrSynchronize, ShowProperties);
  SAME_METHOD(syncmgr, ISyncMgrSynchronize, SetProgressCallback);
  SAME_METHOD(syncmgr, ISyncMgrSynchronize, PrepareForSync);
  SAME_METHOD(syncmgr, ISyncMgrSynchronize, Synchronize);
  SAME_METHOD(syncmgr, ISyncMgrSynchronize, SetItemStatus);
  SAME_METHOD(syncmgr, ISyncMgrSynchronize, ShowError);
  SAME_METHOD(syncmgr, ISyncMgrSynchronizeInvoke, UpdateItems);
  SAME_METHOD(syncmgr, ISyncMgrSynchronizeInvoke, UpdateAll);
  SAME_METHOD(syncmgr, ISyncMgrRegister, RegisterSyncMgrHandler);
  SAME_METHOD(syncmgr, ISyncMgrRegister, UnregisterSyncMgrHandler);
  SAME_METHOD(syncmgr, ISyncMgrRegister, GetHandlerRegistrationInfo);
#if HAS_SYNCMGR
  CheckSyncCenter();
#endif
}

}  // namespace abi
