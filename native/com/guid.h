#pragma once

#include <windows.h>

#include <guiddef.h>

#include <string>

namespace winprogress::com {

// Braces and upper case, as StringFromGUID2 writes them.
std::wstring FormatGuid(const GUID& guid);

// Reads the same form; throws HResultFailure with CO_E_CLASSSTRING otherwise.
GUID ParseGuid(const std::wstring& text);

}  // namespace winprogress::com
