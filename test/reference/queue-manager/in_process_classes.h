// Classes that a library serves in the process of its client, and their registry keys.
#pragma once

#include <windows.h>

#include <string>

#include "com.h"

namespace reference {

/** A class object that creates objects with these arguments. It lives as long as the library, and does not count
 * references. */
template <typename Class, auto... arguments>
class ClassFactory final : public IClassFactory {
 public:
  static IClassFactory* instance() {
    static ClassFactory factory;
    return &factory;
  }

  virtual ~ClassFactory() = default;

  HRESULT WINAPI QueryInterface(REFIID identifier, void** object) noexcept override {
    if (!object) return E_POINTER;
    const bool known = identifier == IID_IUnknown || identifier == IID_IClassFactory;
    *object = known ? static_cast<IClassFactory*>(this) : nullptr;
    return known ? S_OK : E_NOINTERFACE;
  }
  ULONG WINAPI AddRef() noexcept override { return 2; }
  ULONG WINAPI Release() noexcept override { return 1; }
  HRESULT WINAPI CreateInstance(IUnknown* outer, REFIID identifier, void** object) noexcept override {
    return guarded([&] {
      if (!object) return E_POINTER;
      *object = nullptr;
      if (outer) return CLASS_E_NOAGGREGATION;
      const auto made = ComPtr<Class>::attach(new Class(arguments...));
      return made->QueryInterface(identifier, object);
    });
  }
  HRESULT WINAPI LockServer(WINBOOL) noexcept override { return S_OK; }
};

struct RegisteredClass {
  CLSID id;
  const wchar_t* name;
  const wchar_t* threading_model;
};

inline std::wstring class_key(const CLSID& id) {
  wchar_t text[39];
  StringFromGUID2(id, text, 39);
  return std::wstring(L"Software\\Classes\\CLSID\\") + text;
}

/** The path of the library that this is compiled into. */
inline std::wstring own_path() {
  HMODULE module = nullptr;
  GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                     reinterpret_cast<LPCWSTR>(&own_path), &module);
  std::wstring path(32768, L'\0');
  path.resize(GetModuleFileNameW(module, path.data(), static_cast<DWORD>(path.size())));
  return path;
}

inline void write_value(const std::wstring& key, const wchar_t* name, const std::wstring& value) {
  check(HRESULT_FROM_WIN32(RegSetKeyValueW(HKEY_LOCAL_MACHINE, key.c_str(), name, REG_SZ, value.c_str(),
                                           static_cast<DWORD>((value.size() + 1) * sizeof(wchar_t)))));
}

inline void remove_key(const std::wstring& key) {
  const LSTATUS status = RegDeleteTreeW(HKEY_LOCAL_MACHINE, key.c_str());
  if (status != ERROR_FILE_NOT_FOUND) check(HRESULT_FROM_WIN32(status));
}

inline void register_class(const RegisteredClass& registered) {
  const std::wstring server = class_key(registered.id) + L"\\InProcServer32";
  write_value(class_key(registered.id), nullptr, registered.name);
  write_value(server, nullptr, own_path());
  write_value(server, L"ThreadingModel", registered.threading_model);
}

}  // namespace reference
