#pragma once

#include <atomic>
#include <optional>

#include "com/com_ptr.h"
#include "winsync/interfaces.h"
#include "winsync/records.h"

namespace winprogress::winsync {

// COM objects that stand for plain data, for handing it to the callback of somebody else. What plain data cannot give
// is E_NOTIMPL; any thread may call them.
com::ComPtr<ISyncChange> MakeChange(ChangeRecord record);
com::ComPtr<IRecoverableError> MakeRecoverableError(RecoverableErrorRecord record);

// Keeps the action that the application chooses, and defers until it has chosen one.
class Conflict final : public IChangeConflict {
 public:
  explicit Conflict(ConflictRecord record) : record_(std::move(record)) {}
  Conflict(const Conflict&) = delete;
  Conflict& operator=(const Conflict&) = delete;

  ResolveAction action() const noexcept { return action_; }

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID interface_id, void** object) noexcept override;
  ULONG STDMETHODCALLTYPE AddRef() noexcept override { return ++references_; }
  ULONG STDMETHODCALLTYPE Release() noexcept override;
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
  virtual ~Conflict() = default;

  const ConflictRecord record_;
  std::atomic<ResolveAction> action_{kDefer};
  std::atomic<ULONG> references_{0};
};

}  // namespace winprogress::winsync
