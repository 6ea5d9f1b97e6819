#pragma once

#include <windows.h>

#include <cstdint>
#include <optional>
#include <vector>

namespace winprogress::syncmgr {

// Returns the bytes of an ICO file with this icon: 32 bits with straight alpha, and a mask. Returns nothing for a null
// icon, and for one that cannot be read. Ownership of the icon is not documented, so that it is not destroyed.
std::optional<std::vector<std::uint8_t>> ReadIcon(HICON icon);

}  // namespace winprogress::syncmgr
