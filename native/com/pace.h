#pragma once

#include <cstdint>
#include <utility>

namespace winprogress::com {

// Tells a flood of events from single ones. In a flood the JavaScript thread looks again after a moment, and is not
// woken: that would cost whoever tells something more than all that it has to tell, and the event loop all its time.
class Pace {
 public:
  // `sequence`: how many events there have been. Whether so many have come since the last look that there will be more.
  bool IsFlood(std::uint64_t sequence) noexcept {
    constexpr std::uint64_t kMany = 16;
    return sequence - std::exchange(seen_, sequence) > kMany;
  }

 private:
  std::uint64_t seen_ = 0;
};

}  // namespace winprogress::com
