#pragma once

#include <windows.h>

#include <napi.h>
#include <unknwn.h>

#include <cstdint>

#include "com/com_ptr.h"
#include "com/hresult.h"

namespace winprogress::com {

// An address that JavaScript was given by other native code. Throws Napi::RangeError for a BigInt that is none.
void* ToAddress(const Napi::Value& value);

// Whether a COM object can stand there: its memory and its table of methods can be read, and the methods be executed.
bool LooksLikeComObject(const void* address) noexcept;

// Asks the object there for an interface. In a lane only; `operation` names the QueryInterface.
template <typename Interface>
ComPtr<Interface> QueryForeign(void* address, const GUID& interface_id, const char* operation) {
  if (!LooksLikeComObject(address)) throw HResultFailure(E_POINTER, operation);
  ComPtr<Interface> found;
  ThrowIfFailed(
      static_cast<IUnknown*>(address)->QueryInterface(interface_id, reinterpret_cast<void**>(found.Receive())),
      operation);
  if (!found) throw HResultFailure(E_NOINTERFACE, operation);
  return found;
}

// Asks an object for a second interface, which it need not have: its absence is told by name.
template <typename Wanted, typename Interface>
ComPtr<Wanted> QuerySecond(Interface& object, const GUID& interface_id, const char* operation, const char* name) {
  ComPtr<Wanted> found;
  const HRESULT result = object.QueryInterface(interface_id, reinterpret_cast<void**>(found.Receive()));
  if (FAILED(result)) throw HResultFailure(result, operation, name);
  if (!found) throw HResultFailure(E_NOINTERFACE, operation, name);
  return found;
}

}  // namespace winprogress::com
