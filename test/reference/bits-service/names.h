// Which names AddFile takes, by https://learn.microsoft.com/windows/win32/api/bits/nf-bits-ibackgroundcopyjob-addfile.
#pragma once

#include <windows.h>

#include <cwctype>
#include <string>

namespace reference {

constexpr std::size_t kLongestUrl = 2200;

inline bool begins_with(const std::wstring& text, const std::wstring& prefix) {
  return text.size() > prefix.size() && _wcsnicmp(text.c_str(), prefix.c_str(), prefix.size()) == 0;
}

inline bool is_full_path(const std::wstring& name) {
  if (begins_with(name, L"\\\\")) return name[2] != L'?';
  return name.size() > 3 && std::iswalpha(name[0]) && name[1] == L':' && name[2] == L'\\';
}

inline bool is_remote_name(const std::wstring& name) {
  if (name.size() > kLongestUrl) return false;
  if (is_full_path(name)) return true;
  for (const wchar_t* scheme : {L"http://", L"https://", L"file://"}) {
    if (begins_with(name, scheme)) return name.find(L' ') == std::wstring::npos;
  }
  return false;
}

inline bool is_local_name(const std::wstring& name) {
  return name.size() <= MAX_PATH && is_full_path(name) && name.find_first_of(L"*?") == std::wstring::npos;
}

}  // namespace reference
