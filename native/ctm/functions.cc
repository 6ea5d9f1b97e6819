#include "ctm/functions.h"

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "com/hresult.h"

namespace winprogress::ctm {

namespace {

// What the linkers of x86 write behind the name of a stdcall function: the bytes of its arguments.
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

template <typename Part>
const Part* At(HMODULE module, std::uintptr_t offset) {
  return reinterpret_cast<const Part*>(reinterpret_cast<std::uintptr_t>(module) + offset);
}

// Where an export of a loaded module that cannot be bound is forwarded to, as "other.Name"; empty when there is no such
// export, or when it is not forwarded.
std::string FindForwarder(HMODULE module, const std::string& name) {
  const auto* headers = At<IMAGE_NT_HEADERS>(module, At<IMAGE_DOS_HEADER>(module, 0)->e_lfanew);
  const IMAGE_DATA_DIRECTORY& place = headers->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_EXPORT];
  if (place.Size == 0) return {};
  const auto* directory = At<IMAGE_EXPORT_DIRECTORY>(module, place.VirtualAddress);
  const auto* names = At<DWORD>(module, directory->AddressOfNames);
  const auto* ordinals = At<WORD>(module, directory->AddressOfNameOrdinals);
  const auto* addresses = At<DWORD>(module, directory->AddressOfFunctions);
  for (DWORD index = 0; index < directory->NumberOfNames; ++index) {
    if (std::strcmp(At<char>(module, names[index]), name.c_str()) != 0) continue;
    const DWORD address = addresses[ordinals[index]];
    const bool forwarded = address - place.VirtualAddress < place.Size;
    return forwarded ? At<char>(module, address) : std::string();
  }
  return {};
}

// Binds one function after the other, and remembers what to say about those that are missing.
class Finder {
 public:
  explicit Finder(HMODULE module) : module_(module) {}

  template <typename Function>
  Function Find(const std::string& name) {
    const FARPROC address = FindExport(module_, name, CountArgumentBytes(Function{}));
    if (address == nullptr) {
      const std::string target = FindForwarder(module_, name);
      Append(lacking_, target.empty() ? name : name + " (forwarded to " + target + ", which is missing)");
    } else {
      Append(found_, name);
    }
    return reinterpret_cast<Function>(reinterpret_cast<void*>(address));
  }

  void ThrowIfLacking() const {
    if (lacking_.empty()) return;
    throw com::HResultFailure(HRESULT_FROM_WIN32(ERROR_PROC_NOT_FOUND), "GetProcAddress",
                              "has " + (found_.empty() ? "none" : found_) + "; lacks " + lacking_);
  }

 private:
  static void Append(std::string& list, const std::string& name) { list += (list.empty() ? "" : ", ") + name; }

  HMODULE module_;
  std::string found_;
  std::string lacking_;
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
