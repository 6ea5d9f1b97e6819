#include "syncmgr/registry.h"

#include <utility>

#include "com/codec.h"
#include "com/guid.h"
#include "com/hresult.h"

namespace winprogress::syncmgr {

using com::HResultFailure;

namespace {

constexpr wchar_t kHandlers[] = L"Software\\Microsoft\\Windows\\CurrentVersion\\SyncMgr\\Handlers";
constexpr wchar_t kClasses[] = L"Software\\Classes\\CLSID\\";

void ThrowIfRefused(LSTATUS status, const char* operation) {
  if (status != ERROR_SUCCESS) throw HResultFailure(HRESULT_FROM_WIN32(static_cast<unsigned long>(status)), operation);
}

// Owns one open key.
class Key {
 public:
  Key() noexcept = default;
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  ~Key() {
    if (key_ != nullptr) RegCloseKey(key_);
  }
  HKEY Get() const noexcept { return key_; }
  HKEY* Receive() noexcept { return &key_; }

 private:
  HKEY key_ = nullptr;
};

HKEY RootOf(bool for_machine) noexcept { return for_machine ? HKEY_LOCAL_MACHINE : HKEY_CURRENT_USER; }

void WriteDefault(HKEY parent, const std::wstring& path, const std::wstring& text) {
  Key key;
  ThrowIfRefused(RegCreateKeyExW(parent, path.c_str(), 0, nullptr, 0, KEY_SET_VALUE, nullptr, key.Receive(), nullptr),
                 "RegCreateKeyEx");
  const auto size = static_cast<DWORD>((text.size() + 1) * sizeof(wchar_t));
  ThrowIfRefused(RegSetValueExW(key.Get(), nullptr, 0, REG_SZ, reinterpret_cast<const BYTE*>(text.c_str()), size),
                 "RegSetValueEx");
}

// Nothing for a key that is not there, has no text or an empty one.
std::optional<std::wstring> ReadDefault(HKEY parent, const std::wstring& path) {
  DWORD size = 0;
  if (RegGetValueW(parent, path.c_str(), nullptr, RRF_RT_REG_SZ, nullptr, nullptr, &size) != ERROR_SUCCESS)
    return std::nullopt;
  std::wstring text(size / sizeof(wchar_t), L'\0');
  if (RegGetValueW(parent, path.c_str(), nullptr, RRF_RT_REG_SZ, nullptr, text.data(), &size) != ERROR_SUCCESS)
    return std::nullopt;
  text.resize(std::wcslen(text.c_str()));
  if (text.empty()) return std::nullopt;
  return text;
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
    std::optional<std::wstring> description = ReadDefault(handlers.Get(), name);
    if (!description.has_value()) description = ReadDefault(HKEY_CLASSES_ROOT, L"CLSID\\" + *class_id);
    registrations.push_back({std::move(*class_id), std::move(description)});
  }
}

void WriteClass(bool for_machine, const std::wstring& class_id, const std::wstring& description,
                const std::wstring& command) {
  const std::wstring path = kClasses + class_id;
  WriteDefault(RootOf(for_machine), path, description);
  WriteDefault(RootOf(for_machine), path + L"\\LocalServer32", command);
}

void DeleteClass(bool for_machine, const std::wstring& class_id) {
  const LSTATUS status = RegDeleteTreeW(RootOf(for_machine), (kClasses + class_id).c_str());
  if (status != ERROR_FILE_NOT_FOUND) ThrowIfRefused(status, "RegDeleteTree");
}

}  // namespace winprogress::syncmgr
