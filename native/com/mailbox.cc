#include "com/mailbox.h"

#include <utility>

#include "com/channel.h"

namespace winprogress::com {

namespace {

// The interval in which a flood of events wakes the event loop. A wake-up for each event would cost the reporter more
// than the report itself, and would starve the event loop: Node.js calls a thread-safe function repeatedly within one
// turn while calls are queued.
constexpr std::chrono::milliseconds kRest{4};

}  // namespace

ChannelList::~ChannelList() {
  while (Pop()) {
  }
}

void ChannelList::Push(std::shared_ptr<Channel> channel) noexcept {
  Channel* added = channel.get();
  (last_ == nullptr ? first_ : last_->next_) = std::move(channel);
  last_ = added;
}

std::shared_ptr<Channel> ChannelList::Pop() noexcept {
  if (first_ == nullptr) return nullptr;
  std::shared_ptr<Channel> next = std::move(first_->next_);
  std::shared_ptr<Channel> first = std::exchange(first_, std::move(next));
  if (first_ == nullptr) last_ = nullptr;
  return first;
}

Mailbox::Mailbox(napi_threadsafe_function wake_up) noexcept : wake_up_(wake_up), timer_([this] { OnTime(); }) {}

void Mailbox::Deliver(std::unique_ptr<PendingCall> call) noexcept {
  const LockGuard guard(lock_);
  // The mailbox is closed: the call is destroyed with the parameter, after the lock has been released.
  if (closed_) return;
  contents_.calls.Push(std::move(call));
  WakeUp();
}

void Mailbox::Deliver(std::shared_ptr<Channel> channel) noexcept {
  const LockGuard guard(lock_);
  if (closed_) return;
  contents_.channels.Push(std::move(channel));
  WakeUpForChannels();
}

void Mailbox::Hurry() noexcept {
  const LockGuard guard(lock_);
  if (!contents_.channels.empty()) WakeUp();
}

// Called under the lock.
void Mailbox::WakeUpForChannels() noexcept {
  if (awake_ || timer_set_ || handing_over_) return;
  if (!timer_ || Clock::now() >= rest_until_) {
    WakeUp();
    return;
  }
  timer_set_ = true;
  timer_.Set(kRest);
}

// Called under the lock, which keeps Close from releasing the function meanwhile.
void Mailbox::WakeUp() noexcept {
  if (closed_ || awake_) return;
  awake_ = napi_call_threadsafe_function(wake_up_, nullptr, napi_tsfn_nonblocking) == napi_ok;
}

void Mailbox::OnTime() noexcept {
  const LockGuard guard(lock_);
  timer_set_ = false;
  if (!contents_.channels.empty()) WakeUp();
}

Mailbox::Contents Mailbox::Take() noexcept {
  const LockGuard guard(lock_);
  awake_ = false;
  handing_over_ = true;
  return std::exchange(contents_, {});
}

void Mailbox::Throttle(bool has_reported, ChannelList busy) noexcept {
  const LockGuard guard(lock_);
  handing_over_ = false;
  if (has_reported) rest_until_ = Clock::now() + kRest;
  // The busy channels are released after the lock.
  if (closed_) return;
  while (std::shared_ptr<Channel> channel = busy.Pop())
    contents_.channels.Push(std::move(channel));
  if (!contents_.channels.empty()) WakeUpForChannels();
}

// Only the JavaScript thread closes it, so it can read this without the lock.
void Mailbox::KeepEventLoopAlive(napi_env env, bool alive) noexcept {
  if (closed_) return;
  if (alive) {
    napi_ref_threadsafe_function(env, wake_up_);
  } else {
    napi_unref_threadsafe_function(env, wake_up_);
  }
}

void Mailbox::Close() noexcept {
  Contents dropped;
  {
    const LockGuard guard(lock_);
    if (std::exchange(closed_, true)) return;
    dropped = std::exchange(contents_, {});
  }
  napi_release_threadsafe_function(wake_up_, napi_tsfn_release);
}

}  // namespace winprogress::com
