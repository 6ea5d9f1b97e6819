#pragma once

#include <windows.h>

#include <chrono>
#include <functional>
#include <utility>

namespace winprogress::com {

// Calls a function in a thread of the system's pool, once or periodically. If no timer could be created
// (out of memory), it never calls.
class Timer {
 public:
  // `function` must not throw.
  explicit Timer(std::function<void()> function) noexcept
      : function_(std::move(function)), timer_(CreateThreadpoolTimer(&Timer::OnTime, this, nullptr)) {}
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  // The destructor waits for a running call, so it must not run inside one, nor under a lock that the function
  // acquires.
  ~Timer() {
    if (timer_ == nullptr) return;
    Cancel();
    WaitForThreadpoolTimerCallbacks(timer_, TRUE);
    CloseThreadpoolTimer(timer_);
  }

  explicit operator bool() const noexcept { return timer_ != nullptr; }
  // `period`: zero for one call.
  void Set(std::chrono::milliseconds delay, std::chrono::milliseconds period = {}) noexcept {
    if (timer_ == nullptr) return;
    constexpr LONGLONG kUnitsPerMillisecond = 10'000;
    ULARGE_INTEGER time = {};
    // Negative: relative to now.
    time.QuadPart = static_cast<ULONGLONG>(-delay.count() * kUnitsPerMillisecond);
    FILETIME due = {time.LowPart, time.HighPart};
    SetThreadpoolTimer(timer_, &due, static_cast<DWORD>(period.count()), 0);
  }
  void Cancel() noexcept {
    if (timer_ != nullptr) SetThreadpoolTimer(timer_, nullptr, 0, 0);
  }

 private:
  static void CALLBACK OnTime(PTP_CALLBACK_INSTANCE, void* timer, PTP_TIMER) noexcept {
    static_cast<Timer*>(timer)->function_();
  }

  const std::function<void()> function_;
  const PTP_TIMER timer_;
};

}  // namespace winprogress::com
