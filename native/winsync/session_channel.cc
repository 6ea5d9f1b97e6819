#include "winsync/session_channel.h"

#include <algorithm>
#include <utility>

#include "com/event_list.h"
#include "winsync/session_core.h"

namespace winprogress::winsync {

using com::EventList;

namespace {

constexpr std::size_t kLongestQueue = 1024;

void SetNumber(Napi::Object& object, const char* key, double number) {
  object.Set(key, Napi::Number::New(object.Env(), number));
}

}  // namespace

void SessionChannel::Serve(const std::shared_ptr<SessionCore>& core) noexcept {
  bool is_closed = false;
  {
    const com::LockGuard guard(lock_);
    core_ = core;
    is_closed = closed_;
  }
  if (is_closed) core->Cancel();
}

void SessionChannel::AddProgress(ProviderRole provider, ProgressStage stage, DWORD completed_work,
                                 DWORD total_work) noexcept {
  const com::LockGuard guard(lock_);
  Renew(contents_.progress[static_cast<std::size_t>(provider)][static_cast<std::size_t>(stage)], completed_work,
        total_work);
}

void SessionChannel::AddTotals(Totals kind, DWORD changes_applied, DWORD changes_failed) noexcept {
  const com::LockGuard guard(lock_);
  Renew(contents_.totals[static_cast<std::size_t>(kind)], changes_applied, changes_failed);
}

void SessionChannel::AddChange(ChangeRecord record) {
  const com::LockGuard guard(lock_);
  Add(contents_.changes, std::move(record));
}

void SessionChannel::AddRecoverableError(RecoverableErrorRecord record) {
  const com::LockGuard guard(lock_);
  Add(contents_.errors, std::move(record));
}

std::uint32_t SessionChannel::AskForResolution(ConflictRecord record, std::uint32_t by_default) {
  return Ask(std::move(record), by_default);
}

std::uint32_t SessionChannel::AskForFullEnumeration(std::uint32_t by_default) { return Ask(std::nullopt, by_default); }

// Called under the lock, as is Add.
void SessionChannel::Renew(Numbers& numbers, DWORD first, DWORD second) noexcept {
  if (closed_) return;
  if (numbers.is_new) ++numbers.folded;
  numbers.is_new = true;
  numbers.sequence = ++sequence_;
  numbers.first = first;
  numbers.second = second;
  WakeOnce();
}

template <typename Record>
void SessionChannel::Add(Queue<Record>& queue, Record record) {
  if (closed_) return;
  queue.entries.push_back({++sequence_, std::move(record)});
  if (queue.entries.size() > kLongestQueue) {
    queue.entries.pop_front();
    ++queue.folded;
  }
  WakeOnce();
}

std::uint32_t SessionChannel::Ask(std::optional<ConflictRecord> conflict, std::uint32_t by_default) {
  if (IsJavaScriptThread()) return by_default;
  const auto question = std::make_shared<ActionQuestion>(by_default);
  {
    const com::LockGuard guard(lock_);
    if (closed_) return by_default;
    contents_.questions.push_back({++sequence_, std::move(conflict), question});
    WakeOnce();
  }
  return question->Wait();
}

// Called under the lock.
void SessionChannel::WakeOnce() noexcept {
  if (std::exchange(awake_, true)) return;
  Wake();
}

void SessionChannel::Tell(Napi::Env env, const Napi::FunctionReference& listener) {
  if (!Enter(lock_)) return;
  Contents contents;
  {
    const com::LockGuard guard(lock_, std::adopt_lock);
    awake_ = pace_.IsFlood(sequence_);
    if (awake_) WakeLater();
    std::swap(contents, contents_);
    open_questions_.erase(std::remove_if(open_questions_.begin(), open_questions_.end(),
                                         [](const auto& question) { return question.expired(); }),
                          open_questions_.end());
    for (const Asked& asked : contents.questions)
      open_questions_.push_back(asked.question);
  }
  com::EventList events;
  for (int provider = 0; provider < kRoles; ++provider) {
    for (int stage = 0; stage < kStages; ++stage) {
      const Numbers& numbers = contents.progress[static_cast<std::size_t>(provider)][static_cast<std::size_t>(stage)];
      if (!numbers.is_new) continue;
      Napi::Object object = EventList::MakeEvent(env, "progress");
      SetNumber(object, "provider", provider);
      SetNumber(object, "stage", stage);
      SetNumber(object, "completedWork", numbers.first);
      SetNumber(object, "totalWork", numbers.second);
      SetNumber(object, "folded", numbers.folded);
      events.Add(numbers.sequence, object);
    }
  }
  for (const Totals kind : {Totals::kApplied, Totals::kFailed}) {
    const Numbers& numbers = contents.totals[static_cast<std::size_t>(kind)];
    if (!numbers.is_new) continue;
    Napi::Object object = EventList::MakeEvent(env, kind == Totals::kApplied ? "changeApplied" : "changeFailed");
    SetNumber(object, "changesApplied", numbers.first);
    SetNumber(object, "changesFailed", numbers.second);
    SetNumber(object, "folded", numbers.folded);
    events.Add(numbers.sequence, object);
  }
  const auto add_queue = [&](const auto& queue, const char* type, const char* key) {
    DWORD folded = queue.folded;
    for (const auto& [sequence, record] : queue.entries) {
      Napi::Object object = EventList::MakeEvent(env, type);
      object.Set(key, ToValue(env, record));
      SetNumber(object, "folded", std::exchange(folded, 0));
      events.Add(sequence, object);
    }
  };
  add_queue(contents.changes, "change", "change");
  add_queue(contents.errors, "recoverableError", "error");
  for (const auto& [sequence, conflict, question] : contents.questions) {
    Napi::Object object = EventList::MakeEvent(env, conflict.has_value() ? "conflict" : "fullEnumeration");
    if (conflict.has_value()) object.Set("conflict", ToValue(env, *conflict));
    object.Set("answer", com::MakeAnswerFunction(env, question, [](const Napi::Value& action) {
                 return action.As<Napi::Number>().Uint32Value();
               }));
    events.Add(sequence, object);
  }
  events.Tell(env, listener);
}

void SessionChannel::OnClose() noexcept {
  Contents contents;
  std::vector<std::weak_ptr<ActionQuestion>> open_questions;
  std::weak_ptr<SessionCore> served;
  {
    const com::LockGuard guard(lock_);
    closed_ = true;
    std::swap(contents, contents_);
    std::swap(open_questions, open_questions_);
    served = core_;
  }
  for (const Asked& asked : contents.questions)
    asked.question->GiveUp();
  for (const auto& open : open_questions)
    if (const auto question = open.lock()) question->GiveUp();
  if (const auto core = served.lock()) core->Cancel();
}

}  // namespace winprogress::winsync
