#pragma once

#include <memory>

#include "com/object.h"
#include "winsync/identifiers.h"
#include "winsync/session_core.h"

namespace winprogress::winsync {

// The addon's ISyncSessionState, for providers. Any thread may call it.
// https://learn.microsoft.com/windows/win32/api/winsync/nn-winsync-isyncsessionstate
class SessionState final : public com::AgileObject<com::Chain<ISyncSessionState2, ISyncSessionState>> {
 public:
  SessionState(std::shared_ptr<SessionCore> core, com::ComPtr<ISyncCallback> callback) noexcept
      : core_(std::move(core)), callback_(std::move(callback)) {}

  HRESULT STDMETHODCALLTYPE IsCanceled(BOOL* is_canceled) noexcept override;
  HRESULT STDMETHODCALLTYPE GetInfoForChangeApplication(BYTE* info, DWORD* size) noexcept override;
  HRESULT STDMETHODCALLTYPE LoadInfoFromChangeApplication(const BYTE* info, DWORD size) noexcept override;
  HRESULT STDMETHODCALLTYPE GetForgottenKnowledgeRecoveryRangeStart(BYTE* bound, DWORD* size) noexcept override;
  HRESULT STDMETHODCALLTYPE GetForgottenKnowledgeRecoveryRangeEnd(BYTE* bound, DWORD* size) noexcept override;
  HRESULT STDMETHODCALLTYPE SetForgottenKnowledgeRecoveryRange(const SyncRange* range) noexcept override;
  HRESULT STDMETHODCALLTYPE OnProgress(ProviderRole provider, ProgressStage stage, DWORD completed_work,
                                       DWORD total_work) noexcept override;
  HRESULT STDMETHODCALLTYPE SetProviderWithError(BOOL self) noexcept override;
  HRESULT STDMETHODCALLTYPE GetSessionErrorStatus(HRESULT* session_error) noexcept override;

 private:
  const std::shared_ptr<SessionCore> core_;
  const com::ComPtr<ISyncCallback> callback_;
};

}  // namespace winprogress::winsync
