#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace winprogress::winsync {

using Bytes = std::vector<std::uint8_t>;

// ID_PARAMETER_PAIR in plain data. A variable id begins with its own length as a little-endian number of two bytes,
// which does not count itself.
struct IdFormat {
  bool is_variable;
  std::size_t size;
};

constexpr std::size_t kLengthPrefix = 2;

// The number of bytes of an id, for code that has only a pointer to it.
inline std::size_t LengthOfId(const IdFormat& format, const std::uint8_t* id) noexcept {
  if (!format.is_variable) return format.size;
  return kLengthPrefix + static_cast<std::size_t>(id[0]) + (static_cast<std::size_t>(id[1]) << 8);
}

inline bool IsLengthAllowed(const IdFormat& format, std::size_t length) noexcept {
  return format.is_variable ? length >= kLengthPrefix && length <= kLengthPrefix + format.size : length == format.size;
}

// Whether these bytes are one id.
inline bool IsId(const IdFormat& format, const std::uint8_t* bytes, std::size_t length) noexcept {
  return IsLengthAllowed(format, length) && LengthOfId(format, bytes) == length;
}

}  // namespace winprogress::winsync
