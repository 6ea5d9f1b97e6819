#pragma once

#include <windows.h>

#include <cstdint>
#include <optional>
#include <vector>

namespace winprogress::syncmgr {

// The bytes of an ICO file with this one icon, in 32 bits; nothing for no icon, or for one that cannot be read. Whose
// the icon is is not documented: it is left to who made it.
std::optional<std::vector<std::uint8_t>> ReadIcon(HICON icon);

}  // namespace winprogress::syncmgr
