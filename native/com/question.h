#pragma once

#include <windows.h>

#include <napi.h>

#include <memory>
#include <utility>

#include "com/codec.h"
#include "com/handle.h"
#include "com/lock.h"

namespace winprogress::com {

class Lane;

// A question from a COM thread to JavaScript, for whose answer the thread waits. If no answer is possible any more, or
// none arrives in time, the default is the answer.
class QuestionBase {
 public:
  // How long a thread waits for a listener that has this time for its answer. Above the seam a late answer is replaced
  // by the default after that time; the thread waits longer only while the event loop is blocked.
  static constexpr DWORD PatienceFor(DWORD answer_timeout) noexcept { return answer_timeout + 30'000; }
  // For a listener with the default time.
  static constexpr DWORD kPatienceMilliseconds = 60'000;

  explicit QuestionBase(DWORD patience) noexcept
      : patience_(patience), answered_event_(CreateEventW(nullptr, TRUE, FALSE, nullptr)) {}
  QuestionBase(const QuestionBase&) = delete;
  QuestionBase& operator=(const QuestionBase&) = delete;
  virtual ~QuestionBase() = default;

  // Any thread: answers with the default. Only the first answer counts.
  void Abandon() noexcept {
    const LockGuard guard(lock_);
    Settle();
  }

 protected:
  // In the asking thread, which dispatches calls and messages if it is in a single-threaded apartment; and
  // if that is the apartment of this lane, its other tasks, too.
  void WaitForAnswer(Lane* lane) const noexcept;
  // Called under the lock. False if there is an answer already.
  bool Settle() noexcept {
    if (answered_) return false;
    answered_ = true;
    if (answered_event_) SetEvent(answered_event_.Get());
    return true;
  }

  Lock lock_;

 private:
  const DWORD patience_;
  const Handle answered_event_;
  bool answered_ = false;
};

template <typename Answer>
class Question final : public QuestionBase {
 public:
  explicit Question(Answer by_default, DWORD patience = kPatienceMilliseconds)
      : QuestionBase(patience), answer_(std::move(by_default)) {}

  void Settle(Answer answer) noexcept {
    const LockGuard guard(lock_);
    if (QuestionBase::Settle()) answer_ = std::move(answer);
  }

  Answer Wait(Lane* lane) {
    WaitForAnswer(lane);
    const LockGuard guard(lock_);
    // Later answers are ignored.
    QuestionBase::Settle();
    return answer_;
  }

 private:
  Answer answer_;
};

// The function by which JavaScript answers, with a value that the codec reads as an Answer. Once the function has been
// collected, no answer is possible any more.
template <typename Answer>
Napi::Value MakeAnswerFunction(Napi::Env env, const std::shared_ptr<Question<Answer>>& question) {
  struct AbandonWhenCollected {
    explicit AbandonWhenCollected(std::shared_ptr<Question<Answer>> asked) noexcept : question(std::move(asked)) {}
    AbandonWhenCollected(const AbandonWhenCollected&) = delete;
    AbandonWhenCollected& operator=(const AbandonWhenCollected&) = delete;
    ~AbandonWhenCollected() { question->Abandon(); }
    const std::shared_ptr<Question<Answer>> question;
  };
  return Napi::Function::New(
      env,
      [held = std::make_shared<AbandonWhenCollected>(question)](const Napi::CallbackInfo& info) {
        held->question->Settle(From<Answer>(info[0]));
      },
      "answer");
}

}  // namespace winprogress::com
