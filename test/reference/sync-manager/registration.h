// The registry keys of the library.
#pragma once

#include <string>

#include "interfaces.h"

namespace reference {

/** Where the machine lists the handlers of Sync Manager; ends with a separator. */
std::wstring handlers_key();

}  // namespace reference
