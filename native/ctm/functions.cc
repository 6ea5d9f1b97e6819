#include "ctm/functions.h"

#include <cstddef>

#include "com/hresult.h"

namespace winprogress::ctm {

namespace {

// The suffix that x86 linkers append to the name of a stdcall function: the bytes of its arguments.
template <typename... Parameters>
constexpr std::size_t CountArgumentBytes(HRESULT(STDMETHODCALLTYPE*)(Parameters...)) {
  return (sizeof(Parameters) + ...);
}

#if defined(_M_IX86) || defined(__i386__)
static_assert(CountArgumentBytes(SendNotifyProgress{}) == 32);
static_assert(CountArgumentBytes(SendNotifySuccess{}) == 28);
static_assert(CountArgumentBytes(SendNotifyError{}) == 20);
#endif

FARPROC FindExport(HMODULE module, const std::string& name, [[maybe_unused]] std::size_t argument_bytes) {
  FARPROC address = GetProcAddress(module, name.c_str());
#if defined(_M_IX86) || defined(__i386__)
  // Without a module definition file, Microsoft's linker exports _Name@32, and GNU's Name@32.
  const std::string decorated = name + "@" + std::to_string(argument_bytes);
  if (address == nullptr) address = GetProcAddress(module, ("_" + decorated).c_str());
  if (address == nullptr) address = GetProcAddress(module, decorated.c_str());
#endif
  return address;
}

// Binds the functions in order, and collects the names of missing ones.
class Finder {
 public:
  explicit Finder(HMODULE module) : module_(module) {}

  template <typename Function>
  Function Find(const std::string& name) {
    const FARPROC address = FindExport(module_, name, CountArgumentBytes(Function{}));
    if (address == nullptr) error_ = GetLastError();
    Append(address == nullptr ? lacking_ : found_, name);
    return reinterpret_cast<Function>(reinterpret_cast<void*>(address));
  }

  void ThrowIfLacking() const {
    if (lacking_.empty()) return;
    // ERROR_PROC_NOT_FOUND, or the error of the loader for an export that is forwarded to another library.
    throw com::HResultFailure(HRESULT_FROM_WIN32(error_), "GetProcAddress",
                              "has " + (found_.empty() ? "none" : found_) + "; lacks " + lacking_);
  }

 private:
  static void Append(std::string& list, const std::string& name) { list += (list.empty() ? "" : ", ") + name; }

  HMODULE module_;
  std::string found_;
  std::string lacking_;
  DWORD error_ = ERROR_PROC_NOT_FOUND;
};

}  // namespace

Functions FindFunctions(HMODULE module, const ExportNames& names) {
  Finder finder(module);
  Functions functions;
  functions.progress = finder.Find<SendNotifyProgress>(names.progress);
  functions.success = finder.Find<SendNotifySuccess>(names.success);
  functions.error = finder.Find<SendNotifyError>(names.error);
  finder.ThrowIfLacking();
  return functions;
}

}  // namespace winprogress::ctm
