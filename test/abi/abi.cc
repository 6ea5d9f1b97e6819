// Compares what native/ declares by itself with the headers of the Windows SDK, which are included here and nowhere
// else: sizes, offsets and values at compile time, IIDs and the slots of the vtables by the program. With MinGW, whose
// headers do not have all of it, the rest is compared; the output says what.
#include <windows.h>

#include <initguid.h>

#include <bits.h>
#include <bits1_5.h>
#include <bits2_0.h>
#include <bits2_5.h>
#include <bits3_0.h>
#include <bits5_0.h>
#include <mobsync.h>
#include <qmgr.h>
#include <winsync.h>
#if __has_include(<bits4_0.h>)
#include <bits4_0.h>
#endif
#if __has_include(<syncmgr.h>)
#include <syncmgr.h>
#define HAS_SYNCMGR 1
#else
#define HAS_SYNCMGR 0
#endif
#if __has_include(<syncregistration.h>)
#include <synchronizationerrors.h>
#include <syncregistration.h>
#define HAS_SYNCREGISTRATION 1
#else
#define HAS_SYNCREGISTRATION 0
#endif
// MinGW's qmgr.h and mobsync.h do not attach the IIDs to the interfaces.
#if defined(_MSC_VER) || defined(__clang__)
#define HAS_UUIDOF 1
#else
#define HAS_UUIDOF 0
#endif
// MinGW's winsync.h has no IIDs, and says that the order of its methods has not been verified.
#ifdef __winsync_h__
#define HAS_WINSYNC 1
#else
#define HAS_WINSYNC 0
#endif

#include <cstddef>
#include <cstdio>

#include "bits/identifiers.h"
#include "bits/queue_manager_interfaces.h"
#include "slots.h"
#include "syncmgr/center_interfaces.h"
#include "syncmgr/identifiers.h"
#include "syncmgr/interfaces.h"
#include "winsync/identifiers.h"
#include "winsync/interfaces.h"
#include "winsync/registration_interfaces.h"

namespace bits = winprogress::bits;
namespace com = winprogress::com;
namespace syncmgr = winprogress::syncmgr;
namespace winsync = winprogress::winsync;

namespace {

bool IsSame(const GUID& left, const GUID& right) {
  if (left.Data1 != right.Data1 || left.Data2 != right.Data2 || left.Data3 != right.Data3) return false;
  for (int index = 0; index < 8; ++index)
    if (left.Data4[index] != right.Data4[index]) return false;
  return true;
}

int failures = 0;
int checks = 0;

void Check(bool holds, const char* what) {
  ++checks;
  if (holds) return;
  ++failures;
  std::printf("differs: %s\n", what);
}

}  // namespace

#define SAME_INTERFACE(space, name) Check(IsSame(com::kInterfaceId<space::name>, __uuidof(::name)), "IID of " #name)
#define SAME_CLASS(ours, name) Check(IsSame(ours, __uuidof(name)), "CLSID of " #name)
#define SAME_SIZE(ours, theirs) \
  static_assert(sizeof(ours) == sizeof(theirs) && alignof(ours) == alignof(theirs), #theirs)
#define SAME_OFFSET(ours, our_field, theirs, their_field)                     \
  static_assert(offsetof(ours, our_field) == offsetof(theirs, their_field) && \
                    sizeof(ours::our_field) == sizeof(theirs::their_field),   \
                #theirs "." #their_field)
#define SAME_VALUE(ours, theirs) static_assert(static_cast<long long>(ours) == static_cast<long long>(theirs), #theirs)
// The macros of HRESULTs are unsigned in some headers.
#define SAME_RESULT(ours, theirs) static_assert((ours) == static_cast<HRESULT>(theirs), #theirs)
#define SAME_METHOD(space, name, method) \
  Check(abi::IsSameMethod(&space::name::method, &::name::method), #name "::" #method)

// qmgr.h
SAME_SIZE(bits::legacy::FileSetInfo, FILESETINFO);
SAME_OFFSET(bits::legacy::FileSetInfo, remote_file, FILESETINFO, bstrRemoteFile);
SAME_OFFSET(bits::legacy::FileSetInfo, local_file, FILESETINFO, bstrLocalFile);
SAME_OFFSET(bits::legacy::FileSetInfo, size_hint, FILESETINFO, dwSizeHint);
SAME_SIZE(bits::legacy::GroupProperty, GROUPPROP);

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

// winsync.h
SAME_VALUE(winsync::kSource, SPR_SOURCE);
SAME_VALUE(winsync::kDestination, SPR_DESTINATION);
SAME_VALUE(winsync::kChangeApplication, SPS_CHANGE_APPLICATION);
SAME_VALUE(winsync::kStages, SPS_CHANGE_APPLICATION + 1);
SAME_VALUE(winsync::kAbort, SFEA_ABORT);
SAME_VALUE(winsync::kDefer, SRA_DEFER);
SAME_VALUE(winsync::kTransferAndDefer, SRA_TRANSFER_AND_DEFER);
SAME_SIZE(winsync::ProviderRole, SYNC_PROVIDER_ROLE);
SAME_SIZE(winsync::ProgressStage, SYNC_PROGRESS_STAGE);
SAME_SIZE(winsync::FullEnumerationAction, SYNC_FULL_ENUMERATION_ACTION);
SAME_SIZE(winsync::ResolveAction, SYNC_RESOLVE_ACTION);
SAME_SIZE(winsync::SyncVersion, SYNC_VERSION);
SAME_OFFSET(winsync::SyncVersion, tick_count, SYNC_VERSION, ullTickCount);
SAME_SIZE(winsync::SyncRange, SYNC_RANGE);
SAME_OFFSET(winsync::SyncRange, upper_bound, SYNC_RANGE, pbClosedUpperBound);
SAME_SIZE(winsync::IdParameterPair, ID_PARAMETER_PAIR);
SAME_OFFSET(winsync::IdParameterPair, size, ID_PARAMETER_PAIR, cbIdSize);
SAME_SIZE(winsync::IdParameters, ID_PARAMETERS);
SAME_OFFSET(winsync::IdParameters, replica_id, ID_PARAMETERS, replicaId);
SAME_OFFSET(winsync::IdParameters, item_id, ID_PARAMETERS, itemId);
SAME_OFFSET(winsync::IdParameters, change_unit_id, ID_PARAMETERS, changeUnitId);

#if HAS_SYNCREGISTRATION
// syncregistration.h, synchronizationerrors.h
SAME_VALUE(winsync::kEveryArchitecture, SYNC_32_BIT_SUPPORTED | SYNC_64_BIT_SUPPORTED);
SAME_RESULT(winsync::kIdFormatMismatch, SYNC_E_ID_FORMAT_MISMATCH);
SAME_RESULT(winsync::kInvalidOperation, SYNC_E_INVALID_OPERATION);
SAME_RESULT(winsync::kDeserialization, SYNC_E_DESERIALIZATION);
#endif
SAME_RESULT(winsync::kMoreData, HRESULT_FROM_WIN32(ERROR_MORE_DATA));

namespace {

void CheckBits() {
  Check(IsSame(com::kInterfaceId<IBackgroundCopyManager>, __uuidof(IBackgroundCopyManager)), "IBackgroundCopyManager");
  Check(IsSame(com::kInterfaceId<IBackgroundCopyJob>, __uuidof(IBackgroundCopyJob)), "IBackgroundCopyJob");
  Check(IsSame(com::kInterfaceId<IBackgroundCopyCallback>, __uuidof(IBackgroundCopyCallback)),
        "IBackgroundCopyCallback");
  SAME_CLASS(bits::kClassBackgroundCopyManager, BackgroundCopyManager);
}

void CheckQueueManager() {
#if HAS_UUIDOF
  SAME_INTERFACE(bits::legacy, IBackgroundCopyQMgr);
  SAME_CLASS(bits::kClassBackgroundCopyQMgr, BackgroundCopyQMgr);
#endif
  SAME_METHOD(bits::legacy, IBackgroundCopyQMgr, CreateGroup);
  SAME_METHOD(bits::legacy, IBackgroundCopyQMgr, GetGroup);
  SAME_METHOD(bits::legacy, IBackgroundCopyQMgr, EnumGroups);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, GetProp);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, SetProp);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, GetProgress);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, GetStatus);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, GetJob);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, SuspendGroup);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, ResumeGroup);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, CancelGroup);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, get_Size);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, get_GroupID);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, CreateJob);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, EnumJobs);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, SwitchToForeground);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, QueryNewJobInterface);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, SetNotificationPointer);
  SAME_METHOD(bits::legacy, IBackgroundCopyJob1, CancelJob);
  SAME_METHOD(bits::legacy, IBackgroundCopyJob1, GetProgress);
  SAME_METHOD(bits::legacy, IBackgroundCopyJob1, GetStatus);
  SAME_METHOD(bits::legacy, IBackgroundCopyJob1, AddFiles);
  SAME_METHOD(bits::legacy, IBackgroundCopyJob1, GetFile);
  SAME_METHOD(bits::legacy, IBackgroundCopyJob1, GetFileCount);
  SAME_METHOD(bits::legacy, IBackgroundCopyJob1, SwitchToForeground);
  SAME_METHOD(bits::legacy, IBackgroundCopyJob1, get_JobID);
  SAME_METHOD(bits::legacy, IEnumBackgroundCopyGroups, Next);
  SAME_METHOD(bits::legacy, IEnumBackgroundCopyGroups, Skip);
  SAME_METHOD(bits::legacy, IEnumBackgroundCopyGroups, Reset);
  SAME_METHOD(bits::legacy, IEnumBackgroundCopyGroups, Clone);
  SAME_METHOD(bits::legacy, IEnumBackgroundCopyGroups, GetCount);
}

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
}

#if HAS_SYNCMGR
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
#endif

#if HAS_WINSYNC
void CheckWindowsSync() {
  SAME_INTERFACE(winsync, ISyncSessionState);
  SAME_INTERFACE(winsync, ISyncSessionState2);
  SAME_INTERFACE(winsync, ISyncCallback);
  SAME_INTERFACE(winsync, ISyncCallback2);
  SAME_INTERFACE(winsync, ISyncChange);
  SAME_INTERFACE(winsync, IChangeConflict);
  SAME_INTERFACE(winsync, IRecoverableError);
  SAME_INTERFACE(winsync, IRecoverableErrorData);
  SAME_INTERFACE(winsync, IKnowledgeSyncProvider);
  SAME_METHOD(winsync, ISyncSessionState, IsCanceled);
  SAME_METHOD(winsync, ISyncSessionState, GetInfoForChangeApplication);
  SAME_METHOD(winsync, ISyncSessionState, LoadInfoFromChangeApplication);
  SAME_METHOD(winsync, ISyncSessionState, GetForgottenKnowledgeRecoveryRangeStart);
  SAME_METHOD(winsync, ISyncSessionState, GetForgottenKnowledgeRecoveryRangeEnd);
  SAME_METHOD(winsync, ISyncSessionState, SetForgottenKnowledgeRecoveryRange);
  SAME_METHOD(winsync, ISyncSessionState, OnProgress);
  SAME_METHOD(winsync, ISyncSessionState2, SetProviderWithError);
  SAME_METHOD(winsync, ISyncSessionState2, GetSessionErrorStatus);
  SAME_METHOD(winsync, ISyncChange, GetOwnerReplicaId);
  SAME_METHOD(winsync, ISyncChange, GetRootItemId);
  SAME_METHOD(winsync, ISyncChange, GetChangeVersion);
  SAME_METHOD(winsync, ISyncChange, GetCreationVersion);
  SAME_METHOD(winsync, ISyncChange, GetFlags);
  SAME_METHOD(winsync, ISyncChange, GetWorkEstimate);
  SAME_METHOD(winsync, ISyncChange, GetChangeUnits);
  SAME_METHOD(winsync, ISyncChange, GetMadeWithKnowledge);
  SAME_METHOD(winsync, ISyncChange, GetLearnedKnowledge);
  SAME_METHOD(winsync, ISyncChange, SetWorkEstimate);
  SAME_METHOD(winsync, IChangeConflict, GetDestinationProviderConflictingChange);
  SAME_METHOD(winsync, IChangeConflict, GetSourceProviderConflictingChange);
  SAME_METHOD(winsync, IChangeConflict, GetDestinationProviderConflictingData);
  SAME_METHOD(winsync, IChangeConflict, GetSourceProviderConflictingData);
  SAME_METHOD(winsync, IChangeConflict, GetResolveActionForChange);
  SAME_METHOD(winsync, IChangeConflict, SetResolveActionForChange);
  SAME_METHOD(winsync, IChangeConflict, GetResolveActionForChangeUnit);
  SAME_METHOD(winsync, IChangeConflict, SetResolveActionForChangeUnit);
  SAME_METHOD(winsync, IRecoverableErrorData, Initialize);
  SAME_METHOD(winsync, IRecoverableErrorData, GetItemDisplayName);
  SAME_METHOD(winsync, IRecoverableErrorData, GetErrorDescription);
  SAME_METHOD(winsync, IRecoverableError, GetStage);
  SAME_METHOD(winsync, IRecoverableError, GetProvider);
  SAME_METHOD(winsync, IRecoverableError, GetChangeWithRecoverableError);
  SAME_METHOD(winsync, IRecoverableError, GetRecoverableErrorDataForChange);
  SAME_METHOD(winsync, IRecoverableError, GetRecoverableErrorDataForChangeUnit);
  SAME_METHOD(winsync, ISyncCallback, OnProgress);
  SAME_METHOD(winsync, ISyncCallback, OnChange);
  SAME_METHOD(winsync, ISyncCallback, OnConflict);
  SAME_METHOD(winsync, ISyncCallback, OnFullEnumerationNeeded);
  SAME_METHOD(winsync, ISyncCallback, OnRecoverableError);
  SAME_METHOD(winsync, ISyncCallback2, OnChangeApplied);
  SAME_METHOD(winsync, ISyncCallback2, OnChangeFailed);
  SAME_METHOD(winsync, ISyncProvider, GetIdParameters);
  SAME_METHOD(winsync, IKnowledgeSyncProvider, BeginSession);
  SAME_METHOD(winsync, IKnowledgeSyncProvider, GetSyncBatchParameters);
  SAME_METHOD(winsync, IKnowledgeSyncProvider, GetChangeBatch);
  SAME_METHOD(winsync, IKnowledgeSyncProvider, GetFullEnumerationChangeBatch);
  SAME_METHOD(winsync, IKnowledgeSyncProvider, ProcessChangeBatch);
  SAME_METHOD(winsync, IKnowledgeSyncProvider, ProcessFullEnumerationChangeBatch);
  SAME_METHOD(winsync, IKnowledgeSyncProvider, EndSession);
}
#endif

#if HAS_SYNCREGISTRATION
void CheckPropertyKey(DWORD ours, const PROPERTYKEY& theirs, const char* what) {
  Check(theirs.pid == ours && IsSame(theirs.fmtid, winsync::kProviderProperties), what);
}

void CheckRegistration() {
  SAME_INTERFACE(winsync, ISyncProviderRegistration);
  SAME_CLASS(winsync::kClassSyncProviderRegistration, SyncProviderRegistration);
  CheckPropertyKey(winsync::kInstanceId, PKEY_PROVIDER_INSTANCEID, "PKEY_PROVIDER_INSTANCEID");
  CheckPropertyKey(winsync::kClassId, PKEY_PROVIDER_CLSID, "PKEY_PROVIDER_CLSID");
  CheckPropertyKey(winsync::kConfigUi, PKEY_PROVIDER_CONFIGUI, "PKEY_PROVIDER_CONFIGUI");
  CheckPropertyKey(winsync::kContentType, PKEY_PROVIDER_CONTENTTYPE, "PKEY_PROVIDER_CONTENTTYPE");
  CheckPropertyKey(winsync::kCapabilities, PKEY_PROVIDER_CAPABILITIES, "PKEY_PROVIDER_CAPABILITIES");
  CheckPropertyKey(winsync::kSupportedArchitecture, PKEY_PROVIDER_SUPPORTED_ARCHITECTURE,
                   "PKEY_PROVIDER_SUPPORTED_ARCHITECTURE");
  CheckPropertyKey(winsync::kName, PKEY_PROVIDER_NAME, "PKEY_PROVIDER_NAME");
  CheckPropertyKey(winsync::kDescription, PKEY_PROVIDER_DESCRIPTION, "PKEY_PROVIDER_DESCRIPTION");
  CheckPropertyKey(winsync::kTooltips, PKEY_PROVIDER_TOOLTIPS, "PKEY_PROVIDER_TOOLTIPS");
  CheckPropertyKey(winsync::kIcon, PKEY_PROVIDER_ICON, "PKEY_PROVIDER_ICON");
  SAME_METHOD(winsync, ISyncProviderInfo, GetSyncProvider);
  SAME_METHOD(winsync, IEnumSyncProviderInfos, Next);
  SAME_METHOD(winsync, IEnumSyncProviderInfos, Skip);
  SAME_METHOD(winsync, IEnumSyncProviderInfos, Reset);
  SAME_METHOD(winsync, IEnumSyncProviderInfos, Clone);
  SAME_METHOD(winsync, ISyncProviderRegistration, EnumerateSyncProviders);
  SAME_METHOD(winsync, ISyncProviderRegistration, GetSyncProviderState);
}
#endif

}  // namespace

int main() {
  CheckBits();
  CheckQueueManager();
  CheckSyncManager();
#if HAS_SYNCMGR
  CheckSyncCenter();
#endif
#if HAS_WINSYNC
  CheckWindowsSync();
#endif
#if HAS_SYNCREGISTRATION
  CheckRegistration();
#endif
  std::printf("%d compared, %d differ; syncmgr.h: %d, winsync.h: %d, syncregistration.h: %d\n", checks, failures,
              HAS_SYNCMGR, HAS_WINSYNC, HAS_SYNCREGISTRATION);
  return failures == 0 ? 0 : 1;
}
