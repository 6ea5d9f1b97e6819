// The exports by which COM loads the library, and regsvr32 registers its classes.
#include "server.h"

#include <string>

#include "provider.h"
#include "provider_registration.h"

namespace reference {
namespace {

/** Lives as long as the library, and counts nothing. */
template <typename Class, ProviderKind... kinds>
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
      const auto instance = ComPtr<Class>::attach(new Class(kinds...));
      return instance->QueryInterface(identifier, object);
    });
  }
  HRESULT WINAPI LockServer(WINBOOL) noexcept override { return S_OK; }
};

template <typename Class, ProviderKind... kinds>
IClassFactory* factory() {
  static Factory<Class, kinds...> instance;
  return &instance;
}

struct RegisteredClass {
  CLSID id;
  const wchar_t* name;
  const wchar_t* threading_model;
};

// The registration is served by a process for itself: tests need it to be absent, too.
constexpr RegisteredClass kClasses[] = {
    {kReportingClass, L"Sync provider (reference)", L"Both"},
    {kFailingClass, L"Sync provider that fails (reference)", L"Both"},
    {kHangingClass, L"Sync provider that hangs (reference)", L"Both"},
    {kOutlivingClass, L"Sync provider that outlives its session (reference)", L"Both"},
    {kApartmentClass, L"Sync provider of an apartment (reference)", L"Apartment"},
};

std::wstring class_key(const CLSID& id) {
  wchar_t text[39];
  StringFromGUID2(id, text, 39);
  return std::wstring(L"Software\\Classes\\CLSID\\") + text;
}

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

struct Served {
  std::mutex mutex;
  DWORD cookie = 0;
};

Served& served() {
  static Served* const instance = new Served();
  return *instance;
}

}  // namespace

HRESULT serve_registration() {
  const std::lock_guard<std::mutex> guard(served().mutex);
  if (served().cookie != 0) return S_FALSE;
  return CoRegisterClassObject(kRegistrationClass, factory<ProviderRegistration>(), CLSCTX_INPROC_SERVER,
                               REGCLS_MULTIPLEUSE, &served().cookie);
}

HRESULT withdraw_registration() {
  const std::lock_guard<std::mutex> guard(served().mutex);
  if (served().cookie == 0) return S_FALSE;
  return CoRevokeClassObject(std::exchange(served().cookie, 0));
}

}  // namespace reference

using namespace reference;

extern "C" {

HRESULT WINAPI DllGetClassObject(REFCLSID id, REFIID identifier, void** object) {
  IClassFactory* found = nullptr;
  if (id == kReportingClass || id == kApartmentClass) found = factory<Provider, ProviderKind::kReporting>();
  if (id == kFailingClass) found = factory<Provider, ProviderKind::kFailing>();
  if (id == kHangingClass) found = factory<Provider, ProviderKind::kHanging>();
  if (id == kOutlivingClass) found = factory<Provider, ProviderKind::kOutliving>();
  if (id == kRegistrationClass) found = factory<ProviderRegistration>();
  return found ? found->QueryInterface(identifier, object) : CLASS_E_CLASSNOTAVAILABLE;
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
    return S_OK;
  });
}

HRESULT WINAPI DllUnregisterServer() {
  return guarded([] {
    for (const RegisteredClass& registered : kClasses)
      remove(class_key(registered.id));
    return S_OK;
  });
}

}  // extern "C"
