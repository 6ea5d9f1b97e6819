// A callback of another application, which records its calls.
#pragma once

#include "object.h"

namespace reference {

class RecordingCallback final : public Object<RecordingCallback, ISyncCallback2, ISyncCallback> {
 public:
  /** `second_version`: whether it supports `ISyncCallback2`. */
  explicit RecordingCallback(bool second_version) noexcept : Object(second_version) {}

  HRESULT WINAPI OnProgress(SYNC_PROVIDER_ROLE provider, SYNC_PROGRESS_STAGE stage, DWORD completed_work,
                            DWORD total_work) noexcept override;
  HRESULT WINAPI OnChange(ISyncChange* change) noexcept override;
  HRESULT WINAPI OnConflict(IChangeConflict* conflict) noexcept override;
  HRESULT WINAPI OnFullEnumerationNeeded(SYNC_FULL_ENUMERATION_ACTION* action) noexcept override;
  HRESULT WINAPI OnRecoverableError(IRecoverableError* error) noexcept override;
  HRESULT WINAPI OnChangeApplied(DWORD changes_applied, DWORD changes_failed) noexcept override;
  HRESULT WINAPI OnChangeFailed(DWORD changes_applied, DWORD changes_failed) noexcept override;

 private:
  friend Object;
  ~RecordingCallback() = default;
};

}  // namespace reference
