#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "com/channel.h"
#include "com/lock.h"
#include "com/pace.h"
#include "com/question.h"
#include "winsync/records.h"

namespace winprogress::winsync {

class SessionCore;

using ActionQuestion = com::Question<std::uint32_t>;

// The way from the callback of a session to its SessionListener (lib/winsync/verbs.ts). However often providers report,
// it keeps no more than the latest of each kind; the events are told in the order in which those happened.
class SessionChannel final : public com::Channel {
 public:
  enum class Totals { kApplied, kFailed };

  using Channel::Channel;

  // Whose events these are: a session that can tell nobody any more is cancelled.
  void Serve(const std::shared_ptr<SessionCore>& core) noexcept;

  // Any thread. `provider` and `stage` are valid.
  void AddProgress(ProviderRole provider, ProgressStage stage, DWORD completed_work, DWORD total_work) noexcept;
  void AddTotals(Totals kind, DWORD changes_applied, DWORD changes_failed) noexcept;
  void AddChange(ChangeRecord record);
  void AddRecoverableError(RecoverableErrorRecord record);
  // Asks the listener, and waits. The default is the answer of who cannot be asked: a closed session, or the JavaScript
  // thread, which cannot wait for itself.
  std::uint32_t AskForResolution(ConflictRecord record, std::uint32_t by_default);
  std::uint32_t AskForFullEnumeration(std::uint32_t by_default);

 private:
  struct Numbers {
    std::uint64_t sequence = 0;
    bool is_new = false;
    DWORD first = 0;
    DWORD second = 0;
    DWORD folded = 0;
  };
  template <typename Record>
  struct Queued {
    std::uint64_t sequence;
    Record record;
  };
  template <typename Record>
  struct Queue {
    std::deque<Queued<Record>> entries;
    DWORD folded = 0;
  };
  struct Asked {
    std::uint64_t sequence;
    // Nothing for the question of full enumeration.
    std::optional<ConflictRecord> conflict;
    std::shared_ptr<ActionQuestion> question;
  };
  struct Contents {
    std::array<std::array<Numbers, kStages>, kRoles> progress;
    std::array<Numbers, 2> totals;
    Queue<ChangeRecord> changes;
    Queue<RecoverableErrorRecord> errors;
    std::vector<Asked> questions;
  };

  void Tell(Napi::Env env, const Napi::FunctionReference& listener) override;
  void OnClose() noexcept override;
  void Renew(Numbers& numbers, DWORD first, DWORD second) noexcept;
  template <typename Record>
  void Add(Queue<Record>& queue, Record record);
  std::uint32_t Ask(std::optional<ConflictRecord> conflict, std::uint32_t by_default);
  void WakeOnce() noexcept;

  std::weak_ptr<SessionCore> core_;
  com::Lock lock_;
  Contents contents_;
  std::uint64_t sequence_ = 0;
  com::Pace pace_;
  bool awake_ = false;
  bool closed_ = false;
  // Asked in JavaScript, and not answered there yet.
  std::vector<std::weak_ptr<ActionQuestion>> open_questions_;
};

}  // namespace winprogress::winsync
