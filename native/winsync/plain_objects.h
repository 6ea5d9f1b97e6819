#pragma once

#include <atomic>
#include <utility>

#include "com/object.h"
#include "winsync/identifiers.h"
#include "winsync/records.h"

namespace winprogress::winsync {

// COM objects over plain data, to pass it to a foreign callback. Values that the plain data does not have
// return E_NOTIMPL; any thread may call them.
com::ComPtr<ISyncChange> MakeChange(ChangeRecord record);
com::ComPtr<IRecoverableError> MakeRecoverableError(RecoverableErrorRecord record);

// Stores the action that the application chooses (default: defer).
class Conflict final : public com::AgileObject<IChangeConflict> {
 public:
  explicit Conflict(ConflictRecord record) : record_(std::move(record)) {}

  ResolveAction action() const noexcept { return action_; }

  HRESULT STDMETHODCALLTYPE GetDestinationProviderConflictingChange(ISyncChange** change) noexcept override;
  HRESULT STDMETHODCALLTYPE GetSourceProviderConflictingChange(ISyncChange** change) noexcept override;
  HRESULT STDMETHODCALLTYPE GetDestinationProviderConflictingData(IUnknown** data) noexcept override;
  HRESULT STDMETHODCALLTYPE GetSourceProviderConflictingData(IUnknown** data) noexcept override;
  HRESULT STDMETHODCALLTYPE GetResolveActionForChange(ResolveAction* action) noexcept override;
  HRESULT STDMETHODCALLTYPE SetResolveActionForChange(ResolveAction action) noexcept override;
  HRESULT STDMETHODCALLTYPE GetResolveActionForChangeUnit(ISyncChangeUnit* unit,
                                                          ResolveAction* action) noexcept override;
  HRESULT STDMETHODCALLTYPE SetResolveActionForChangeUnit(ISyncChangeUnit* unit,
                                                          ResolveAction action) noexcept override;

 private:
  const ConflictRecord record_;
  std::atomic<ResolveAction> action_{kDefer};
};

}  // namespace winprogress::winsync
