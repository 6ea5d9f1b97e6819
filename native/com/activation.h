#pragma once

#include <windows.h>

#include <objbase.h>

#include "com/com_ptr.h"
#include "com/hresult.h"

namespace winprogress::com {

// CoCreateInstance in a local server; throws HResultFailure.
template <typename Interface>
ComPtr<Interface> ActivateLocalServer(const GUID& class_id, const GUID& interface_id) {
  ComPtr<Interface> object;
  ThrowIfFailed(CoCreateInstance(class_id, nullptr, CLSCTX_LOCAL_SERVER, interface_id,
                                 reinterpret_cast<void**>(object.Receive())),
                "CoCreateInstance");
  return object;
}

}  // namespace winprogress::com
