#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "com/channel.h"
#include "winsync/records.h"
#include "winsync/session_core.h"

namespace winprogress::winsync {

// The way from the callback sink of a session to its SessionListener (lib/winsync/verbs.ts). However often providers
// report, it keeps no more than the latest of each kind of progress, and the last changes and errors.
class SessionChannel final : public com::Channel {
 public:
  enum class Totals { kApplied, kFailed };

  // The session is cancelled when the channel is closed: it has no listener then.
  SessionChannel(std::shared_ptr<com::Mailbox> mailbox, Napi::FunctionReference listener,
                 std::shared_ptr<SessionCore> core) noexcept
      : Channel(std::move(mailbox), std::move(listener)), core_(std::move(core)) {}

  // Any thread. `provider` and `stage` are valid.
  void AddProgress(ProviderRole provider, ProgressStage stage, DWORD completed_work, DWORD total_work) noexcept;
  void AddTotals(Totals kind, DWORD changes_applied, DWORD changes_failed) noexcept;
  void AddChange(ChangeRecord record);
  void AddRecoverableError(RecoverableErrorRecord record);
  // Asks the listener, and waits.
  std::uint32_t AskForResolution(ConflictRecord record, std::uint32_t by_default);
  std::uint32_t AskForFullEnumeration(std::uint32_t by_default);

 private:
  struct Progress {
    ProviderRole provider;
    ProgressStage stage;
    DWORD completed_work;
    DWORD total_work;
    Napi::Value ToValue(Napi::Env env, DWORD folded) const;
  };
  struct TotalsRecord {
    Totals kind;
    DWORD changes_applied;
    DWORD changes_failed;
    Napi::Value ToValue(Napi::Env env, DWORD folded) const;
  };

  void OnClose() noexcept override { core_->Cancel(); }

  // Under the lock of the channel.
  std::array<std::array<Latest<Progress>, kStages>, kRoles> progress_;
  std::array<Latest<TotalsRecord>, 2> totals_;
  Queue changes_{1024};
  Queue errors_{1024};
  // Each has a thread of a provider wait.
  Queue questions_;
  const std::shared_ptr<SessionCore> core_;
};

}  // namespace winprogress::winsync
