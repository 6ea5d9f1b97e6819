// The texts of GetErrorDescription and GetErrorContextDescription. BITS's own are localized and not documented; these
// name the code.
#pragma once

#include <cstdio>
#include <string>

#include "../queue-manager/com.h"

namespace reference {

/** Throws E_INVALIDARG for 0, and ERROR_RESOURCE_LANG_NOT_FOUND for a language that is not English. */
inline void check_language(DWORD language) {
  if (language == 0) throw Failure(E_INVALIDARG);
  if (PRIMARYLANGID(language) != LANG_ENGLISH) throw Failure(HRESULT_FROM_WIN32(ERROR_RESOURCE_LANG_NOT_FOUND));
}

inline std::wstring describe(ULONG code) {
  wchar_t text[40];
  std::swprintf(text, sizeof text / sizeof *text, L"reference error 0x%08X", static_cast<unsigned>(code));
  return text;
}

}  // namespace reference
