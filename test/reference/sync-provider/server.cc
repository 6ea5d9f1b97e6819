// The exports by which COM loads the library, and regsvr32 registers its classes.
#include "server.h"

#include "../queue-manager/in_process_classes.h"
#include "provider.h"
#include "provider_registration.h"

namespace reference {
namespace {

// The registration is served only within a process, since tests also require it to be absent.
constexpr RegisteredClass kClasses[] = {
    {kReportingClass, L"Sync provider (reference)", L"Both"},
    {kFailingClass, L"Sync provider that fails (reference)", L"Both"},
    {kHangingClass, L"Sync provider that hangs (reference)", L"Both"},
    {kOutlivingClass, L"Sync provider that outlives its session (reference)", L"Both"},
    {kApartmentClass, L"Sync provider of an apartment (reference)", L"Apartment"},
};

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
  return CoRegisterClassObject(kRegistrationClass, ClassFactory<ProviderRegistration>::instance(), CLSCTX_INPROC_SERVER,
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
  if (id == kReportingClass || id == kApartmentClass)
    found = ClassFactory<Provider, ProviderKind::kReporting>::instance();
  if (id == kFailingClass) found = ClassFactory<Provider, ProviderKind::kFailing>::instance();
  if (id == kHangingClass) found = ClassFactory<Provider, ProviderKind::kHanging>::instance();
  if (id == kOutlivingClass) found = ClassFactory<Provider, ProviderKind::kOutliving>::instance();
  if (id == kRegistrationClass) found = ClassFactory<ProviderRegistration>::instance();
  return found ? found->QueryInterface(identifier, object) : CLASS_E_CLASSNOTAVAILABLE;
}

// Tests read the log after all objects were released.
HRESULT WINAPI DllCanUnloadNow() { return S_FALSE; }

HRESULT WINAPI DllRegisterServer() {
  return guarded([] {
    for (const RegisteredClass& registered : kClasses)
      register_class(registered);
    return S_OK;
  });
}

HRESULT WINAPI DllUnregisterServer() {
  return guarded([] {
    for (const RegisteredClass& registered : kClasses)
      remove_key(class_key(registered.id));
    return S_OK;
  });
}

}  // extern "C"
