#pragma once

#include <windows.h>

#include <winerror.h>

namespace winprogress::com {

// Runs a function that may throw std::bad_alloc inside a COM method, which must not throw.
template <typename Function>
HRESULT OrOutOfMemory(Function function) noexcept {
  try {
    return function();
  } catch (...) {
    return E_OUTOFMEMORY;
  }
}

// Whether a caller has passed a null pointer for a C++ reference. Compilers assume that this is impossible.
template <typename Value>
bool IsNull(const Value* volatile pointer) noexcept {
  return pointer == nullptr;
}

}  // namespace winprogress::com
