#include "winsync/callback_sink.h"

#include <utility>

#include "com/sink_result.h"
#include "winsync/reading.h"

namespace winprogress::winsync {

using com::OrOutOfMemory;

HRESULT CallbackSink::OnProgress(ProviderRole provider, ProgressStage stage, DWORD completed_work,
                                 DWORD total_work) noexcept {
  if (!IsRole(provider) || !IsStage(stage)) return E_INVALIDARG;
  channel_->AddProgress(provider, stage, completed_work, total_work);
  return S_OK;
}

HRESULT CallbackSink::OnChange(ISyncChange* change) noexcept {
  if (change == nullptr) return E_POINTER;
  if (!core_->settings().wants_changes) return S_OK;
  return OrOutOfMemory([&] {
    channel_->AddChange(ReadChange(*change));
    return S_OK;
  });
}

HRESULT CallbackSink::OnConflict(IChangeConflict* conflict) noexcept {
  if (conflict == nullptr) return E_POINTER;
  return OrOutOfMemory([&] {
    const SessionSettings& settings = core_->settings();
    auto action = static_cast<std::uint32_t>(settings.resolve_action);
    if (settings.wants_conflicts) action = channel_->AskForResolution(ReadConflict(*conflict), action);
    return conflict->SetResolveActionForChange(static_cast<ResolveAction>(action));
  });
}

HRESULT CallbackSink::OnFullEnumerationNeeded(FullEnumerationAction* action) noexcept {
  if (action == nullptr) return E_POINTER;
  return OrOutOfMemory([&] {
    const SessionSettings& settings = core_->settings();
    auto answer = static_cast<std::uint32_t>(settings.full_enumeration_action);
    if (settings.wants_full_enumeration) answer = channel_->AskForFullEnumeration(answer);
    *action = static_cast<FullEnumerationAction>(answer);
    if (*action == kAbort) {
      core_->Cancel();
      channel_->AddCanceled();
    }
    return S_OK;
  });
}

HRESULT CallbackSink::OnRecoverableError(IRecoverableError* error) noexcept {
  if (error == nullptr) return E_POINTER;
  if (!core_->settings().wants_recoverable_errors) return S_OK;
  return OrOutOfMemory([&] {
    channel_->AddRecoverableError(ReadRecoverableError(*error));
    return S_OK;
  });
}

HRESULT CallbackSink::OnChangeApplied(DWORD changes_applied, DWORD changes_failed) noexcept {
  if (core_->settings().wants_changes_applied)
    channel_->AddTotals(SessionChannel::Totals::kApplied, changes_applied, changes_failed);
  return S_OK;
}

HRESULT CallbackSink::OnChangeFailed(DWORD changes_applied, DWORD changes_failed) noexcept {
  if (core_->settings().wants_changes_failed)
    channel_->AddTotals(SessionChannel::Totals::kFailed, changes_applied, changes_failed);
  return S_OK;
}

}  // namespace winprogress::winsync
