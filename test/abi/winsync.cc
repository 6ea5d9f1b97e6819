#include "abi.h"

#if HAS_SYNCREGISTRATION
#include <synchronizationerrors.h>
#include <syncregistration.h>
#endif

#include "winsync/identifiers.h"
#include "winsync/interfaces.h"
#include "winsync/registration_interfaces.h"

namespace com = winprogress::com;
namespace winsync = winprogress::winsync;

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

namespace abi {

#if HAS_SYNCREGISTRATION
namespace {

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

}  // namespace
#endif

void CheckWindowsSync() {
#if HAS_WINSYNC
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
#endif
#if HAS_SYNCREGISTRATION
  CheckRegistration();
#endif
}

}  // namespace abi
