#include "com/guid.h"

#include <windows.h>

#include <objbase.h>

#include "com/hresult.h"

namespace winprogress::com {

std::wstring FormatGuid(const GUID& guid) {
  constexpr int kLengthWithNul = 39;
  wchar_t text[kLengthWithNul] = {};
  StringFromGUID2(guid, text, kLengthWithNul);
  return text;
}

GUID ParseGuid(const std::wstring& text) {
  GUID guid = {};
  ThrowIfFailed(IIDFromString(text.c_str(), &guid), "IIDFromString");
  return guid;
}

}  // namespace winprogress::com
