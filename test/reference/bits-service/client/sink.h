#pragma once

#include "checks.h"

namespace client {

/** Makes a job with a sink and waits until its end is reported. */
void listen(IBackgroundCopyManager& manager);

}  // namespace client
