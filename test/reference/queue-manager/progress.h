// The arithmetic of GetProgress and get_Size. Only the kinds of progress are documented
// (https://learn.microsoft.com/windows/win32/api/qmgr/nf-qmgr-ibackgroundcopygroup-getprogress); how they round, and
// what they return when a number is unknown or does not fit, is a choice of this server, documented here.
#pragma once

#include <cstdint>

namespace reference {

/** The sum over a group's files. */
struct Counts {
  std::uint64_t transferred = 0;
  std::uint64_t total = 0;
  bool total_known = true;
  bool complete = false;  // every byte has arrived and the transfer is over
  std::uint32_t files = 0;
};

/** A byte count in the DWORD of these calls: 4 GiB and more are the largest DWORD. */
constexpr std::uint32_t saturated(std::uint64_t bytes) noexcept {
  return bytes > UINT32_MAX ? UINT32_MAX : static_cast<std::uint32_t>(bytes);
}

/**
 * QM_PROGRESS_PERCENT_DONE: rounded down; 0 while the total is unknown; 100 only when the transfer has ended and
 * is complete, also with 0 bytes.
 */
constexpr std::uint32_t percent_done(const Counts& counts) noexcept {
  if (counts.complete) return 100;
  if (!counts.total_known || counts.total == 0) return 0;
  const bool small = counts.transferred <= UINT64_MAX / 100;
  const std::uint64_t percent =
      small ? counts.transferred * 100 / counts.total : counts.transferred / (counts.total / 100);
  return percent > 99 ? 99 : static_cast<std::uint32_t>(percent);
}

/** get_Size: 0 while the total is unknown. */
constexpr std::uint32_t known_size(const Counts& counts) noexcept {
  return counts.total_known ? saturated(counts.total) : 0;
}

}  // namespace reference
