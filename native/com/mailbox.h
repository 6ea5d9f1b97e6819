#pragma once

#include <node_api.h>

#include <memory>
#include <vector>

#include "com/lock.h"
#include "com/pending_call.h"
#include "com/task.h"

namespace winprogress::com {

class Channel;

// What lanes and sinks have for the JavaScript thread. Any thread may deliver; one wake-up of the event loop takes all
// that is there.
class Mailbox {
 public:
  struct Contents {
    TaskQueue<PendingCall> calls;
    std::vector<std::shared_ptr<Channel>> channels;
  };

  // Takes over the thread-safe function that wakes the event loop.
  explicit Mailbox(napi_threadsafe_function wake_up) noexcept : wake_up_(wake_up) {}
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;
  ~Mailbox();

  void Deliver(std::unique_ptr<PendingCall> call) noexcept;
  void Deliver(std::shared_ptr<Channel> channel) noexcept;
  // JavaScript thread only.
  Contents Take() noexcept;
  // JavaScript thread only: whether what is still to come keeps the event loop alive.
  void KeepEventLoopAlive(napi_env env, bool alive) noexcept;
  // JavaScript thread only: from here on nothing wakes the event loop, and the thread-safe function is let go.
  void Close() noexcept;

 private:
  void WakeUp() noexcept;

  Lock lock_;
  napi_threadsafe_function wake_up_;
  bool awake_ = false;
  Contents contents_;
};

}  // namespace winprogress::com
