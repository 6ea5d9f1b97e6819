// Reports from a thread at full speed, and the cost of each.
#pragma once

#include "object.h"

namespace reference {

struct FloodResult {
  /** Nanoseconds for one report, by blocks of `kBlock` reports. */
  double median;
  double percentile99;
  double maximum;
  /** Reports that returned a failure. */
  DWORD failures;
};

constexpr DWORD kBlock = 64;

/**
 * Reports (source, change enumeration, 1 to `count`, `count`) from a separate thread at full speed.
 * One flood at a time: E_UNEXPECTED while another is running.
 */
HRESULT start_flood(ISyncSessionState* state, DWORD count);
/** False while it is running, or if there was none. */
bool read_flood(FloodResult* result);

}  // namespace reference
