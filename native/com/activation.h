#pragma once

#include <windows.h>

#include <objbase.h>

#include "com/com_ptr.h"
#include "com/hresult.h"

namespace winprogress::com {

// CoCreateInstance; throws HResultFailure.
template <typename Interface>
ComPtr<Interface> Activate(const GUID& class_id, const GUID& interface_id, DWORD class_context) {
  ComPtr<Interface> object;
  ThrowIfFailed(
      CoCreateInstance(class_id, nullptr, class_context, interface_id, reinterpret_cast<void**>(object.Receive())),
      "CoCreateInstance");
  return object;
}

}  // namespace winprogress::com
