#pragma once

#include <windows.h>

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

class LockGuard {
 public:
  explicit LockGuard(Lock& lock) noexcept : lock_(lock) { lock_.Acquire(); }
  LockGuard(const LockGuard&) = delete;
  LockGuard& operator=(const LockGuard&) = delete;
  ~LockGuard() { lock_.Release(); }

 private:
  Lock& lock_;
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

}  // namespace winprogress::com
