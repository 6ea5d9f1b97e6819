#include "com/mailbox.h"

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
  if (wake_up_ == nullptr) return;
  contents_.channels.push_back(std::move(channel));
  WakeUp();
}

// Called under the lock, which keeps Close from freeing the function in the middle.
void Mailbox::WakeUp() noexcept {
  if (wake_up_ == nullptr || awake_) return;
  awake_ = napi_call_threadsafe_function(wake_up_, nullptr, napi_tsfn_nonblocking) == napi_ok;
}

Mailbox::Contents Mailbox::Take() noexcept {
  const LockGuard guard(lock_);
  awake_ = false;
  return std::exchange(contents_, {});
}

// Only the JavaScript thread changes wake_up_, so it may read it without the lock.
void Mailbox::KeepEventLoopAlive(napi_env env, bool alive) noexcept {
  if (wake_up_ == nullptr) return;
  if (alive) {
    napi_ref_threadsafe_function(env, wake_up_);
  } else {
    napi_unref_threadsafe_function(env, wake_up_);
  }
}

void Mailbox::Close() noexcept {
  napi_threadsafe_function released = nullptr;
  {
    const LockGuard guard(lock_);
    released = std::exchange(wake_up_, nullptr);
  }
  if (released != nullptr) napi_release_threadsafe_function(released, napi_tsfn_release);
}

}  // namespace winprogress::com
