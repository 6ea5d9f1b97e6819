// As many reports as a thread can make, and what one costs.
#pragma once

#include "object.h"

namespace reference {

struct FloodResult {
  /** Nanoseconds for one report, by blocks of `kBlock` reports. */
  double median;
  double percentile99;
  double maximum;
  /** Reports that were answered with a failure. */
  DWORD failures;
};

constexpr DWORD kBlock = 64;

/**
 * Reports (source, change enumeration, 1 to `count`, `count`) from a thread of its own, as fast as it can.
 * One flood at a time: E_UNEXPECTED while another is under way.
 */
HRESULT start_flood(ISyncSessionState* state, DWORD count);
/** False while it is under way, or when there was none. */
bool read_flood(FloodResult* result);

}  // namespace reference
