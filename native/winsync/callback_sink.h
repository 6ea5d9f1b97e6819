#pragma once

#include <memory>

#include "com/object.h"
#include "winsync/identifiers.h"
#include "winsync/session_core.h"

namespace winprogress::winsync {

// Our ISyncCallback2: reports to JavaScript what a session and its providers report to the application. Only the two
// questions wait for an answer. Any thread may call it.
// https://learn.microsoft.com/windows/win32/api/winsync/nn-winsync-isynccallback
class CallbackSink final : public com::Object<com::Chain<ISyncCallback2, ISyncCallback>> {
 public:
  explicit CallbackSink(std::shared_ptr<SessionCore> core) noexcept : core_(std::move(core)) {}

  HRESULT STDMETHODCALLTYPE OnProgress(ProviderRole provider, ProgressStage stage, DWORD completed_work,
                                       DWORD total_work) noexcept override;
  HRESULT STDMETHODCALLTYPE OnChange(ISyncChange* change) noexcept override;
  HRESULT STDMETHODCALLTYPE OnConflict(IChangeConflict* conflict) noexcept override;
  HRESULT STDMETHODCALLTYPE OnFullEnumerationNeeded(FullEnumerationAction* action) noexcept override;
  HRESULT STDMETHODCALLTYPE OnRecoverableError(IRecoverableError* error) noexcept override;
  HRESULT STDMETHODCALLTYPE OnChangeApplied(DWORD changes_applied, DWORD changes_failed) noexcept override;
  HRESULT STDMETHODCALLTYPE OnChangeFailed(DWORD changes_applied, DWORD changes_failed) noexcept override;

 private:
  const std::shared_ptr<SessionCore> core_;
};

}  // namespace winprogress::winsync
