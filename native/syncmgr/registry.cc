#include "syncmgr/registry.h"

#include <utility>

#include "com/codec.h"
#include "com/guid.h"
#include "com/hresult.h"
#include "com/unique_any.h"

namespace winprogress::syncmgr {

using com::HResultFailure;

namespace {

constexpr wchar_t kHandlers[] = L"Software\\Microsoft\\Windows\\CurrentVersion\\SyncMgr\\Handlers";
constexpr wchar_t kClasses[] = L"Software\\Classes\\CLSID\\";
constexpr wchar_t kLocalServer[] = L"\\LocalServer32";
// The value of a class's key that marks it as written by this package.
constexpr wchar_t kWrittenCommand[] = L"winprogress";
constexpr char kForeign[] = "the class was registered by another program";

void ThrowIfRefused(LSTATUS status, const char* operation) {
  if (status != ERROR_SUCCESS) throw HResultFailure(HRESULT_FROM_WIN32(static_cast<unsigned long>(status)), operation);
}

struct KeyTraits : com::NullTraits<HKEY> {
  static void Close(HKEY key) noexcept { RegCloseKey(key); }
};

using Key = com::UniqueAny<KeyTraits>;

HKEY RootOf(bool for_machine) noexcept { return for_machine ? HKEY_LOCAL_MACHINE : HKEY_CURRENT_USER; }

// A null name is the default value.
void WriteText(HKEY parent, const std::wstring& path, const wchar_t* name, const std::wstring& text) {
  Key key;
  ThrowIfRefused(RegCreateKeyExW(parent, path.c_str(), 0, nullptr, 0, KEY_SET_VALUE, nullptr, key.Receive(), nullptr),
                 "RegCreateKeyEx");
  const auto size = static_cast<DWORD>((text.size() + 1) * sizeof(wchar_t));
  ThrowIfRefused(RegSetValueExW(key.Get(), name, 0, REG_SZ, reinterpret_cast<const BYTE*>(text.c_str()), size),
                 "RegSetValueEx");
}

// std::nullopt for a missing key, and for a missing or empty text. A null name is the default value.
std::optional<std::wstring> ReadText(HKEY parent, const std::wstring& path, const wchar_t* name) {
  DWORD size = 0;
  if (RegGetValueW(parent, path.c_str(), name, RRF_RT_REG_SZ, nullptr, nullptr, &size) != ERROR_SUCCESS)
    return std::nullopt;
  std::wstring text(size / sizeof(wchar_t), L'\0');
  if (RegGetValueW(parent, path.c_str(), name, RRF_RT_REG_SZ, nullptr, text.data(), &size) != ERROR_SUCCESS)
    return std::nullopt;
  text.resize(std::wcslen(text.c_str()));
  if (text.empty()) return std::nullopt;
  return text;
}

struct KeyContents {
  DWORD keys = 0;
  // The default value counts if it is set.
  DWORD values = 0;
};

// std::nullopt for a missing key.
std::optional<KeyContents> CountContents(HKEY parent, const std::wstring& path) {
  Key key;
  const LSTATUS opened = RegOpenKeyExW(parent, path.c_str(), 0, KEY_READ, key.Receive());
  if (opened == ERROR_FILE_NOT_FOUND) return std::nullopt;
  ThrowIfRefused(opened, "RegOpenKeyEx");
  KeyContents contents;
  ThrowIfRefused(RegQueryInfoKeyW(key.Get(), nullptr, nullptr, nullptr, &contents.keys, nullptr, nullptr,
                                  &contents.values, nullptr, nullptr, nullptr, nullptr),
                 "RegQueryInfoKey");
  return contents;
}

// Whether a class may be written or removed: it does not exist, or it is exactly what WriteClass writes, completely or
// as far as an interrupted write got. The class's key has a second copy of the command line, which reveals a command
// line that another program has written.
bool IsOurs(HKEY root, const std::wstring& path) {
  const std::optional<KeyContents> of_class = CountContents(root, path);
  if (!of_class.has_value() || (of_class->keys == 0 && of_class->values == 0)) return true;
  const std::optional<std::wstring> written = ReadText(root, path, kWrittenCommand);
  if (!written.has_value() || of_class->values > 2 || of_class->keys > 1) return false;
  if (of_class->keys == 0) return true;
  const std::wstring server_path = path + kLocalServer;
  const std::optional<KeyContents> of_server = CountContents(root, server_path);
  if (!of_server.has_value() || of_server->keys != 0 || of_server->values > 1) return false;
  return of_server->values == 0 || ReadText(root, server_path, nullptr) == written;
}

void DeleteTree(HKEY root, const std::wstring& path) {
  const LSTATUS status = RegDeleteTreeW(root, path.c_str());
  if (status != ERROR_FILE_NOT_FOUND) ThrowIfRefused(status, "RegDeleteTree");
}

std::optional<std::wstring> ReadClassId(const std::wstring& name) {
  const std::optional<GUID> class_id = com::ParseGuid(name);
  if (!class_id.has_value()) return std::nullopt;
  return com::FormatGuid(*class_id);
}

}  // namespace

Napi::Value ToValue(Napi::Env env, const HandlerRegistration& registration) {
  return com::ObjectWriter(env)
      .Set("clsid", registration.class_id)
      .Set("description", registration.description)
      .object();
}

std::vector<HandlerRegistration> ReadHandlers() {
  Key handlers;
  const LSTATUS opened = RegOpenKeyExW(HKEY_LOCAL_MACHINE, kHandlers, 0, KEY_READ, handlers.Receive());
  if (opened == ERROR_FILE_NOT_FOUND) return {};
  ThrowIfRefused(opened, "RegOpenKeyEx");
  std::vector<HandlerRegistration> registrations;
  for (DWORD index = 0;; ++index) {
    constexpr DWORD kLongestName = 256;
    wchar_t name[kLongestName] = {};
    DWORD length = kLongestName;
    const LSTATUS status = RegEnumKeyExW(handlers.Get(), index, name, &length, nullptr, nullptr, nullptr, nullptr);
    if (status == ERROR_NO_MORE_ITEMS) return registrations;
    ThrowIfRefused(status, "RegEnumKeyEx");
    std::optional<std::wstring> class_id = ReadClassId(name);
    if (!class_id.has_value()) continue;
    std::optional<std::wstring> description = ReadText(handlers.Get(), name, nullptr);
    if (!description.has_value()) description = ReadText(HKEY_CLASSES_ROOT, L"CLSID\\" + *class_id, nullptr);
    registrations.push_back({std::move(*class_id), std::move(description)});
  }
}

void WriteClass(bool for_machine, const GUID& class_id, const std::wstring& description, const std::wstring& command) {
  const HKEY root = RootOf(for_machine);
  const std::wstring path = kClasses + com::FormatGuid(class_id);
  if (!IsOurs(root, path)) throw HResultFailure(HRESULT_FROM_WIN32(ERROR_ALREADY_EXISTS), "RegSetValueEx", kForeign);
  // An interrupted write never leaves the command line of one installation next to that of another.
  DeleteTree(root, path);
  WriteText(root, path, kWrittenCommand, command);
  WriteText(root, path, nullptr, description);
  WriteText(root, path + kLocalServer, nullptr, command);
}

void DeleteClass(bool for_machine, const GUID& class_id) {
  const HKEY root = RootOf(for_machine);
  const std::wstring path = kClasses + com::FormatGuid(class_id);
  if (!IsOurs(root, path)) throw HResultFailure(REGDB_E_INVALIDVALUE, "RegDeleteTree", kForeign);
  DeleteTree(root, path);
}

}  // namespace winprogress::syncmgr
