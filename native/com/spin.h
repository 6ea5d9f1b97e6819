#pragma once

#include <windows.h>

#include <chrono>

namespace winprogress::com {

// Keeps a thread awake for a moment after it has worked: putting it to sleep and waking it costs more than a short
// call. How long depends on what it has been good for: a wait that ends with work lengthens the next one, one that
// ends without halves it, and where the processor was taken away meanwhile, another thread needs it more.
class Spin {
 public:
  // Returns whether there is work.
  template <typename HasWork>
  bool Until(HasWork has_work) noexcept {
    using std::chrono::steady_clock;
    if (budget_ < kShortest) {
      // Tried again now and then: the machine may have become idle.
      if (++skipped_ < kSkipsBetweenTrials) return has_work();
      budget_ = kShortest;
    }
    skipped_ = 0;
    const auto start = steady_clock::now();
    auto last = start;
    do {
      for (int pause = 0; pause < kPausesBetweenLooks; ++pause) {
        if (has_work()) {
          budget_ = budget_ * 2 < kLongest ? budget_ * 2 : kLongest;
          return true;
        }
        YieldProcessor();
      }
      const auto now = steady_clock::now();
      if (now - last > kProcessorLost) {
        budget_ = std::chrono::microseconds{0};
        return has_work();
      }
      last = now;
    } while (last - start < budget_);
    budget_ /= 2;
    return false;
  }

 private:
  static constexpr std::chrono::microseconds kLongest{200};
  static constexpr std::chrono::microseconds kShortest{12};
  static constexpr std::chrono::microseconds kProcessorLost{100};
  static constexpr int kPausesBetweenLooks = 32;
  static constexpr int kSkipsBetweenTrials = 16;

  std::chrono::microseconds budget_ = kLongest;
  int skipped_ = 0;
};

}  // namespace winprogress::com
