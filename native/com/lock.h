#pragma once

#include <windows.h>

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
  // Looks for some microseconds. False when somebody else has it all the while, as a thread has that lost its
  // processor.
  bool TryAcquire() noexcept {
    constexpr int kLooks = 200;
    for (int look = 0; look < kLooks; ++look) {
      if (TryAcquireSRWLockExclusive(&lock_)) return true;
      YieldProcessor();
    }
    return false;
  }
  void Release() noexcept { ReleaseSRWLockExclusive(&lock_); }

 private:
  friend class Condition;
  SRWLOCK lock_ = SRWLOCK_INIT;
};

class LockGuard {
 public:
  explicit LockGuard(Lock& lock) noexcept : lock_(lock) { lock_.Acquire(); }
  // Of a lock that has been acquired.
  LockGuard(Lock& lock, std::adopt_lock_t) noexcept : lock_(lock) {}
  LockGuard(const LockGuard&) = delete;
  LockGuard& operator=(const LockGuard&) = delete;
  ~LockGuard() { lock_.Release(); }

 private:
  Lock& lock_;
};

class Condition {
 public:
  Condition() noexcept = default;
  Condition(const Condition&) = delete;
  Condition& operator=(const Condition&) = delete;
  void Wait(Lock& lock) noexcept { WaitFor(lock, INFINITE); }
  // False when the time is over.
  bool WaitFor(Lock& lock, DWORD milliseconds) noexcept {
    return SleepConditionVariableSRW(&condition_, &lock.lock_, milliseconds, 0) != 0;
  }
  void WakeAll() noexcept { WakeAllConditionVariable(&condition_); }

 private:
  CONDITION_VARIABLE condition_ = CONDITION_VARIABLE_INIT;
};

}  // namespace winprogress::com
