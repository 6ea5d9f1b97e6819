// The base of the COM objects of the library.
#pragma once

#include "library.h"

namespace reference {

/** Reference counting and QueryInterface of an object whose interfaces inherit from each other, the newest first. */
template <typename Derived, typename Newest, typename... Older>
class Object : public Newest {
 public:
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  HRESULT WINAPI QueryInterface(REFIID identifier, void** object) noexcept override {
    if (!object) return E_POINTER;
    *object = nullptr;
    const bool older = identifier == IID_IUnknown || ((identifier == __uuidof(Older)) || ...);
    if (!older && !(identifier == __uuidof(Newest) && offers_newest_)) return E_NOINTERFACE;
    *object = static_cast<Newest*>(this);
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
  explicit Object(bool offers_newest = true) noexcept : offers_newest_(offers_newest) { ++library().references; }
  ~Object() = default;

 private:
  const bool offers_newest_;
  std::atomic<ULONG> references_{1};
};

}  // namespace reference
