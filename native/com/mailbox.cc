#include "com/mailbox.h"

#include <algorithm>
#include <utility>

#include "com/channel.h"

namespace winprogress::com {

Mailbox::~Mailbox() = default;

void Mailbox::Deliver(std::unique_ptr<PendingCall> call) noexcept {
  const LockGuard guard(lock_);
  contents_.calls.Push(std::move(call));
  WakeUp();
}

void Mailbox::Deliver(std::shared_ptr<Channel> channel) noexcept {
  const LockGuard guard(lock_);
  if (closed_) return;
  contents_.channels.push_back(std::move(channel));
  WakeUp();
}

// Called under the lock, which keeps Close from freeing the functions in the middle.
void Mailbox::WakeUp() noexcept {
  if (closed_ || awake_) return;
  awake_ = napi_call_threadsafe_function(wake_ups_[next_], nullptr, napi_tsfn_nonblocking) == napi_ok;
}

std::optional<Mailbox::Contents> Mailbox::Take() noexcept {
  next_ = (next_ + 1) % wake_ups_.size();
  if (!lock_.TryAcquire()) {
    // It is awake still, so that nobody else calls the function meanwhile.
    napi_call_threadsafe_function(wake_ups_[next_], nullptr, napi_tsfn_nonblocking);
    return std::nullopt;
  }
  const LockGuard guard(lock_, std::adopt_lock);
  awake_ = false;
  Contents contents = std::exchange(contents_, {});
  for (const auto& channel : contents.channels)
    paused_.erase(std::remove(paused_.begin(), paused_.end(), channel), paused_.end());
  if (!contents.calls.empty()) {
    for (auto& channel : std::exchange(paused_, {}))
      contents.channels.push_back(std::move(channel));
  }
  return contents;
}

void Mailbox::Pause(std::shared_ptr<Channel> channel) { paused_.push_back(std::move(channel)); }

// Only the JavaScript thread closes, so it may look without the lock.
void Mailbox::KeepEventLoopAlive(napi_env env, bool alive) noexcept {
  if (closed_) return;
  for (const napi_threadsafe_function wake_up : wake_ups_) {
    if (alive) {
      napi_ref_threadsafe_function(env, wake_up);
    } else {
      napi_unref_threadsafe_function(env, wake_up);
    }
  }
}

void Mailbox::Close() noexcept {
  {
    const LockGuard guard(lock_);
    if (std::exchange(closed_, true)) return;
  }
  paused_.clear();
  for (const napi_threadsafe_function wake_up : wake_ups_)
    napi_release_threadsafe_function(wake_up, napi_tsfn_release);
}

}  // namespace winprogress::com
