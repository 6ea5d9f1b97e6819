#pragma once

#include <windows.h>

#include <atomic>
#include <mutex>

namespace winprogress::com {

// The slim lock of Windows. std::mutex and std::condition_variable of MinGW use kernel objects, which cost every
// call of a lane a system call.
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

// A point in time at which waiting ends, shared by several waits.
class Deadline {
 public:
  static Deadline In(DWORD milliseconds) noexcept { return Deadline(GetTickCount64() + milliseconds); }

  // The remaining milliseconds; 0 once it has passed.
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
  // Waits until the condition is true, under the lock. Returns whether it is.
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

// A lock for work of well under a microsecond that is done a million times a second, by threads that can be preempted
// at any point. Releasing it makes no call unless another thread waits. Releasing a slim lock does in
// Wine, and holds a spin lock meanwhile: if the thread is preempted there, the next one that releases the
// lock spins for several milliseconds.
class BriefLock {
 public:
  BriefLock() noexcept = default;
  BriefLock(const BriefLock&) = delete;
  BriefLock& operator=(const BriefLock&) = delete;
  void Acquire() noexcept {
    if (!AcquireIfFree()) Wait();
  }
  // Tries for some microseconds. False if another thread holds the lock during that time, as a preempted
  // one does.
  bool TryAcquire() noexcept;
  void Release() noexcept {
    if (state_.exchange(State::kFree, std::memory_order_release) == State::kAwaited) WakeWaiting();
  }

 private:
  enum class State { kFree, kHeld, kAwaited };

  bool AcquireIfFree() noexcept {
    State state = State::kFree;
    return state_.compare_exchange_strong(state, State::kHeld, std::memory_order_acquire, std::memory_order_relaxed);
  }
  void Wait() noexcept;
  void WakeWaiting() noexcept;

  std::atomic<State> state_{State::kFree};
  Lock lock_;
  Condition released_;
};

}  // namespace winprogress::com
