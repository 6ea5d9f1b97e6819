#pragma once

#include "checks.h"

namespace client {

/** Reads all jobs once for each line of the input, and prints the time in nanoseconds and the number of the jobs. */
void measure_snapshots(IBackgroundCopyManager& manager);

}  // namespace client
