#pragma once

#include <windows.h>

#include <string>
#include <utility>

#include "ctm/functions.h"

namespace winprogress::ctm {

// A loaded module, which is freed with this object.
class Module {
 public:
  Module() noexcept = default;
  // Loads the library of this absolute path; what it needs may lie beside it or in the system's folder, nowhere else.
  // Throws HResultFailure.
  explicit Module(const std::wstring& path);
  Module(Module&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Module& operator=(Module&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;
  ~Module() { Reset(); }

  HMODULE Get() const noexcept { return handle_; }
  void Reset() noexcept {
    if (handle_ != nullptr) FreeLibrary(std::exchange(handle_, nullptr));
  }

 private:
  HMODULE handle_ = nullptr;
};

// A library and its functions. Only the lane's thread loads, calls and frees it: a call that never returns keeps it
// loaded, since what comes after the call in the lane never comes.
class Library {
 public:
  // Throws HResultFailure.
  Library(const std::wstring& path, const ExportNames& names)
      : module_(path), functions_(FindFunctions(module_.Get(), names)) {}
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  const Functions& functions() const noexcept { return functions_; }

 private:
  const Module module_;
  const Functions functions_;
};

}  // namespace winprogress::ctm
