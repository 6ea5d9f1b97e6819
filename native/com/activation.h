#pragma once

#include <windows.h>

#include <objbase.h>

#include <string>
#include <utility>

#include "com/com_ptr.h"
#include "com/hresult.h"
#include "com/interface_id.h"
#include "com/proxy_security.h"

namespace winprogress::com {

// Calls get(&pointer), which returns an HRESULT. Throws HResultFailure, also for a success without an object.
template <typename Interface, typename Get>
ComPtr<Interface> Obtain(const char* operation, Get get) {
  ComPtr<Interface> object;
  ThrowIfFailed(get(object.Receive()), operation);
  if (!object) throw HResultFailure(E_UNEXPECTED, operation, "success without an object");
  return object;
}

// The same for an object of a service, whose proxy is secured.
template <typename Interface, typename Get>
ComPtr<Interface> ObtainProxy(const char* operation, Impersonation impersonation, Get get) {
  ComPtr<Interface> object = Obtain<Interface>(operation, std::move(get));
  SecureProxy(object, impersonation);
  return object;
}

// CoCreateInstance; throws HResultFailure.
template <typename Interface>
ComPtr<Interface> Activate(const GUID& class_id, DWORD class_context, Impersonation impersonation) {
  return ObtainProxy<Interface>("CoCreateInstance", impersonation, [&](Interface** object) {
    return CoCreateInstance(class_id, nullptr, class_context, kInterfaceId<Interface>,
                            reinterpret_cast<void**>(object));
  });
}

// QueryInterface; throws HResultFailure. `context` describes the missing interface.
template <typename Wanted, typename Interface>
ComPtr<Wanted> Query(Interface& object, const char* operation, const std::string& context = {}) {
  ComPtr<Wanted> found;
  const HRESULT result = object.QueryInterface(kInterfaceId<Wanted>, reinterpret_cast<void**>(found.Receive()));
  if (FAILED(result)) throw HResultFailure(result, operation, context);
  if (!found) throw HResultFailure(E_NOINTERFACE, operation, context);
  return found;
}

// The same for an object of a service: each interface has a proxy of its own, which is secured.
template <typename Wanted, typename Interface>
ComPtr<Wanted> QueryProxy(Interface& object, const char* operation, Impersonation impersonation) {
  auto found = Query<Wanted>(object, operation);
  SecureProxy(found, impersonation);
  return found;
}

}  // namespace winprogress::com
