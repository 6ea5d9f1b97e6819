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

// A thread that waits has announced itself under the inner lock, so that its wake-up cannot come before it sleeps. It
// holds the lock as awaited afterwards, since others may wait, too.
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
