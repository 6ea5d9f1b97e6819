#pragma once

#include <atomic>
#include <memory>

#include "winsync/interfaces.h"
#include "winsync/session_core.h"

namespace winprogress::winsync {

// Our ISyncCallback2: tells JavaScript what a session and its providers tell the application. Only the two questions
// wait for an answer. Any thread may call it.
// https://learn.microsoft.com/windows/win32/api/winsync/nn-winsync-isynccallback
class Sink final : public ISyncCallback2 {
 public:
  explicit Sink(std::shared_ptr<SessionCore> core) noexcept : core_(std::move(core)) {}
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID interface_id, void** object) noexcept override;
  ULONG STDMETHODCALLTYPE AddRef() noexcept override { return ++references_; }
  ULONG STDMETHODCALLTYPE Release() noexcept override;
  HRESULT STDMETHODCALLTYPE OnProgress(ProviderRole provider, ProgressStage stage, DWORD completed_work,
                                       DWORD total_work) noexcept override;
  HRESULT STDMETHODCALLTYPE OnChange(ISyncChange* change) noexcept override;
  HRESULT STDMETHODCALLTYPE OnConflict(IChangeConflict* conflict) noexcept override;
  HRESULT STDMETHODCALLTYPE OnFullEnumerationNeeded(FullEnumerationAction* action) noexcept override;
  HRESULT STDMETHODCALLTYPE OnRecoverableError(IRecoverableError* error) noexcept override;
  HRESULT STDMETHODCALLTYPE OnChangeApplied(DWORD changes_applied, DWORD changes_failed) noexcept override;
  HRESULT STDMETHODCALLTYPE OnChangeFailed(DWORD changes_applied, DWORD changes_failed) noexcept override;

 private:
  virtual ~Sink() = default;

  const std::shared_ptr<SessionCore> core_;
  std::atomic<ULONG> references_{0};
};

}  // namespace winprogress::winsync
