// The exports by which COM loads the library, and regsvr32 registers its classes.
#include "registration.h"

#include "../queue-manager/in_process_classes.h"
#include "control.h"
#include "handler.h"
#include "session.h"
#include "sync_mgr.h"

namespace reference {
namespace {

// A legacy handler is apartment-threaded; the others represent local servers, which are called from any apartment.
constexpr RegisteredClass kClasses[] = {
    {kHandlerClass, L"Sync Manager handler (reference)", L"Apartment"},
    {kSyncMgrClass, L"Sync Manager (reference)", L"Both"},
    {kClientClass, L"Sync Center client (reference)", L"Both"},
    {kControlClass, L"Sync Center control (reference)", L"Both"},
};

}  // namespace

std::wstring handlers_key() { return L"Software\\Microsoft\\Windows\\CurrentVersion\\SyncMgr\\Handlers\\"; }

}  // namespace reference

using namespace reference;

extern "C" {

HRESULT WINAPI DllGetClassObject(REFCLSID id, REFIID identifier, void** object) {
  if (id == kHandlerClass) return ClassFactory<Handler>::instance()->QueryInterface(identifier, object);
  if (id == kSyncMgrClass) return ClassFactory<SyncManager>::instance()->QueryInterface(identifier, object);
  if (id == kClientClass) return ClassFactory<SessionCreator>::instance()->QueryInterface(identifier, object);
  if (id == kControlClass) return ClassFactory<Control>::instance()->QueryInterface(identifier, object);
  return CLASS_E_CLASSNOTAVAILABLE;
}

// Tests read the log after all objects were released.
HRESULT WINAPI DllCanUnloadNow() { return S_FALSE; }

HRESULT WINAPI DllRegisterServer() {
  return guarded([] {
    for (const RegisteredClass& registered : kClasses)
      register_class(registered);
    write_value(handlers_key() + text_of(kHandlerClass), nullptr, L"Reference handler");
    return S_OK;
  });
}

HRESULT WINAPI DllUnregisterServer() {
  return guarded([] {
    for (const RegisteredClass& registered : kClasses)
      remove_key(class_key(registered.id));
    remove_key(handlers_key() + text_of(kHandlerClass));
    return S_OK;
  });
}

}  // extern "C"
