#pragma once

#include <windows.h>

#include <napi.h>
#include <unknwn.h>

#include "com/activation.h"
#include "com/com_ptr.h"
#include "com/hresult.h"
#include "com/interface_id.h"

namespace winprogress::com {

// An address from other native code of this process. A raw pointer does not identify its
// apartment: it is assumed to belong to the JavaScript thread, whose apartment the addon never initializes. So the
// object is called from a lane in the multi-threaded apartment when it is agile, or when the JavaScript thread is in
// that apartment itself, as it is unless other code has made it single-threaded. Otherwise RPC_E_WRONG_THREAD: the
// Global Interface Table can marshal such objects.
class ForeignPointer {
 public:
  // On the JavaScript thread. Throws Napi::RangeError for a BigInt that is not an address.
  explicit ForeignPointer(const Napi::Value& value);

  // In a lane of the multi-threaded apartment. Throws HResultFailure; `operation` names the QueryInterface.
  template <typename Interface>
  ComPtr<Interface> Query(const char* operation) const {
    IUnknown& unknown = Enter(operation);
    return com::Query<Interface>(unknown, operation);
  }

 private:
  IUnknown& Enter(const char* operation) const;

  void* address_;
  // Whether a lane can call it directly.
  bool can_be_entered_;
};

}  // namespace winprogress::com
