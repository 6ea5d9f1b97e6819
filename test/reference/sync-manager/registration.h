// The registry keys of the library.
#pragma once

#include <string>

#include "interfaces.h"

namespace reference {

/** The key of the machine with the handlers of Sync Manager; ends with a separator. */
std::wstring handlers_key();

}  // namespace reference
