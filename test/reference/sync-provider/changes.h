// The objects that a change applier passes to callbacks: changes, conflicts and recoverable errors, with known values.
#pragma once

#include <string>

#include "object.h"

namespace reference {

/** Its ids are 16 bytes of one value each, its versions, flags and estimate follow from that value. */
class Change final : public Object<Change, ISyncChange> {
 public:
  explicit Change(BYTE seed) noexcept : seed_(seed) {}

  HRESULT WINAPI GetOwnerReplicaId(BYTE* id, DWORD* size) noexcept override;
  HRESULT WINAPI GetRootItemId(BYTE* id, DWORD* size) noexcept override;
  HRESULT WINAPI GetChangeVersion(const BYTE* replica_id, SYNC_VERSION* version) noexcept override;
  HRESULT WINAPI GetCreationVersion(const BYTE* replica_id, SYNC_VERSION* version) noexcept override;
  HRESULT WINAPI GetFlags(DWORD* flags) noexcept override;
  HRESULT WINAPI GetWorkEstimate(DWORD* work) noexcept override;
  HRESULT WINAPI GetChangeUnits(IUnknown** units) noexcept override;
  HRESULT WINAPI GetMadeWithKnowledge(IUnknown** knowledge) noexcept override;
  HRESULT WINAPI GetLearnedKnowledge(IUnknown** knowledge) noexcept override;
  HRESULT WINAPI SetWorkEstimate(DWORD work) noexcept override;

 private:
  friend Object;
  ~Change() = default;

  const BYTE seed_;
};

/** Change 1 of the source against change 2 of the destination. */
class Conflict final : public Object<Conflict, IChangeConflict> {
 public:
  HRESULT WINAPI GetDestinationProviderConflictingChange(ISyncChange** change) noexcept override;
  HRESULT WINAPI GetSourceProviderConflictingChange(ISyncChange** change) noexcept override;
  HRESULT WINAPI GetDestinationProviderConflictingData(IUnknown** data) noexcept override;
  HRESULT WINAPI GetSourceProviderConflictingData(IUnknown** data) noexcept override;
  HRESULT WINAPI GetResolveActionForChange(SYNC_RESOLVE_ACTION* action) noexcept override;
  HRESULT WINAPI SetResolveActionForChange(SYNC_RESOLVE_ACTION action) noexcept override;
  HRESULT WINAPI GetResolveActionForChangeUnit(IUnknown* unit, SYNC_RESOLVE_ACTION* action) noexcept override;
  HRESULT WINAPI SetResolveActionForChangeUnit(IUnknown* unit, SYNC_RESOLVE_ACTION action) noexcept override;

 private:
  friend Object;
  ~Conflict() = default;

  std::atomic<SYNC_RESOLVE_ACTION> action_{SRA_DEFER};
};

/** "item" could not be applied for "reason", in the application at the destination: change 3, E_ACCESSDENIED. */
class RecoverableError final : public Object<RecoverableError, IRecoverableError> {
 public:
  HRESULT WINAPI GetStage(SYNC_PROGRESS_STAGE* stage) noexcept override;
  HRESULT WINAPI GetProvider(SYNC_PROVIDER_ROLE* provider) noexcept override;
  HRESULT WINAPI GetChangeWithRecoverableError(ISyncChange** change) noexcept override;
  HRESULT WINAPI GetRecoverableErrorDataForChange(HRESULT* error, IRecoverableErrorData** data) noexcept override;
  HRESULT WINAPI GetRecoverableErrorDataForChangeUnit(IUnknown* unit, HRESULT* error,
                                                      IRecoverableErrorData** data) noexcept override;

 private:
  friend Object;
  ~RecoverableError() = default;
};

class RecoverableErrorData final : public Object<RecoverableErrorData, IRecoverableErrorData> {
 public:
  HRESULT WINAPI Initialize(LPCWSTR name, LPCWSTR description) noexcept override;
  HRESULT WINAPI GetItemDisplayName(LPWSTR name, DWORD* length) noexcept override;
  HRESULT WINAPI GetErrorDescription(LPWSTR description, DWORD* length) noexcept override;

 private:
  friend Object;
  ~RecoverableErrorData() = default;

  std::wstring name_;
  std::wstring description_;
};

}  // namespace reference
