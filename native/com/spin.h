#pragma once

#include <windows.h>

#include <chrono>

namespace winprogress::com {

// Keeps a thread awake for a moment after it has worked: putting it to sleep and waking it costs more than a short
// call. The duration adapts: a wait that ends without work halves the next one, and a sleep
// that was short shows that spinning would have been better. If the thread was preempted meanwhile, another
// thread needs the processor more, and the next waits are sleeps.
class Spin {
 public:
  using Clock = std::chrono::steady_clock;

  // Returns whether there is work.
  template <typename HasWork>
  bool Until(HasWork has_work) noexcept {
    if (budget_ < kShortest) return has_work();
    const auto start = Clock::now();
    auto last = start;
    do {
      for (int pause = 0; pause < kPausesBetweenLooks; ++pause) {
        if (has_work()) {
          budget_ = budget_ * 2 < kLongest ? budget_ * 2 : kLongest;
          return true;
        }
        YieldProcessor();
      }
      const auto now = Clock::now();
      if (now - last > kProcessorLost) {
        budget_ = std::chrono::microseconds{0};
        sleeps_ = kSleepsAfterLoss;
        return has_work();
      }
      last = now;
    } while (last - start < budget_);
    budget_ /= 2;
    return false;
  }

  // Records how long the thread has slept until there was work, including the time to wake it.
  void OnSlept(Clock::duration duration) noexcept {
    if (sleeps_ > 0) {
      --sleeps_;
    } else if (duration < kShortSleep) {
      budget_ = kLongest;
    }
  }

 private:
  static constexpr std::chrono::microseconds kLongest{200};
  static constexpr std::chrono::microseconds kShortest{12};
  static constexpr std::chrono::microseconds kShortSleep{500};
  static constexpr std::chrono::microseconds kProcessorLost{100};
  static constexpr int kPausesBetweenLooks = 32;
  static constexpr int kSleepsAfterLoss = 16;

  std::chrono::microseconds budget_ = kLongest;
  // The number of sleeps that are ignored by the adaptation.
  int sleeps_ = 0;
};

}  // namespace winprogress::com
