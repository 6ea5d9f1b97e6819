#pragma once

#include <windows.h>

#include <unknwn.h>

#include "winsync/constants.h"

// The interfaces of winsync.h that this family uses, declared here: mingw-w64's header does not have them in the order
// of their vtables. Slots and values are those of the Windows SDK.
// https://learn.microsoft.com/windows/win32/api/winsync/
namespace winprogress::winsync {

// SYNC_VERSION
struct SyncVersion {
  DWORD replica_key;
  ULONGLONG tick_count;
};

// SYNC_RANGE: inclusive bounds. It has no lengths; the reader must know the format of the ids.
struct SyncRange {
  BYTE* lower_bound;
  BYTE* upper_bound;
};

// ID_PARAMETER_PAIR
struct IdParameterPair {
  BOOL is_variable;
  USHORT size;
};

// ID_PARAMETERS
struct IdParameters {
  DWORD size;
  IdParameterPair replica_id;
  IdParameterPair item_id;
  IdParameterPair change_unit_id;
};

static_assert(sizeof(SyncVersion) == 16 && sizeof(SyncRange) == 2 * sizeof(void*) && sizeof(IdParameterPair) == 8 &&
              sizeof(IdParameters) == 28);

struct ISyncSessionState : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE IsCanceled(BOOL* is_canceled) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetInfoForChangeApplication(BYTE* info, DWORD* size) = 0;
  virtual HRESULT STDMETHODCALLTYPE LoadInfoFromChangeApplication(const BYTE* info, DWORD size) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetForgottenKnowledgeRecoveryRangeStart(BYTE* bound, DWORD* size) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetForgottenKnowledgeRecoveryRangeEnd(BYTE* bound, DWORD* size) = 0;
  virtual HRESULT STDMETHODCALLTYPE SetForgottenKnowledgeRecoveryRange(const SyncRange* range) = 0;
  virtual HRESULT STDMETHODCALLTYPE OnProgress(ProviderRole provider, ProgressStage stage, DWORD completed_work,
                                               DWORD total_work) = 0;
};

struct ISyncSessionState2 : ISyncSessionState {
  virtual HRESULT STDMETHODCALLTYPE SetProviderWithError(BOOL self) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetSessionErrorStatus(HRESULT* session_error) = 0;
};

struct ISyncKnowledge;
struct IEnumSyncChangeUnits;
struct ISyncChangeUnit;

struct ISyncChange : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE GetOwnerReplicaId(BYTE* id, DWORD* size) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetRootItemId(BYTE* id, DWORD* size) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetChangeVersion(const BYTE* replica_id, SyncVersion* version) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetCreationVersion(const BYTE* replica_id, SyncVersion* version) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetFlags(DWORD* flags) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetWorkEstimate(DWORD* work) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetChangeUnits(IEnumSyncChangeUnits** units) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetMadeWithKnowledge(ISyncKnowledge** knowledge) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetLearnedKnowledge(ISyncKnowledge** knowledge) = 0;
  virtual HRESULT STDMETHODCALLTYPE SetWorkEstimate(DWORD work) = 0;
};

struct IChangeConflict : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE GetDestinationProviderConflictingChange(ISyncChange** change) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetSourceProviderConflictingChange(ISyncChange** change) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetDestinationProviderConflictingData(IUnknown** data) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetSourceProviderConflictingData(IUnknown** data) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetResolveActionForChange(ResolveAction* action) = 0;
  virtual HRESULT STDMETHODCALLTYPE SetResolveActionForChange(ResolveAction action) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetResolveActionForChangeUnit(ISyncChangeUnit* unit, ResolveAction* action) = 0;
  virtual HRESULT STDMETHODCALLTYPE SetResolveActionForChangeUnit(ISyncChangeUnit* unit, ResolveAction action) = 0;
};

struct IRecoverableErrorData : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE Initialize(LPCWSTR item_display_name, LPCWSTR error_description) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetItemDisplayName(LPWSTR name, DWORD* length) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetErrorDescription(LPWSTR description, DWORD* length) = 0;
};

struct IRecoverableError : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE GetStage(ProgressStage* stage) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetProvider(ProviderRole* provider) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetChangeWithRecoverableError(ISyncChange** change) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetRecoverableErrorDataForChange(HRESULT* error, IRecoverableErrorData** data) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetRecoverableErrorDataForChangeUnit(ISyncChangeUnit* unit, HRESULT* error,
                                                                         IRecoverableErrorData** data) = 0;
};

struct ISyncCallback : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE OnProgress(ProviderRole provider, ProgressStage stage, DWORD completed_work,
                                               DWORD total_work) = 0;
  virtual HRESULT STDMETHODCALLTYPE OnChange(ISyncChange* change) = 0;
  virtual HRESULT STDMETHODCALLTYPE OnConflict(IChangeConflict* conflict) = 0;
  virtual HRESULT STDMETHODCALLTYPE OnFullEnumerationNeeded(FullEnumerationAction* action) = 0;
  virtual HRESULT STDMETHODCALLTYPE OnRecoverableError(IRecoverableError* error) = 0;
};

struct ISyncCallback2 : ISyncCallback {
  virtual HRESULT STDMETHODCALLTYPE OnChangeApplied(DWORD changes_applied, DWORD changes_failed) = 0;
  virtual HRESULT STDMETHODCALLTYPE OnChangeFailed(DWORD changes_applied, DWORD changes_failed) = 0;
};

struct ISyncProvider : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE GetIdParameters(IdParameters* parameters) = 0;
};

// Batches and their statistics pass between providers only: methods that are not called here are declared as slots.
struct IKnowledgeSyncProvider : ISyncProvider {
  virtual HRESULT STDMETHODCALLTYPE BeginSession(ProviderRole role, ISyncSessionState* state) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetSyncBatchParameters(ISyncKnowledge** knowledge, DWORD* batch_size) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetChangeBatch(DWORD batch_size, ISyncKnowledge* knowledge, IUnknown** batch,
                                                   IUnknown** data_retriever) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetFullEnumerationChangeBatch(DWORD batch_size, const BYTE* lower_bound,
                                                                  ISyncKnowledge* knowledge, IUnknown** batch,
                                                                  IUnknown** data_retriever) = 0;
  virtual HRESULT STDMETHODCALLTYPE ProcessChangeBatch(int policy, IUnknown* batch, IUnknown* data_retriever,
                                                       ISyncCallback* callback, void* statistics) = 0;
  virtual HRESULT STDMETHODCALLTYPE ProcessFullEnumerationChangeBatch(int policy, IUnknown* batch,
                                                                      IUnknown* data_retriever, ISyncCallback* callback,
                                                                      void* statistics) = 0;
  virtual HRESULT STDMETHODCALLTYPE EndSession(ISyncSessionState* state) = 0;
};

}  // namespace winprogress::winsync
