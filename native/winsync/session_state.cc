#include "winsync/session_state.h"

#include <algorithm>
#include <utility>

#include "com/sink_result.h"

namespace winprogress::winsync {

using com::OrOutOfMemory;

namespace {

// The contract of the methods with a buffer: for a null buffer, or one that is too small, the required size.
HRESULT CopyOut(const Bytes& bytes, BYTE* buffer, DWORD* size) noexcept {
  const auto needed = static_cast<DWORD>(bytes.size());
  const DWORD capacity = buffer == nullptr ? 0 : *size;
  *size = needed;
  if (capacity < needed) return kMoreData;
  if (needed != 0) std::copy(bytes.begin(), bytes.end(), buffer);
  return S_OK;
}

std::optional<Bytes> CopyId(const IdFormat& format, const BYTE* id) {
  const std::size_t length = LengthOfId(format, id);
  if (!IsLengthAllowed(format, length)) return std::nullopt;
  return Bytes(id, id + length);
}

}  // namespace

HRESULT SessionState::IsCanceled(BOOL* is_canceled) noexcept {
  if (is_canceled == nullptr) return E_POINTER;
  *is_canceled = core_->IsCanceled() ? TRUE : FALSE;
  return S_OK;
}

HRESULT SessionState::GetInfoForChangeApplication(BYTE* info, DWORD* size) noexcept {
  if (size == nullptr) return E_POINTER;
  return OrOutOfMemory([&] { return CopyOut(core_->SaveInfo(), info, size); });
}

HRESULT SessionState::LoadInfoFromChangeApplication(const BYTE* info, DWORD size) noexcept {
  if (info == nullptr) return E_POINTER;
  if (size == 0) return E_INVALIDARG;
  return OrOutOfMemory([&] { return core_->LoadInfo(info, size); });
}

HRESULT SessionState::GetForgottenKnowledgeRecoveryRangeStart(BYTE* bound, DWORD* size) noexcept {
  if (size == nullptr) return E_POINTER;
  return OrOutOfMemory([&] { return CopyOut(core_->LowerBound().value_or(Bytes()), bound, size); });
}

HRESULT SessionState::GetForgottenKnowledgeRecoveryRangeEnd(BYTE* bound, DWORD* size) noexcept {
  if (size == nullptr) return E_POINTER;
  return OrOutOfMemory([&] { return CopyOut(core_->UpperBound().value_or(Bytes()), bound, size); });
}

HRESULT SessionState::SetForgottenKnowledgeRecoveryRange(const SyncRange* range) noexcept {
  if (range == nullptr || range->lower_bound == nullptr || range->upper_bound == nullptr) return E_POINTER;
  return OrOutOfMemory([&] {
    const IdFormat& format = core_->settings().item_id_format;
    std::optional<Bytes> lower_bound = CopyId(format, range->lower_bound);
    std::optional<Bytes> upper_bound = CopyId(format, range->upper_bound);
    if (!lower_bound.has_value() || !upper_bound.has_value()) return kIdFormatMismatch;
    core_->SetRange(std::move(*lower_bound), std::move(*upper_bound));
    return S_OK;
  });
}

HRESULT SessionState::OnProgress(ProviderRole provider, ProgressStage stage, DWORD completed_work,
                                 DWORD total_work) noexcept {
  if (!IsRole(provider) || !IsStage(stage)) return E_INVALIDARG;
  return core_->Report(stage, completed_work, total_work, [&](DWORD completed, DWORD total) {
    return callback_->OnProgress(provider, stage, completed, total);
  });
}

// The documented caller is the destination, while it applies changes.
HRESULT SessionState::SetProviderWithError(BOOL self) noexcept {
  return core_->SetProviderWithError(self ? kDestination : kSource);
}

HRESULT SessionState::GetSessionErrorStatus(HRESULT* session_error) noexcept {
  if (session_error == nullptr) return E_POINTER;
  *session_error = core_->error_status();
  return S_OK;
}

}  // namespace winprogress::winsync
