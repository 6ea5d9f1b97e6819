#include "ctm/load_failure.h"

#include <optional>

#include "com/unique_any.h"

namespace winprogress::ctm {

namespace {

struct FileTraits {
  using Value = HANDLE;
  static HANDLE Invalid() noexcept { return INVALID_HANDLE_VALUE; }
  static void Close(HANDLE file) noexcept { CloseHandle(file); }
};

using File = com::UniqueAny<FileTraits>;

// False if the file is too short.
template <typename Part>
bool Read(const File& file, LONG offset, Part& part) noexcept {
  DWORD length = 0;
  if (SetFilePointer(file.Get(), offset, nullptr, FILE_BEGIN) == INVALID_SET_FILE_POINTER) return false;
  return ReadFile(file.Get(), &part, sizeof(part), &length, nullptr) != 0 && length == sizeof(part);
}

// The start of IMAGE_NT_HEADERS, which all architectures have in common.
struct CommonHeaders {
  DWORD signature;
  IMAGE_FILE_HEADER file;
};

// IMAGE_FILE_HEADER.Machine; std::nullopt for a file that is not an image.
std::optional<WORD> ReadMachine(const File& file) noexcept {
  IMAGE_DOS_HEADER start = {};
  CommonHeaders headers = {};
  if (!Read(file, 0, start) || start.e_magic != IMAGE_DOS_SIGNATURE) return std::nullopt;
  if (start.e_lfanew < 0 || !Read(file, start.e_lfanew, headers)) return std::nullopt;
  if (headers.signature != IMAGE_NT_SIGNATURE) return std::nullopt;
  return headers.file.Machine;
}

// Architecture names of Node.js.
std::string NameOfMachine(WORD machine) {
  switch (machine) {
    case IMAGE_FILE_MACHINE_I386:
      return "ia32";
    case IMAGE_FILE_MACHINE_AMD64:
      return "x64";
    case IMAGE_FILE_MACHINE_ARM64:
      return "arm64";
    case IMAGE_FILE_MACHINE_ARMNT:
      return "arm";
    default:
      return "machine type " + std::to_string(machine);
  }
}

#if defined(_M_IX86) || defined(__i386__)
constexpr WORD kThisMachine = IMAGE_FILE_MACHINE_I386;
#elif defined(_M_ARM64) || defined(__aarch64__)
constexpr WORD kThisMachine = IMAGE_FILE_MACHINE_ARM64;
#else
constexpr WORD kThisMachine = IMAGE_FILE_MACHINE_AMD64;
#endif

}  // namespace

std::string DescribeLoadFailure(const std::wstring& path, DWORD error) {
  const DWORD attributes = GetFileAttributesW(path.c_str());
  if (attributes == INVALID_FILE_ATTRIBUTES) {
    const DWORD reason = GetLastError();
    return reason == ERROR_FILE_NOT_FOUND || reason == ERROR_PATH_NOT_FOUND ? "no such file" : "";
  }
  if ((attributes & FILE_ATTRIBUTE_DIRECTORY) != 0) return "a folder, not a library";
  const File file(CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                              nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr));
  if (!file) return "the file cannot be read";
  const std::optional<WORD> machine = ReadMachine(file);
  if (!machine.has_value()) return "not a library";
  const std::string architecture = NameOfMachine(*machine);
  if (*machine != kThisMachine) return "built for " + architecture + ", this process is " + NameOfMachine(kThisMachine);
  switch (error) {
    case ERROR_MOD_NOT_FOUND:
      return "the file is there, but a library that it needs is missing";
    case ERROR_PROC_NOT_FOUND:
      return "a library that it needs lacks a function";
    case ERROR_BAD_EXE_FORMAT:
      return "built for " + architecture + " as it should be, but damaged, or a library that it needs is not";
    case ERROR_DLL_INIT_FAILED:
      return "its own initialization failed";
    default:
      return "";
  }
}

}  // namespace winprogress::ctm
