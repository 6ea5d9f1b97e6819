#pragma once

#include <windows.h>

#include <unknwn.h>

#include <atomic>
#include <tuple>
#include <utility>

#include "com/com_ptr.h"
#include "com/interface_id.h"
#include "com/sink_result.h"

namespace winprogress::com {

// An interface together with the interfaces that it extends: QueryInterface answers each of their IIDs.
template <typename Interface, typename... Extended>
struct Chain {};

namespace internal {

template <typename Interface>
struct InterfaceChain {
  using Type = Interface;
  static bool Has(REFIID id) noexcept { return id == kInterfaceId<Interface>; }
};

template <typename Interface, typename... Extended>
struct InterfaceChain<Chain<Interface, Extended...>> {
  using Type = Interface;
  static bool Has(REFIID id) noexcept {
    return id == kInterfaceId<Interface> || ((id == kInterfaceId<Extended>) || ...);
  }
};

}  // namespace internal

// A COM object of the addon: QueryInterface, AddRef and Release for the interfaces that it implements, each given as
// itself or as a Chain. Created by MakeObject. The identity of the object is its first interface.
template <typename... Interfaces>
class Object : public internal::InterfaceChain<Interfaces>::Type... {
  using First = typename internal::InterfaceChain<std::tuple_element_t<0, std::tuple<Interfaces...>>>::Type;

 public:
  Object() noexcept = default;
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID id, void** object) noexcept final {
    if (object == nullptr) return E_POINTER;
    *object = nullptr;
    if (IsNull(&id)) return E_POINTER;
    if (id == kInterfaceId<IUnknown>) {
      *object = static_cast<First*>(this);
    } else {
      static_cast<void>((Find<Interfaces>(id, object) || ...));
    }
    if (*object == nullptr) return QueryOther(id, object);
    AddRef();
    return S_OK;
  }
  ULONG STDMETHODCALLTYPE AddRef() noexcept final { return references_.fetch_add(1, std::memory_order_relaxed) + 1; }
  ULONG STDMETHODCALLTYPE Release() noexcept final {
    const ULONG left = references_.fetch_sub(1, std::memory_order_acq_rel) - 1;
    if (left == 0) delete this;
    return left;
  }

 protected:
  virtual ~Object() = default;
  // An interface that an aggregated part implements, such as the free-threaded marshaler. `object` is valid and
  // null.
  virtual HRESULT QueryOther(REFIID, void**) noexcept { return E_NOINTERFACE; }
  IUnknown* Identity() noexcept { return static_cast<First*>(this); }

 private:
  template <typename Interface>
  bool Find(REFIID id, void** object) noexcept {
    if (!internal::InterfaceChain<Interface>::Has(id)) return false;
    *object = static_cast<typename internal::InterfaceChain<Interface>::Type*>(this);
    return true;
  }

  std::atomic<ULONG> references_{1};
};

// An object that every apartment may call directly: it has the marker interface IAgileObject.
template <typename... Interfaces>
class AgileObject : public Object<Interfaces...> {
 protected:
  HRESULT QueryOther(REFIID id, void** object) noexcept override {
    if (id != kInterfaceAgileObject) return E_NOINTERFACE;
    *object = this->Identity();
    this->AddRef();
    return S_OK;
  }
};

// Stores an object with a reference count of 1, owned by the caller.
template <typename Implementation, typename... Arguments>
ComPtr<Implementation> MakeObject(Arguments&&... arguments) {
  return ComPtr<Implementation>::Attach(new Implementation(std::forward<Arguments>(arguments)...));
}

// Returns an object through the out parameter of a COM method, with a reference for the caller.
template <typename Implementation, typename Interface>
void Return(const ComPtr<Implementation>& object, Interface** out) noexcept {
  object->AddRef();
  *out = object.Get();
}

}  // namespace winprogress::com
