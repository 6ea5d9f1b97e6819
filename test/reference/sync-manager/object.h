// The base of the COM objects of the library.
#pragma once

#include "library.h"

namespace reference {

/** Reference counting and QueryInterface of an object; its references count among the library's. */
template <typename Derived, typename First, typename... Others>
class Object : public First, public Others... {
 public:
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  HRESULT WINAPI QueryInterface(REFIID identifier, void** object) noexcept override {
    if (!object) return E_POINTER;
    *object = identifier == IID_IUnknown ? static_cast<First*>(this) : nullptr;
    offer<First>(identifier, object);
    (offer<Others>(identifier, object), ...);
    if (!*object) return E_NOINTERFACE;
    AddRef();
    return S_OK;
  }
  ULONG WINAPI AddRef() noexcept override {
    ++library().references;
    return ++references_;
  }
  ULONG WINAPI Release() noexcept override {
    --library().references;
    const ULONG left = --references_;
    if (left == 0) delete static_cast<Derived*>(this);
    return left;
  }

 protected:
  Object() noexcept { ++library().references; }
  ~Object() = default;

 private:
  template <typename Interface>
  void offer(REFIID identifier, void** object) noexcept {
    if (identifier == id_of<Interface>()) *object = static_cast<Interface*>(this);
  }

  std::atomic<ULONG> references_{1};
};

}  // namespace reference
