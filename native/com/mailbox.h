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

// The channels with queued events, each once, in the order in which they were added. Linked through the
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
  // Null if the list is empty.
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

// Results of lanes and events of sinks for the JavaScript thread. Any thread may deliver; one wake-up of the event loop
// takes everything that is queued.
class Mailbox {
 public:
  struct Contents {
    TaskQueue<PendingCall> calls;
    ChannelList channels;
  };

  // Takes ownership of the thread-safe function.
  explicit Mailbox(napi_threadsafe_function wake_up) noexcept;
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;
  // On any thread, after Close.
  ~Mailbox() = default;

  void Deliver(std::unique_ptr<PendingCall> call) noexcept;
  // A channel must not be delivered again before it has been taken.
  void Deliver(std::shared_ptr<Channel> channel) noexcept;
  // Delivers a channel without regard to the throttling of events: a thread waits for an answer.
  void Hurry() noexcept;
  // JavaScript thread only.
  Contents Take() noexcept;
  // JavaScript thread only, after Take: everything that was taken has been processed, except for the busy channels. If
  // events were among it, the next wake-up for events is delayed, so that other work of the event loop can run.
  void Throttle(bool has_reported, ChannelList busy) noexcept;
  // JavaScript thread only: whether further deliveries keep the event loop running.
  void KeepEventLoopAlive(napi_env env, bool alive) noexcept;
  // JavaScript thread only: drops queued and later deliveries, and releases the thread-safe function.
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
  // A wake-up is queued, or the timer will send one.
  bool awake_ = false;
  bool timer_set_ = false;
  // Between Take and Throttle.
  bool handing_over_ = false;
  Clock::time_point rest_until_;
  Contents contents_;
};

}  // namespace winprogress::com
