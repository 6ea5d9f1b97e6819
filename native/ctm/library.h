#pragma once

#include <windows.h>

#include <string>

#include "com/unique_any.h"
#include "ctm/functions.h"

namespace winprogress::ctm {

struct ModuleTraits : com::NullTraits<HMODULE> {
  static void Close(HMODULE module) noexcept { FreeLibrary(module); }
};

using Module = com::UniqueAny<ModuleTraits>;

// Loads the library with this absolute path, and its dependencies only from its own folder or the system folder. Throws
// HResultFailure.
Module LoadModule(const std::wstring& path);

// A library and its functions. Only the lane's thread loads, calls and frees it: a call that never returns keeps it
// loaded, since later tasks of the lane never run.
class Library {
 public:
  // Throws HResultFailure.
  Library(const std::wstring& path, const ExportNames& names)
      : module_(LoadModule(path)), functions_(FindFunctions(module_.Get(), names)) {}
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  const Functions& functions() const noexcept { return functions_; }

 private:
  const Module module_;
  const Functions functions_;
};

}  // namespace winprogress::ctm
