#pragma once

#include <windows.h>

#include <atomic>
#include <mutex>

namespace winprogress::com {

// The slim lock of Windows. std::mutex and std::condition_variable of MinGW stand on kernel objects, which cost every
// call of a lane a trip into the kernel.
class Lock {
 public:
  Lock() noexcept = default;
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  void Acquire() noexcept { AcquireSRWLockExclusive(&lock_); }
  void Release() noexcept { ReleaseSRWLockExclusive(&lock_); }

 private:
  friend class Condition;
  SRWLOCK lock_ = SRWLOCK_INIT;
};

template <typename Kind>
class LockGuard {
 public:
  explicit LockGuard(Kind& lock) noexcept : lock_(lock) { lock_.Acquire(); }
  // Of a lock that has been acquired.
  LockGuard(Kind& lock, std::adopt_lock_t) noexcept : lock_(lock) {}
  LockGuard(const LockGuard&) = delete;
  LockGuard& operator=(const LockGuard&) = delete;
  ~LockGuard() { lock_.Release(); }

 private:
  Kind& lock_;
};

// A point in time at which waiting ends, shared by all that wait for it.
class Deadline {
 public:
  static Deadline In(DWORD milliseconds) noexcept { return Deadline(GetTickCount64() + milliseconds); }

  // Milliseconds that are left; 0 once it has passed.
  DWORD Left() const noexcept {
    const ULONGLONG now = GetTickCount64();
    return now >= end_ ? 0 : static_cast<DWORD>(end_ - now);
  }

 private:
  explicit Deadline(ULONGLONG end) noexcept : end_(end) {}

  ULONGLONG end_;
};

class Condition {
 public:
  Condition() noexcept = default;
  Condition(const Condition&) = delete;
  Condition& operator=(const Condition&) = delete;
  void Wait(Lock& lock) noexcept { SleepConditionVariableSRW(&condition_, &lock.lock_, INFINITE, 0); }
  // Waits until the condition holds, under the lock. Returns whether it does.
  template <typename Predicate>
  bool WaitUntil(Lock& lock, const Deadline& deadline, Predicate holds) noexcept {
    while (!holds()) {
      const DWORD left = deadline.Left();
      if (left == 0) return false;
      SleepConditionVariableSRW(&condition_, &lock.lock_, left, 0);
    }
    return true;
  }
  void WakeAll() noexcept { WakeAllConditionVariable(&condition_); }

 private:
  CONDITION_VARIABLE condition_ = CONDITION_VARIABLE_INIT;
};

// A lock for work of well under a microsecond that is done a million times a second, by threads that may lose their
// processor at any point. Unless another thread waits for it, releasing it calls nothing. Releasing a slim lock does in
// Wine, and takes a spin lock meanwhile: where a thread loses its processor in there, the next one that releases the
// lock spins for as long, which is several milliseconds.
class BriefLock {
 public:
  BriefLock() noexcept = default;
  BriefLock(const BriefLock&) = delete;
  BriefLock& operator=(const BriefLock&) = delete;
  void Acquire() noexcept {
    if (!TryAcquire()) Wait();
  }
  // Looks for some microseconds. False when another thread holds the lock all the while, as one does that has lost its
  // processor.
  bool TryAcquire() noexcept {
    constexpr int kLooks = 200;
    for (int look = 0; look < kLooks; ++look) {
      State state = State::kFree;
      if (state_.compare_exchange_strong(state, State::kHeld, std::memory_order_acquire, std::memory_order_relaxed))
        return true;
      YieldProcessor();
    }
    return false;
  }
  void Release() noexcept {
    if (state_.exchange(State::kFree, std::memory_order_release) != State::kAwaited) return;
    const LockGuard guard(lock_);
    released_.WakeAll();
  }

 private:
  enum class State { kFree, kHeld, kAwaited };

  // A thread that waits has announced itself under the lock, so that its wake-up cannot come before it sleeps. It holds
  // the lock as awaited afterwards, since others may wait, too.
  void Wait() noexcept {
    const LockGuard guard(lock_);
    while (state_.exchange(State::kAwaited, std::memory_order_acquire) != State::kFree)
      released_.Wait(lock_);
  }

  std::atomic<State> state_{State::kFree};
  Lock lock_;
  Condition released_;
};

}  // namespace winprogress::com
