// The class of the proxies, for the library that has it and for the program that registers it; included before the
// generated proxies.
#pragma once

#include "../queue-manager/proxy_declarations.h"

// {8C6C5E0B-3D0F-4A5C-9A57-5B1E2B7F4C10}
#define PROXY_CLSID_IS                                                             \
  {                                                                                \
    0x8C6C5E0B, 0x3D0F, 0x4A5C, { 0x9A, 0x57, 0x5B, 0x1E, 0x2B, 0x7F, 0x4C, 0x10 } \
  }
