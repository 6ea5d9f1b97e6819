#pragma once

#include <windows.h>

#include <guiddef.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace winprogress::com {

// Braces and upper case, as StringFromGUID2 writes them.
std::wstring FormatGuid(const GUID& guid);

// Reads the same form, in either case. std::nullopt for other text.
std::optional<GUID> ParseGuid(std::wstring_view text) noexcept;

struct GuidHash {
  std::size_t operator()(const GUID& guid) const noexcept;
};

}  // namespace winprogress::com
