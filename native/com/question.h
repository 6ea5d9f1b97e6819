#pragma once

#include <windows.h>

#include <napi.h>

#include <memory>
#include <utility>

#include "com/handle.h"
#include "com/lock.h"

namespace winprogress::com {

class LaneCore;

// Something that a thread of COM's asks JavaScript, and waits for. Whoever can no longer answer gives up, and the
// default is the answer.
class QuestionBase {
 public:
  QuestionBase() noexcept : answered_event_(CreateEventW(nullptr, TRUE, FALSE, nullptr)) {}
  QuestionBase(const QuestionBase&) = delete;
  QuestionBase& operator=(const QuestionBase&) = delete;
  virtual ~QuestionBase() = default;

  // Any thread. Only the first answer counts, and giving up is one.
  void GiveUp() noexcept {
    const LockGuard guard(lock_);
    Settle();
  }

 protected:
  // In the asking thread, which goes on to serve calls and messages where it is a single-threaded apartment's; and
  // where that is the apartment of this lane, its other tasks, too.
  void WaitForAnswer(LaneCore* lane) const noexcept;
  // Under the lock: false when there is an answer already.
  bool Settle() noexcept {
    if (answered_) return false;
    answered_ = true;
    if (answered_event_) SetEvent(answered_event_.Get());
    return true;
  }

  Lock lock_;

 private:
  const Handle answered_event_;
  bool answered_ = false;
};

template <typename Answer>
class Question final : public QuestionBase {
 public:
  explicit Question(Answer by_default) : answer_(std::move(by_default)) {}

  void Settle(Answer answer) noexcept {
    const LockGuard guard(lock_);
    if (QuestionBase::Settle()) answer_ = std::move(answer);
  }

  Answer Wait(LaneCore* lane = nullptr) {
    WaitForAnswer(lane);
    const LockGuard guard(lock_);
    return answer_;
  }

 private:
  Answer answer_;
};

// Gives up when nobody is left to answer: a function that has been collected, a channel that is gone.
class AskedQuestion {
 public:
  explicit AskedQuestion(std::shared_ptr<QuestionBase> question) noexcept : question_(std::move(question)) {}
  AskedQuestion(const AskedQuestion&) = delete;
  AskedQuestion& operator=(const AskedQuestion&) = delete;
  ~AskedQuestion() { question_->GiveUp(); }

 private:
  std::shared_ptr<QuestionBase> question_;
};

// The function by which JavaScript answers: read(value) makes an Answer of its argument.
template <typename Answer, typename Read>
Napi::Function MakeAnswerFunction(Napi::Env env, const std::shared_ptr<Question<Answer>>& question, Read read) {
  return Napi::Function::New(
      env,
      [question, asked = std::make_shared<AskedQuestion>(question), read](const Napi::CallbackInfo& info) {
        question->Settle(read(info[0]));
      },
      "answer");
}

}  // namespace winprogress::com
