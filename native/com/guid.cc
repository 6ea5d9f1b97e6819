#include "com/guid.h"

#include <cstdint>
#include <cstring>

namespace winprogress::com {

namespace {

// The number of hexadecimal digits of each part, and their positions among the sixteen bytes, in the order of the text.
// The first three numbers are little endian in memory.
constexpr std::size_t kBytes = 16;
constexpr int kByteOfPair[kBytes] = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
constexpr std::size_t kLength = 38;

constexpr bool IsDashBefore(std::size_t pair) noexcept { return pair == 4 || pair == 6 || pair == 8 || pair == 10; }

int ToDigit(wchar_t character) noexcept {
  if (character >= L'0' && character <= L'9') return character - L'0';
  if (character >= L'A' && character <= L'F') return character - L'A' + 10;
  if (character >= L'a' && character <= L'f') return character - L'a' + 10;
  return -1;
}

}  // namespace

std::wstring FormatGuid(const GUID& guid) {
  constexpr wchar_t kDigits[] = L"0123456789ABCDEF";
  std::uint8_t bytes[kBytes] = {};
  static_assert(sizeof(guid) == sizeof(bytes));
  std::memcpy(bytes, &guid, sizeof(bytes));
  std::wstring text = L"{";
  for (std::size_t pair = 0; pair < kBytes; ++pair) {
    if (IsDashBefore(pair)) text += L'-';
    const std::uint8_t byte = bytes[kByteOfPair[pair]];
    text += kDigits[byte >> 4];
    text += kDigits[byte & 0xF];
  }
  return text + L"}";
}

std::optional<GUID> ParseGuid(std::wstring_view text) noexcept {
  if (text.size() != kLength || text.front() != L'{' || text.back() != L'}') return std::nullopt;
  std::uint8_t bytes[kBytes] = {};
  std::size_t position = 1;
  for (std::size_t pair = 0; pair < kBytes; ++pair) {
    if (IsDashBefore(pair) && text[position++] != L'-') return std::nullopt;
    const int high = ToDigit(text[position]);
    const int low = ToDigit(text[position + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes[kByteOfPair[pair]] = static_cast<std::uint8_t>(high * 16 + low);
    position += 2;
  }
  GUID guid = {};
  std::memcpy(&guid, bytes, sizeof(bytes));
  return guid;
}

std::size_t GuidHash::operator()(const GUID& guid) const noexcept {
  std::size_t parts[sizeof(GUID) / sizeof(std::size_t)] = {};
  std::memcpy(parts, &guid, sizeof(guid));
  std::size_t hash = 0;
  for (const std::size_t part : parts)
    hash = hash * 31 + part;
  return hash;
}

}  // namespace winprogress::com
