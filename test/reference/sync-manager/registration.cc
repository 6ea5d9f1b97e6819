// The exports by which COM loads the library, and regsvr32 registers its classes.
#include "registration.h"

#include "control.h"
#include "handler.h"
#include "session.h"
#include "sync_mgr.h"

namespace reference {
namespace {

/** Of one class. It lives as long as the library, and counts nothing. */
template <typename Class>
class Factory final : public IClassFactory {
 public:
  virtual ~Factory() = default;

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
      const auto instance = ComPtr<Class>::attach(new Class());
      return instance->QueryInterface(identifier, object);
    });
  }
  HRESULT WINAPI LockServer(WINBOOL) noexcept override { return S_OK; }
};

template <typename Class>
IClassFactory* factory() {
  static Factory<Class> instance;
  return &instance;
}

struct RegisteredClass {
  CLSID id;
  const wchar_t* name;
  const wchar_t* threading_model;
};

// A legacy handler is apartment-threaded; the others stand for local servers, which are called from any apartment.
constexpr RegisteredClass kClasses[] = {
    {kHandlerClass, L"Sync Manager handler (reference)", L"Apartment"},
    {kSyncMgrClass, L"Sync Manager (reference)", L"Both"},
    {kClientClass, L"Sync Center client (reference)", L"Both"},
    {kControlClass, L"Sync Center control (reference)", L"Both"},
};

std::wstring class_key(const CLSID& id) { return L"Software\\Classes\\CLSID\\" + text_of(id); }

std::wstring own_path() {
  HMODULE module = nullptr;
  GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                     reinterpret_cast<LPCWSTR>(&own_path), &module);
  std::wstring path(32768, L'\0');
  path.resize(GetModuleFileNameW(module, path.data(), static_cast<DWORD>(path.size())));
  return path;
}

void write(const std::wstring& key, const wchar_t* name, const std::wstring& value) {
  check(HRESULT_FROM_WIN32(RegSetKeyValueW(HKEY_LOCAL_MACHINE, key.c_str(), name, REG_SZ, value.c_str(),
                                           static_cast<DWORD>((value.size() + 1) * sizeof(wchar_t)))));
}

void remove(const std::wstring& key) {
  const LSTATUS status = RegDeleteTreeW(HKEY_LOCAL_MACHINE, key.c_str());
  if (status != ERROR_FILE_NOT_FOUND) check(HRESULT_FROM_WIN32(status));
}

}  // namespace

std::wstring handlers_key() { return L"Software\\Microsoft\\Windows\\CurrentVersion\\SyncMgr\\Handlers\\"; }

}  // namespace reference

using namespace reference;

extern "C" {

HRESULT WINAPI DllGetClassObject(REFCLSID id, REFIID identifier, void** object) {
  if (id == kHandlerClass) return factory<Handler>()->QueryInterface(identifier, object);
  if (id == kSyncMgrClass) return factory<SyncManager>()->QueryInterface(identifier, object);
  if (id == kClientClass) return factory<SessionCreator>()->QueryInterface(identifier, object);
  if (id == kControlClass) return factory<Control>()->QueryInterface(identifier, object);
  return CLASS_E_CLASSNOTAVAILABLE;
}

// A test reads the log when all objects have gone.
HRESULT WINAPI DllCanUnloadNow() { return S_FALSE; }

HRESULT WINAPI DllRegisterServer() {
  return guarded([] {
    for (const RegisteredClass& registered : kClasses) {
      const std::wstring server = class_key(registered.id) + L"\\InProcServer32";
      write(class_key(registered.id), nullptr, registered.name);
      write(server, nullptr, own_path());
      write(server, L"ThreadingModel", registered.threading_model);
    }
    write(handlers_key() + text_of(kHandlerClass), nullptr, L"Reference handler");
    return S_OK;
  });
}

HRESULT WINAPI DllUnregisterServer() {
  return guarded([] {
    for (const RegisteredClass& registered : kClasses)
      remove(class_key(registered.id));
    remove(handlers_key() + text_of(kHandlerClass));
    return S_OK;
  });
}

}  // extern "C"
