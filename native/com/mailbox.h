#pragma once

#include <node_api.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
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

  // The thread-safe functions that wake the event loop, by turns: Node goes on calling one for up to a thousand times
  // in one turn of the event loop while it is asked to, which a flood of events does. The other is called in a later
  // turn.
  using WakeUps = std::array<napi_threadsafe_function, 2>;

  // Takes them over.
  explicit Mailbox(const WakeUps& wake_ups) noexcept : wake_ups_(wake_ups) {}
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;
  ~Mailbox();

  void Deliver(std::unique_ptr<PendingCall> call) noexcept;
  void Deliver(std::shared_ptr<Channel> channel) noexcept;
  // JavaScript thread only: the channel is delivered later by somebody else, or before that with the next call, whose
  // end must not overtake what it has to tell.
  void Pause(std::shared_ptr<Channel> channel);
  // JavaScript thread only. Nothing when that would hold the event loop: it wakes again then.
  std::optional<Contents> Take() noexcept;
  // JavaScript thread only: whether what is still to come keeps the event loop alive.
  void KeepEventLoopAlive(napi_env env, bool alive) noexcept;
  // JavaScript thread only: from here on nothing wakes the event loop, and the thread-safe functions are let go.
  void Close() noexcept;

 private:
  void WakeUp() noexcept;

  Lock lock_;
  WakeUps wake_ups_;
  // Which of them wakes next.
  std::atomic<std::size_t> next_{0};
  bool closed_ = false;
  bool awake_ = false;
  Contents contents_;
  // JavaScript thread only.
  std::vector<std::shared_ptr<Channel>> paused_;
};

}  // namespace winprogress::com
