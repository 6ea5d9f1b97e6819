// A foreign session state, which records its calls.
#pragma once

#include "object.h"

namespace reference {

/** Ids of items are 16 fixed bytes. */
class RecordingState final : public Object<RecordingState, ISyncSessionState2, ISyncSessionState> {
 public:
  /** `second_version`: whether it supports `ISyncSessionState2`. */
  explicit RecordingState(bool second_version) noexcept : Object(second_version) {}

  HRESULT WINAPI IsCanceled(WINBOOL* canceled) noexcept override;
  HRESULT WINAPI GetInfoForChangeApplication(BYTE* info, DWORD* size) noexcept override;
  HRESULT WINAPI LoadInfoFromChangeApplication(const BYTE* info, DWORD size) noexcept override;
  HRESULT WINAPI GetForgottenKnowledgeRecoveryRangeStart(BYTE* bound, DWORD* size) noexcept override;
  HRESULT WINAPI GetForgottenKnowledgeRecoveryRangeEnd(BYTE* bound, DWORD* size) noexcept override;
  HRESULT WINAPI SetForgottenKnowledgeRecoveryRange(const SYNC_RANGE* range) noexcept override;
  HRESULT WINAPI OnProgress(SYNC_PROVIDER_ROLE provider, SYNC_PROGRESS_STAGE stage, DWORD completed_work,
                            DWORD total_work) noexcept override;
  HRESULT WINAPI SetProviderWithError(WINBOOL self) noexcept override;
  HRESULT WINAPI GetSessionErrorStatus(HRESULT* status) noexcept override;

 private:
  friend Object;
  ~RecordingState() = default;

  HRESULT give(const char* call, const std::vector<BYTE>& bytes, BYTE* out, DWORD* size);

  std::mutex mutex_;
  std::vector<BYTE> info_;
  std::vector<BYTE> lower_bound_;
  std::vector<BYTE> upper_bound_;
};

}  // namespace reference
