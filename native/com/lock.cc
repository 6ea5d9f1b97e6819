#include "com/lock.h"

namespace winprogress::com {

bool BriefLock::TryAcquire() noexcept {
  constexpr int kLooks = 200;
  for (int look = 0; look < kLooks; ++look) {
    if (AcquireIfFree()) return true;
    YieldProcessor();
  }
  return false;
}

// A waiting thread has registered under the inner lock, so that it cannot miss its wake-up. It
// acquires the lock as contended afterwards, since others may wait, too.
void BriefLock::Wait() noexcept {
  if (TryAcquire()) return;
  const LockGuard guard(lock_);
  while (state_.exchange(State::kAwaited, std::memory_order_acquire) != State::kFree)
    released_.Wait(lock_);
}

void BriefLock::WakeWaiting() noexcept {
  const LockGuard guard(lock_);
  released_.WakeAll();
}

}  // namespace winprogress::com
