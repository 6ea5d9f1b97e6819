#pragma once

#include <windows.h>

#include <memory>
#include <optional>

#include "com/lock.h"
#include "winsync/id_format.h"
#include "winsync/interfaces.h"
#include "winsync/records.h"
#include "winsync/session_channel.h"

namespace winprogress::winsync {

struct SessionSettings {
  bool pass_through;
  IdFormat item_id_format;
  FullEnumerationAction full_enumeration_action;
  ResolveAction resolve_action;
  bool wants_changes;
  bool wants_changes_applied;
  bool wants_changes_failed;
  bool wants_recoverable_errors;
  bool wants_conflicts;
  bool wants_full_enumeration;
};

// What the session state and the callback of one session share. Any thread; it goes with the last of the two.
class SessionCore {
 public:
  SessionCore(const SessionSettings& settings, std::shared_ptr<SessionChannel> channel)
      : settings_(settings), channel_(std::move(channel)) {}
  SessionCore(const SessionCore&) = delete;
  SessionCore& operator=(const SessionCore&) = delete;
  ~SessionCore() { channel_->End(); }

  const SessionSettings& settings() const noexcept { return settings_; }
  SessionChannel& channel() const noexcept { return *channel_; }

  bool IsCanceled() noexcept;
  void Cancel() noexcept;

  // Sums up what is to be summed up, and raises callback.OnProgress. The lock is held meanwhile, so that the sums
  // arrive in the order in which they grew.
  HRESULT Report(ISyncCallback& callback, ProviderRole provider, ProgressStage stage, DWORD completed_work,
                 DWORD total_work) noexcept;

  // The change applier's information: our own form, the same as in lib/winsync/emulation.
  Bytes SaveInfo();
  HRESULT LoadInfo(const BYTE* info, DWORD size);

  std::optional<Bytes> LowerBound();
  std::optional<Bytes> UpperBound();
  void SetRange(Bytes lower_bound, Bytes upper_bound) noexcept;

  // Whether a session runs: since begin, or while a provider is in it.
  HRESULT Begin() noexcept;
  HRESULT End() noexcept;
  void AddProvider() noexcept;
  void RemoveProvider() noexcept;
  HRESULT SetProviderWithError(ProviderRole role) noexcept;
  std::optional<ProviderRole> provider_with_error() noexcept;
  HRESULT error_status() noexcept;
  void SetErrorStatus(HRESULT status) noexcept;

 private:
  const SessionSettings settings_;
  const std::shared_ptr<SessionChannel> channel_;
  com::Lock lock_;
  bool canceled_ = false;
  bool begun_ = false;
  DWORD providers_ = 0;
  DWORD work_done_ = 0;
  std::optional<Bytes> lower_bound_;
  std::optional<Bytes> upper_bound_;
  std::optional<ProviderRole> provider_with_error_;
  HRESULT error_status_ = S_OK;
};

}  // namespace winprogress::winsync
