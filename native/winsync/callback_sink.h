#pragma once

#include <memory>

#include "com/object.h"
#include "winsync/identifiers.h"
#include "winsync/session_channel.h"
#include "winsync/session_core.h"

namespace winprogress::winsync {

// The addon's ISyncCallback2: passes the reports of a session and its providers to JavaScript. Only the two
// questions wait for an answer. Any thread may call it.
// https://learn.microsoft.com/windows/win32/api/winsync/nn-winsync-isynccallback
class CallbackSink final : public com::AgileObject<com::Chain<ISyncCallback2, ISyncCallback>> {
 public:
  CallbackSink(std::shared_ptr<SessionCore> core, std::shared_ptr<SessionChannel> channel) noexcept
      : core_(std::move(core)), channel_(std::move(channel)) {}

  HRESULT STDMETHODCALLTYPE OnProgress(ProviderRole provider, ProgressStage stage, DWORD completed_work,
                                       DWORD total_work) noexcept override;
  HRESULT STDMETHODCALLTYPE OnChange(ISyncChange* change) noexcept override;
  HRESULT STDMETHODCALLTYPE OnConflict(IChangeConflict* conflict) noexcept override;
  HRESULT STDMETHODCALLTYPE OnFullEnumerationNeeded(FullEnumerationAction* action) noexcept override;
  HRESULT STDMETHODCALLTYPE OnRecoverableError(IRecoverableError* error) noexcept override;
  HRESULT STDMETHODCALLTYPE OnChangeApplied(DWORD changes_applied, DWORD changes_failed) noexcept override;
  HRESULT STDMETHODCALLTYPE OnChangeFailed(DWORD changes_applied, DWORD changes_failed) noexcept override;

 private:
  // The session state references the sink: no more events arrive once both are released.
  ~CallbackSink() override { channel_->End(); }

  const std::shared_ptr<SessionCore> core_;
  const std::shared_ptr<SessionChannel> channel_;
};

}  // namespace winprogress::winsync
