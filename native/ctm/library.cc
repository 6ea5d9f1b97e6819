#include "ctm/library.h"

#include "com/hresult.h"
#include "ctm/load_failure.h"

namespace winprogress::ctm {

namespace {

// The loader appends ".dll" to a name without an extension, unless it ends with a dot, which preserves the name.
std::wstring WithoutDefaultExtension(const std::wstring& path) {
  const std::size_t name = path.find_last_of(L"\\/") + 1;
  return path.find(L'.', name) == std::wstring::npos ? path + L"." : path;
}

}  // namespace

Module LoadModule(const std::wstring& path) {
  Module module(LoadLibraryExW(WithoutDefaultExtension(path).c_str(), nullptr,
                               LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32));
  if (module) return module;
  const DWORD error = GetLastError();
  throw com::HResultFailure(HRESULT_FROM_WIN32(error), "LoadLibraryExW", DescribeLoadFailure(path, error));
}

}  // namespace winprogress::ctm
