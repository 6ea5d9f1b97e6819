#pragma once

#include <windows.h>

#include <node_api.h>

#include <chrono>
#include <memory>

#include "com/lock.h"
#include "com/pending_call.h"
#include "com/task.h"
#include "com/timer.h"

namespace winprogress::com {

class Channel;

// The channels that have something to report, each once, in the order in which they were added. Linked through the
// channels, so that adding one cannot fail.
class ChannelList {
 public:
  ChannelList() noexcept = default;
  ChannelList(ChannelList&& other) noexcept { Swap(other); }
  ChannelList& operator=(ChannelList&& other) noexcept {
    Swap(other);
    return *this;
  }
  ChannelList(const ChannelList&) = delete;
  ChannelList& operator=(const ChannelList&) = delete;
  ~ChannelList();

  void Push(std::shared_ptr<Channel> channel) noexcept;
  // Null when the list is empty.
  std::shared_ptr<Channel> Pop() noexcept;
  bool empty() const noexcept { return first_ == nullptr; }

 private:
  void Swap(ChannelList& other) noexcept {
    first_.swap(other.first_);
    std::swap(last_, other.last_);
  }

  std::shared_ptr<Channel> first_;
  Channel* last_ = nullptr;
};

// What lanes and sinks have for the JavaScript thread. Any thread may deliver; one wake-up of the event loop takes all
// that is there.
class Mailbox {
 public:
  struct Contents {
    TaskQueue<PendingCall> calls;
    ChannelList channels;
  };

  // Takes the thread-safe function over.
  explicit Mailbox(napi_threadsafe_function wake_up) noexcept;
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;
  // On any thread, after Close.
  ~Mailbox() = default;

  void Deliver(std::unique_ptr<PendingCall> call) noexcept;
  // A channel must not be delivered again before it has been taken.
  void Deliver(std::shared_ptr<Channel> channel) noexcept;
  // A channel that was delivered cannot wait for the end of the rest: a thread waits for an answer.
  void Hurry() noexcept;
  // JavaScript thread only.
  Contents Take() noexcept;
  // JavaScript thread only, after Take: what was taken has been handed over, except for the busy channels. If events
  // were among it, the event loop belongs to others for a moment, whatever is reported meanwhile.
  void Rest(bool has_reported, ChannelList busy) noexcept;
  // JavaScript thread only: whether what is still to come keeps the event loop alive.
  void KeepEventLoopAlive(napi_env env, bool alive) noexcept;
  // JavaScript thread only: drops what is there and what comes later, and releases the thread-safe function.
  void Close() noexcept;

 private:
  using Clock = std::chrono::steady_clock;

  void OnTime() noexcept;
  void WakeUp() noexcept;
  void WakeUpForChannels() noexcept;

  Lock lock_;
  const napi_threadsafe_function wake_up_;
  Timer timer_;
  bool closed_ = false;
  // A wake-up is on its way, or the timer will send one.
  bool awake_ = false;
  bool timer_set_ = false;
  // Between Take and Rest.
  bool handing_over_ = false;
  Clock::time_point rest_until_;
  Contents contents_;
};

}  // namespace winprogress::com
