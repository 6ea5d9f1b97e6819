#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "com/channel.h"
#include "com/com_ptr.h"
#include "winsync/records.h"
#include "winsync/session_core.h"

namespace winprogress::winsync {

class SessionChannel;

// The native objects of a session in JavaScript, which any thread may call. JavaScript thread only; empty once the
// session or its connection has been closed.
struct SessionObjects {
  std::shared_ptr<SessionCore> core;
  std::shared_ptr<SessionChannel> channel;
  com::ComPtr<ISyncCallback> callback;
  com::ComPtr<ISyncSessionState> state;
};

// The channel from the callback sink of a session to its SessionListener (lib/winsync/verbs.ts). However often
// providers report, it keeps only the latest progress of each kind, and the last changes and errors.
class SessionChannel final : public com::Channel {
 public:
  enum class Totals { kApplied, kFailed };

  // The session is cancelled when the channel is closed: it has no listener then.
  SessionChannel(std::shared_ptr<com::Mailbox> mailbox, Napi::FunctionReference listener,
                 std::shared_ptr<SessionCore> core) noexcept
      : Channel(std::move(mailbox), std::move(listener),
                com::QuestionBase::PatienceFor(core->settings().answer_timeout)),
        core_(std::move(core)) {}

  // JavaScript thread only: objects that are released when the channel is closed.
  void ReleaseAtClose(const std::shared_ptr<SessionObjects>& objects) noexcept { objects_ = objects; }

  // Any thread. `provider` and `stage` are valid.
  void AddProgress(ProviderRole provider, ProgressStage stage, DWORD completed_work, DWORD total_work) noexcept;
  void AddTotals(Totals kind, DWORD changes_applied, DWORD changes_failed) noexcept;
  void AddChange(ChangeRecord record);
  void AddRecoverableError(RecoverableErrorRecord record);
  // The answer of a question has cancelled the session.
  void AddCanceled() noexcept;
  // Asks the listener and waits for the answer.
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

  struct Canceled {
    Napi::Value ToValue(Napi::Env env, DWORD folded) const;
  };

  void OnClose() noexcept override;

  // Under the lock of the channel.
  std::array<std::array<Latest<Progress>, kStages>, kRoles> progress_;
  std::array<Latest<TotalsRecord>, 2> totals_;
  Latest<Canceled> canceled_;
  Queue changes_{1024};
  Queue errors_{1024};
  // A thread of a provider waits for each.
  Queue questions_;
  const std::shared_ptr<SessionCore> core_;
  std::weak_ptr<SessionObjects> objects_;
};

}  // namespace winprogress::winsync
