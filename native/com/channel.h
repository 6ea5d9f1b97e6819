#pragma once

#include <windows.h>

#include <napi.h>

#include <atomic>
#include <memory>
#include <utility>

#include "com/lock.h"
#include "com/mailbox.h"

namespace winprogress::com {

// The way from sinks, which COM calls in threads of its own, to one JavaScript function. What a sink has to tell waits
// in the channel until the JavaScript thread takes all of it at once.
class Channel : public std::enable_shared_from_this<Channel> {
 public:
  // On the JavaScript thread.
  Channel(std::shared_ptr<Mailbox> mailbox, Napi::FunctionReference listener) noexcept
      : mailbox_(std::move(mailbox)), listener_(std::move(listener)), thread_(GetCurrentThreadId()) {}
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  virtual ~Channel() = default;

  // Any thread: nothing will be told any more. The connection lets the channel go when it comes to that.
  void End() noexcept {
    ended_ = true;
    Wake();
  }

  // JavaScript thread only.
  bool ended() const noexcept { return ended_; }
  // `is_patient`: in this turn of the event loop, and not in a later one, if that would wait for a lock less.
  void Call(Napi::Env env, bool is_patient) noexcept;
  void Close() noexcept;

 protected:
  // Any thread: has Tell called soon. What has been announced once need not be announced again before that.
  void Wake() noexcept { mailbox_->Deliver(shared_from_this()); }
  // In Tell: has it called again after a moment, in which more may come, or with the end of the next call.
  void WakeLater() noexcept;
  // In Tell: acquires the lock of what is to be told. False when that would hold the event loop: Tell is called again
  // then.
  bool Enter(Lock& lock) noexcept {
    if (!is_patient_) {
      if (lock.TryAcquire()) return true;
      WakeLater();
      return false;
    }
    lock.Acquire();
    return true;
  }
  bool IsJavaScriptThread() const noexcept { return GetCurrentThreadId() == thread_; }

 private:
  static void CALLBACK WakeAfterPause(PTP_CALLBACK_INSTANCE instance, void* context) noexcept;
  // JavaScript thread only: calls the listener with what there is.
  virtual void Tell(Napi::Env env, const Napi::FunctionReference& listener) = 0;
  // JavaScript thread only: the listener is gone, and nobody is left to answer.
  virtual void OnClose() noexcept {}

  const std::shared_ptr<Mailbox> mailbox_;
  Napi::FunctionReference listener_;
  const DWORD thread_;
  // JavaScript thread only.
  bool is_patient_ = true;
  std::atomic<bool> ended_{false};
};

}  // namespace winprogress::com
