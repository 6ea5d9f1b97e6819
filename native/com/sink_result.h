#pragma once

#include <windows.h>

#include <winerror.h>

namespace winprogress::com {

// Runs what may run out of memory, where COM calls us and nothing may be thrown.
template <typename Function>
HRESULT OrOutOfMemory(Function function) noexcept {
  try {
    return function();
  } catch (...) {
    return E_OUTOFMEMORY;
  }
}

// Whether a caller has passed a null pointer where C++ sees a reference. Compilers take it for granted that none has.
template <typename Value>
bool IsNull(const Value* volatile pointer) noexcept {
  return pointer == nullptr;
}

}  // namespace winprogress::com
