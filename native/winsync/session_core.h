#pragma once

#include <windows.h>

#include <cstdint>
#include <optional>

#include "com/lock.h"
#include "winsync/constants.h"
#include "winsync/id_format.h"

namespace winprogress::winsync {

struct SessionSettings {
  bool pass_through;
  IdFormat item_id_format;
  FullEnumerationAction full_enumeration_action;
  ResolveAction resolve_action;
  // The milliseconds that the listener has for an answer.
  DWORD answer_timeout;
  bool wants_changes;
  bool wants_changes_applied;
  bool wants_changes_failed;
  bool wants_recoverable_errors;
  bool wants_conflicts;
  bool wants_full_enumeration;
};

// The state of a session, under one lock. Any thread.
class SessionCore {
 public:
  explicit SessionCore(const SessionSettings& settings) noexcept : settings_(settings) {}
  SessionCore(const SessionCore&) = delete;
  SessionCore& operator=(const SessionCore&) = delete;

  const SessionSettings& settings() const noexcept { return settings_; }

  bool IsCanceled() noexcept;
  void Cancel() noexcept;

  // Sums the work of change application, and calls raise(completed_work, total_work), which returns an HRESULT. The
  // lock is held meanwhile, so that the sums are reported in the order in which they grew.
  template <typename Raise>
  HRESULT Report(ProgressStage stage, DWORD completed_work, DWORD total_work, Raise raise) noexcept;

  // The change applier's information in a private format, the same as in lib/winsync/emulation.
  Bytes SaveInfo();
  HRESULT LoadInfo(const BYTE* info, DWORD size);

  std::optional<Bytes> LowerBound();
  std::optional<Bytes> UpperBound();
  void SetRange(Bytes lower_bound, Bytes upper_bound) noexcept;

  // A run of the session lasts from Begin to End, and while a provider is in it. A further run begins without
  // the sum, the range, the provider at fault and the error status of the previous one, unless they were set since.
  HRESULT Begin() noexcept;
  HRESULT End() noexcept;
  void AddProvider() noexcept;
  void RemoveProvider() noexcept;
  // Removes a provider whose BeginSession has failed. If the run began with it, there was no run: the next one has the
  // sum and the range that were loaded or set for this one.
  void RefuseProvider() noexcept;
  HRESULT SetProviderWithError(ProviderRole role) noexcept;
  std::optional<ProviderRole> provider_with_error() noexcept;
  HRESULT error_status() noexcept;
  // Set by the application before a run, for that run.
  void SetErrorStatus(HRESULT status) noexcept;
  // Set for a provider that has failed. If no run is under way, a further one begins without it.
  void FailProvider(HRESULT status) noexcept;

 private:
  // Under the lock, as the functions below.
  bool is_running() const noexcept { return begun_ || providers_ != 0; }
  void BeginRun() noexcept;
  void EndRun() noexcept;

  const SessionSettings settings_;
  com::BriefLock lock_;
  bool canceled_ = false;
  bool begun_ = false;
  DWORD providers_ = 0;
  DWORD work_done_ = 0;
  std::optional<Bytes> lower_bound_;
  std::optional<Bytes> upper_bound_;
  std::optional<ProviderRole> provider_with_error_;
  HRESULT error_status_ = S_OK;
  // The state of an ended run, which a further run begins without.
  struct Over {
    bool work_done = false;
    bool range = false;
    bool error_status = false;
    bool provider_with_error = false;
  };
  Over over_;
  // Before the run under way.
  Over over_before_;
  DWORD work_done_before_ = 0;
};

template <typename Raise>
HRESULT SessionCore::Report(ProgressStage stage, DWORD completed_work, DWORD total_work, Raise raise) noexcept {
  const com::LockGuard guard(lock_);
  if (canceled_) return E_ABORT;
  if (stage != kChangeApplication || settings_.pass_through) return raise(completed_work, total_work);
  // DWORDs wrap around: sums above 2^32 - 1 are not documented.
  work_done_ += completed_work;
  return raise(work_done_, work_done_ + total_work);
}

}  // namespace winprogress::winsync
