#include "recording_state.h"

namespace reference {
namespace {

template <typename Body>
HRESULT answered(const char* call, std::vector<DWORD> arguments, Body&& body) noexcept {
  return guarded([&] {
    const HRESULT scripted = library().script.get().recorder_result;
    return logged(call, std::move(arguments), FAILED(scripted) ? scripted : body());
  });
}

}  // namespace

HRESULT WINAPI RecordingState::IsCanceled(WINBOOL* canceled) noexcept {
  return answered("ISyncSessionState.IsCanceled", {}, [&] {
    if (!canceled) return E_POINTER;
    *canceled = library().script.get().canceled;
    return S_OK;
  });
}

HRESULT RecordingState::give(const char* call, const std::vector<BYTE>& bytes, BYTE* out, DWORD* size) {
  return answered(call, {size ? *size : 0}, [&] {
    const std::lock_guard<std::mutex> guard(mutex_);
    return copy_out(bytes, out, size);
  });
}

HRESULT WINAPI RecordingState::GetInfoForChangeApplication(BYTE* info, DWORD* size) noexcept {
  return give("ISyncSessionState.GetInfoForChangeApplication", info_, info, size);
}

HRESULT WINAPI RecordingState::LoadInfoFromChangeApplication(const BYTE* info, DWORD size) noexcept {
  return answered("ISyncSessionState.LoadInfoFromChangeApplication",
                  info ? std::vector<DWORD>(info, info + size) : std::vector<DWORD>(), [&] {
                    if (!info) return E_POINTER;
                    if (size == 0) return E_INVALIDARG;
                    const std::lock_guard<std::mutex> guard(mutex_);
                    info_.assign(info, info + size);
                    return S_OK;
                  });
}

HRESULT WINAPI RecordingState::GetForgottenKnowledgeRecoveryRangeStart(BYTE* bound, DWORD* size) noexcept {
  return give("ISyncSessionState.GetForgottenKnowledgeRecoveryRangeStart", lower_bound_, bound, size);
}

HRESULT WINAPI RecordingState::GetForgottenKnowledgeRecoveryRangeEnd(BYTE* bound, DWORD* size) noexcept {
  return give("ISyncSessionState.GetForgottenKnowledgeRecoveryRangeEnd", upper_bound_, bound, size);
}

HRESULT WINAPI RecordingState::SetForgottenKnowledgeRecoveryRange(const SYNC_RANGE* range) noexcept {
  return answered("ISyncSessionState.SetForgottenKnowledgeRecoveryRange", {}, [&] {
    if (!range || !range->pbClosedLowerBound || !range->pbClosedUpperBound) return E_POINTER;
    const std::lock_guard<std::mutex> guard(mutex_);
    lower_bound_.assign(range->pbClosedLowerBound, range->pbClosedLowerBound + sizeof(GUID));
    upper_bound_.assign(range->pbClosedUpperBound, range->pbClosedUpperBound + sizeof(GUID));
    return S_OK;
  });
}

HRESULT WINAPI RecordingState::OnProgress(SYNC_PROVIDER_ROLE provider, SYNC_PROGRESS_STAGE stage, DWORD completed_work,
                                          DWORD total_work) noexcept {
  return answered("ISyncSessionState.OnProgress",
                  {static_cast<DWORD>(provider), static_cast<DWORD>(stage), completed_work, total_work},
                  [] { return S_OK; });
}

HRESULT WINAPI RecordingState::SetProviderWithError(WINBOOL self) noexcept {
  return answered("ISyncSessionState2.SetProviderWithError", {static_cast<DWORD>(self)}, [] { return S_OK; });
}

HRESULT WINAPI RecordingState::GetSessionErrorStatus(HRESULT* status) noexcept {
  return answered("ISyncSessionState2.GetSessionErrorStatus", {}, [&] {
    if (!status) return E_POINTER;
    *status = library().script.get().session_error;
    return S_OK;
  });
}

}  // namespace reference
