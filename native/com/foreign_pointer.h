#pragma once

#include <windows.h>

#include <napi.h>
#include <unknwn.h>

#include "com/activation.h"
#include "com/com_ptr.h"
#include "com/hresult.h"
#include "com/interface_id.h"

namespace winprogress::com {

// An address that other native code of this process has handed to JavaScript. A raw pointer says nothing about its
// apartment: it is taken for one of the JavaScript thread, and that thread enters its apartment for nobody. So the
// object is called from a lane in the multi-threaded apartment when it is agile, or when the JavaScript thread is in
// that apartment itself, as it is unless something has made it a single-threaded one. Otherwise RPC_E_WRONG_THREAD: the
// Global Interface Table carries such objects.
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
  // Whether a lane may call it.
  bool can_be_entered_;
};

}  // namespace winprogress::com
