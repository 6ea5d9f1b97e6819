#pragma once

#include "checks.h"

namespace client {

/** Downloads a file with a job that is polled, for each line of the input, and prints the time in nanoseconds. */
void measure_downloads(IBackgroundCopyManager& manager, const std::wstring& url, const std::wstring& path);

}  // namespace client
