#include "../progress.h"
#include "checks.h"

namespace client {

void check_arithmetic() {
  using reference::known_size;
  using reference::percent_done;
  using reference::saturated;
  const auto percent = [](std::uint64_t transferred, std::uint64_t total, bool known = true, bool complete = false) {
    return percent_done({transferred, total, known, complete, 1});
  };
  expect_equal(saturated(0xFFFFFFFF), 0xFFFFFFFF, "a byte count below 4 GiB is exact");
  expect_equal(saturated(0x100000000), 0xFFFFFFFF, "a byte count of 4 GiB is the largest DWORD");
  expect_equal(percent(999, 1000), 99, "percent rounds down");
  expect_equal(percent(1000, 1000), 99, "percent is below 100 until the transfer is over");
  expect_equal(percent(1000, 1000, true, true), 100, "percent is 100 when it is over");
  expect_equal(percent(0, 0, true, true), 100, "percent of no bytes is 100 when it is over");
  expect_equal(percent(0, 0), 0, "percent of no bytes is 0 before");
  expect_equal(percent(500, 0, false), 0, "percent is 0 while the total is not known");
  expect_equal(percent(UINT64_MAX / 2, UINT64_MAX - 1), 50, "percent of huge numbers does not overflow");
  expect_equal(known_size({1, 0, false, false, 1}), 0, "the size is 0 while it is not known");
}

}  // namespace client
