#pragma once

#include <atomic>
#include <utility>

#include "com/object.h"
#include "winsync/identifiers.h"
#include "winsync/records.h"

namespace winprogress::winsync {

// COM objects that stand for plain data, for handing it to a callback of other code. What plain data does not have
// is E_NOTIMPL; any thread may call them.
com::ComPtr<ISyncChange> MakeChange(ChangeRecord record);
com::ComPtr<IRecoverableError> MakeRecoverableError(RecoverableErrorRecord record);

// Keeps the action that the application chooses, and defers until it has chosen one.
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
